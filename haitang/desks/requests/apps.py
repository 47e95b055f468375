from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "haitang.desks.requests"
    label = "requests"
    commands = {"issues": "热点 What many people say at about one time."}

    def ready(self) -> None:
        from haitang.desks.requests.alike import people_alike  # noqa: PLC0415 -- needs loaded apps
        from haitang.desks.requests.desk import DESK  # noqa: PLC0415 -- needs loaded apps
        from haitang.desks.requests.sequels import COMPANION  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.matters.api import register_companion  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.addresses import register_page  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.codes import register_company  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
        register_companion(COMPANION)
        register_company(people_alike)
        register_page("follow", "requests:followed")
        register_page("follow-any", "requests:follow")
        register_page("tell", "requests:tell")
