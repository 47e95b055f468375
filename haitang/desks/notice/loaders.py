"""What somebody may be given: their own notices and browsers; dead letters for who manages them."""

from uuid import UUID

from haitang.desks.notice.models import CodeLetter, Device, Letter, Notice
from haitang.desks.notice.queries import dead_codes, dead_letters, device_of, notice_of
from haitang.desks.notice.rules import MANAGES
from haitang.kernel.matters.api import matter_keyed
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor


def own_notice(actor: Actor, pk: int) -> Notice | None:
    """A notice for who acts."""
    return notice_of(actor.person_id, pk) if actor.person_id else None


def own_device(actor: Actor, uuid: UUID) -> Device | None:
    """A browser of who acts."""
    return device_of(actor.person_id, uuid) if actor.person_id else None


def dead_letter(actor: Actor, pk: int) -> Letter | None:
    """A letter that could not be sent, for who manages it there."""
    return dead_letters(actor).filter(pk=pk).first()


def dead_code(actor: Actor, pk: int) -> CodeLetter | None:
    """A code that could not be sent, for who manages it there."""
    return dead_codes(actor).filter(pk=pk).first()


def manages(actor: Actor) -> Actor | None:
    """Who acts, if they manage what could not be sent."""
    return actor if actor.may_somewhere(MANAGES) else None


def stopped_matter(uuid: UUID) -> Matter | None:
    """The matter of a signed stop link; who holds it may act as its resident on this alone."""
    matter = matter_keyed(uuid)
    if matter:
        matter.is_followed = True
    return matter
