from django.apps import AppConfig


class NoticeConfig(AppConfig):
    name = "haitang.desks.notice"
    label = "notice"

    def ready(self) -> None:
        from haitang.desks.notice.desk import (  # noqa: PLC0415 -- needs loaded apps
            DESK,
            carry,
            leave,
            postmarks,
            reaches,
            ring,
            take_note,
            tell,
            write,
        )
        from haitang.desks.notice.kept import KEEPER  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.matters.api import register_hearer, register_postmarks  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.registry.api import register_keeper  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.addresses import register_page  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.bells import register_bell  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.codes import register_sender  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.desks import open_desk  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.inviting import register_carrier  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.leaving import register_leaving  # noqa: PLC0415 -- needs loaded apps
        from haitang.ui.telling import register_teller  # noqa: PLC0415 -- needs loaded apps

        open_desk(DESK)
        register_keeper(KEEPER)
        register_page("code", "notice:code")
        register_sender(reaches)
        register_carrier(carry)
        register_hearer("notice", take_note)
        register_postmarks("notice", postmarks)
        register_teller("notice", tell, write)
        register_bell(ring)
        register_leaving("notice", leave)
