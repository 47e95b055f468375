from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "haitang.desks.meetings"
    label = "meetings"

    def ready(self) -> None:
        from haitang.desks.meetings.desk import CARD, DESK, TOLD  # noqa: PLC0415 -- needs loaded apps
        from haitang.desks.meetings.kept import ERASER, KEEPER  # noqa: PLC0415 -- needs loaded apps
        from haitang.desks.meetings.sequels import COMPANION  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.matters.api import register_companion  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.registry.api import (  # noqa: PLC0415 -- needs loaded apps
            register_eraser,
            register_keeper,
        )
        from haitang.ui.cards import register_card  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.telling import register_subject  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
        register_keeper(KEEPER)
        register_eraser(ERASER)
        register_subject(TOLD)
        register_card(CARD)
        register_companion(COMPANION)
