from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "haitang.web"
    label = "web"

    def ready(self) -> None:
        from haitang.web.navigation import register  # noqa: PLC0415 -- needs loaded apps

        register()
