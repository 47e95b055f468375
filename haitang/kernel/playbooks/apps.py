from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    name = "haitang.kernel.playbooks"
    label = "playbooks"
    default_auto_field = "django.db.models.BigAutoField"
