from django.apps import AppConfig


class PatrolConfig(AppConfig):
    name = "haitang.desks.patrol"
    label = "patrol"

    def ready(self) -> None:
        from haitang.desks.patrol.desk import DESK  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.addresses import register_page  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
        register_page("patrol", "patrol:walk")
