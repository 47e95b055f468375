from django.apps import AppConfig


class RotaConfig(AppConfig):
    name = "haitang.desks.rota"
    label = "rota"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from haitang.desks.rota.desk import DESK, TOLD  # noqa: PLC0415 -- needs loaded apps
        from haitang.desks.rota.kept import KEEPER  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.registry.api import register_keeper  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.telling import register_subject  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
        register_keeper(KEEPER)
        register_subject(TOLD)
