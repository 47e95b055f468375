from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "haitang.desks.offers"
    label = "offers"

    def ready(self) -> None:
        from haitang.desks.offers.desk import DESK  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.addresses import register_page  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
        register_page("offer", "offers:offer")
