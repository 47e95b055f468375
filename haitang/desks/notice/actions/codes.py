"""Codes to follow a matter by: ordered for who left a contact, made as they are sent, kept nowhere."""

from datetime import timedelta

from django.db import connection, transaction

from haitang.desks.notice.actions.sending import BACKOFF
from haitang.desks.notice.audience import Audience
from haitang.desks.notice.enums import LetterState
from haitang.desks.notice.models import CodeAsk, CodeLetter
from haitang.desks.notice.preferences import way_for_code
from haitang.kernel.matters.api import matter_left_with, put_code
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import SYSTEM, Actor, seal, unseal
from haitang.kernel.registry.models import Region
from haitang.lib import clock

#: So many go to one resident in a day: who knows number and phone shall not flood them.
A_DAY, MOST = timedelta(days=1), 3


def ask_code(region: Region, *, number: str, reached_at: str, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """Note that somebody wants a code; the same is done whoever asks and whatever is right."""
    ask = CodeAsk(region=region, number=number, at=clock.now())
    ask.reached_at_sealed = seal(reached_at, f"code ask {ask.uuid}")
    ask.save(force_insert=True)


@transaction.atomic
def answer_ask(pk: int, *, actor: Actor) -> bool:  # noqa: ARG001 -- acts name who acts
    """Order a code where number and contact belong together; what was typed is forgotten in any case."""
    asks = CodeAsk.objects.filter(pk=pk)
    if connection.features.has_select_for_update:
        asks = asks.select_for_update(skip_locked=True, of=("self",))
    ask = asks.select_related("region").first()
    if ask is None:
        return False
    house = SYSTEM(ask.region_id)
    reached_at = unseal(ask.reached_at_sealed, f"code ask {ask.uuid}")
    matter = matter_left_with(ask.number, reached_at=reached_at, region=ask.region, actor=house)
    ask.delete()
    return bool(matter and order_code(matter, asked=True, actor=house))


@transaction.atomic
def order_code(matter: Matter, *, asked: bool, actor: Actor) -> bool:  # noqa: ARG001 -- acts name who acts
    """Have a code sent to what was left with *matter*; not if nothing was, or enough went today."""
    now, audience = clock.now(), Audience()
    way = way_for_code(matter)
    if not way or CodeLetter.objects.filter(matter=matter, made_at__gt=now - A_DAY).count() >= MOST:
        return False
    # Who asks waits for it; who did not ask is not woken.
    due = now if asked else audience.after_quiet(matter, now)
    _, new = CodeLetter.objects.get_or_create(
        matter=matter,
        state=LetterState.WAITING,
        defaults={"way": way, "asked": asked, "due_at": due, "made_at": now},
    )
    return new


@transaction.atomic
def take_code(pk: int, *, actor: Actor) -> CodeLetter | None:  # noqa: ARG001 -- acts name who acts
    """The letter, counted as tried before it is sent; None where another worker has it."""
    now = clock.now()
    waiting = CodeLetter.objects.filter(pk=pk, state=LetterState.WAITING, due_at__lte=now)
    if connection.features.has_select_for_update:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    letter = waiting.select_related("matter__region", "matter__kind", "matter__unit").first()
    if letter:
        letter.due_at = now + BACKOFF[min(letter.tries, len(BACKOFF) - 1)]
        letter.tries += 1
        letter.save(update_fields=["due_at", "tries"])
    return letter


@transaction.atomic
def code_sent(letter: CodeLetter, *, code: str, actor: Actor) -> str:  # noqa: ARG001 -- acts name who acts
    """It went: from now on the matter is followed by *code*, and by no other."""
    put_code(letter.matter, code=code, actor=SYSTEM(letter.matter.region_id))
    _settle(letter, LetterState.SENT, "")
    return LetterState.SENT


@transaction.atomic
def code_not_sent(letter: CodeLetter, *, trouble: str, for_good: bool, actor: Actor) -> str:  # noqa: ARG001 -- acts name who acts
    """It did not go: the code before, if there was one, stays good."""
    over = for_good or letter.tries > len(BACKOFF)
    state = LetterState.DEAD if over else LetterState.WAITING
    _settle(letter, state, trouble[:200])
    return state


def _settle(letter: CodeLetter, state: LetterState, trouble: str) -> None:
    letter.state, letter.trouble = state, trouble
    letter.sent_at = clock.now() if state == LetterState.SENT else None
    letter.save(update_fields=["state", "trouble", "sent_at"])
