from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "haitang.desks.requests"
    label = "requests"

    def ready(self) -> None:
        from haitang.desks.requests.desk import DESK  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
