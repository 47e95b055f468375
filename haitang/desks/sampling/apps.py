from django.apps import AppConfig


class SamplingConfig(AppConfig):
    name = "haitang.desks.sampling"
    label = "sampling"
    commands = {"sampling": "满意度抽查 Draw whom to ask, late and blind, and repeat a draw."}

    def ready(self) -> None:
        from haitang.desks.sampling.desk import DESK  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.addresses import register_page  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
        register_page("sample answer", "sampling:answer")
