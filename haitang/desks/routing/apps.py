from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "haitang.desks.routing"
    label = "routing"
    commands = {"routing": "派单学习 Whom a request concerns, learnt from what was dispatched before."}

    def ready(self) -> None:
        from haitang.desks.routing.desk import (  # noqa: PLC0415 -- needs loaded apps
            CARD,
            DESK,
            first_units,
            suggested,
        )
        from haitang.desks.routing.sequels import COMPANION  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.matters.api import register_companion  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.cards import register_card  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.ranking import register_ranker, register_suggester  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
        register_card(CARD)
        register_companion(COMPANION)
        register_ranker("routing", first_units)
        register_suggester("routing", suggested)
