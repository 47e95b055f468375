from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "haitang.desks.keeping"
    label = "keeping"

    def ready(self) -> None:
        from haitang.desks.keeping.desk import DESK  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.addresses import register_page  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
        register_page("keeping worker", "keeping:worker")
        register_page("keeping ready", "keeping:ready")
