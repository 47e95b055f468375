"""What somebody may be given: a resident's own questions by the link, those drawn that one may ask."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from haitang.desks.sampling.asking import ASKS_DRAWN
from haitang.desks.sampling.models import DrawnMatter, SampleDraw
from haitang.desks.sampling.queries import drawn_keyed, draws_seen, is_open
from haitang.kernel.registry.api import Actor

_SIGNER = Signer(salt="haitang.sampling.answer")


def word_of(one: DrawnMatter) -> str:
    """What stands in the link that is sent to the resident alone."""
    return _SIGNER.sign(one.uuid.hex)


def drawn_by_word(word: str) -> DrawnMatter | None:
    """Whose link this is; nobody's where it was made up."""
    try:
        return drawn_keyed(UUID(_SIGNER.unsign(word)))
    except (BadSignature, ValueError):
        return None


def drawn_to_ask(actor: Actor, uuid: UUID) -> DrawnMatter | None:
    """One that was drawn, for who may ask about it."""
    found = drawn_keyed(uuid)
    return found if found and is_open(found) and ASKS_DRAWN.allows(actor, found) else None


def draw_seen(actor: Actor, pk: int) -> SampleDraw | None:
    """A draw, for who may see what came of it."""
    return draws_seen(actor).filter(pk=pk).first()
