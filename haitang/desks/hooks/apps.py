from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "haitang.desks.hooks"
    label = "hooks"
    default_auto_field = "django.db.models.BigAutoField"
    commands = {"hooks": "回传 Tell other systems, such as the hotline, how far their matters are."}

    def ready(self) -> None:
        from haitang.desks.hooks.desk import DESK  # noqa: PLC0415 -- needs loaded apps
        from haitang.desks.hooks.sequels import COMPANION  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.matters.api import register_companion  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
        register_companion(COMPANION)
