"""What the worker does: tells of steps, warns of deadlines, sends letters, forgets what is long over."""

from collections import Counter
from datetime import timedelta

from haitang.desks.notice.actions.codes import answer_ask, code_not_sent, code_sent, take_code
from haitang.desks.notice.actions.sending import drop, forget_endpoints, settle, take_in_hand
from haitang.desks.notice.actions.telling import tell_news, warn
from haitang.desks.notice.addressees import Addressee
from haitang.desks.notice.audience import Audience
from haitang.desks.notice.enums import LetterState
from haitang.desks.notice.models import Choice, CodeAsk, CodeLetter, Device, Habit, Letter, Notice, Warned
from haitang.desks.notice.preferences import notices_of
from haitang.desks.notice.queries import (
    addressees,
    codes_due,
    late_matters,
    letters_with,
    news_batches,
    soon_matters,
)
from haitang.desks.notice.reaching import code_reached, reached
from haitang.desks.notice.ways import Refused, Trouble, ways
from haitang.desks.notice.ways.push import Gone
from haitang.kernel.matters.api import new_code
from haitang.kernel.registry.api import SYSTEM
from haitang.lib import clock

BATCH = 200
#: Of one run: the next is a minute away.
MOST = 2000
LETTERS_KEPT, NOTICES_KEPT = timedelta(days=90), timedelta(days=180)


def tell_what_happened() -> str:
    """Turn steps into notices and letters, a bounded piece after another."""
    told = sum(tell_news(batch, actor=SYSTEM(0)) for batch in news_batches(BATCH))
    return f"{told} steps gone through" if told else ""


def warn_of_deadlines() -> str:
    """Tell who should act that a matter is due soon, or late, once for each deadline."""
    now, audience, told = clock.now(), Audience(), 0
    soon, late = soon_matters(now, MOST), late_matters(now, MOST)
    found = [*(("due_soon", one) for one in soon), *(("late", one) for one in late)]
    for occasion, matter in found:
        told += warn(matter, occasion=occasion, audience=audience, actor=SYSTEM(matter.region_id))
    return f"{told} warned of deadlines" if told else ""


def send_letters() -> str:
    """Send what may leave now, each addressee's together."""
    became: Counter[str] = Counter()
    for addressee in addressees(clock.now(), MOST):
        became[_send(addressee)] += 1
    return _told("messages", became)


def send_codes() -> str:
    """Send the codes that may leave now; each is made here and kept nowhere but in what is sent."""
    look_at_asks()
    became: Counter[str] = Counter()
    for pk in codes_due(clock.now(), MOST):
        became[_send_code(pk)] += 1
    return _told("codes", became)


def look_at_asks() -> int:
    """Compare what was typed by those who asked for a code; how many are sent one."""
    asks = list(CodeAsk.objects.order_by("pk").values_list("pk", flat=True)[:MOST])
    return sum(answer_ask(pk, actor=SYSTEM(0)) for pk in asks)


def _told(what: str, became: Counter[str]) -> str:
    told = ", ".join(f"{count} {state}" for state, count in sorted(became.items()) if state)
    return f"{what}: {told}" if told else ""


def _send_code(pk: int) -> str:
    letter = take_code(pk, actor=SYSTEM(0))
    if letter is None:
        return ""
    house, code = SYSTEM(letter.matter.region_id), new_code()
    way, reach = ways().get(letter.way), code_reached(letter, code=code, actor=house)
    if way is None or reach is None:
        return code_not_sent(letter, trouble="nowhere to send it", for_good=True, actor=house)
    try:
        way.send(reach.message, reach.address)
    except Trouble as trouble:
        for_good = isinstance(trouble, Refused)
        return code_not_sent(letter, trouble=str(trouble), for_good=for_good, actor=house)
    return code_sent(letter, code=code, actor=house)


def _send(addressee: Addressee) -> str:
    house = SYSTEM(addressee.region)
    most = notices_of(addressee.region).at_most_an_hour
    taken = take_in_hand(addressee, most_an_hour=most, actor=house)
    if not taken:
        return ""
    letters = letters_with(taken)
    way, reach = ways().get(addressee.way), reached(addressee, letters, actor=house)
    if way is None or reach is None:
        drop(letters, actor=house)
        return LetterState.DROPPED
    try:
        gone = way.send(reach.message, reach.address)
    except Gone as trouble:
        forget_endpoints(trouble.endpoints, actor=house)
        return settle(letters, trouble=str(trouble), for_good=True, actor=house)
    except Trouble as trouble:
        return settle(letters, trouble=str(trouble), for_good=isinstance(trouble, Refused), actor=house)
    forget_endpoints(gone, actor=house)
    return settle(letters, trouble="", for_good=False, actor=house)


def forget_what_was_told() -> str:
    """Delete letters and notices long over, and all choices of people who were erased."""
    now, counted = clock.now(), 0
    over = Letter.objects.exclude(state=LetterState.WAITING).filter(made_at__lt=now - LETTERS_KEPT)
    counted += over.delete()[0]
    gone = CodeLetter.objects.exclude(state=LetterState.WAITING).filter(made_at__lt=now - LETTERS_KEPT)
    counted += gone.delete()[0]
    told = Notice.objects.filter(at__lt=now - NOTICES_KEPT).exclude(letters__state=LetterState.WAITING)
    counted += told.delete()[0]
    counted += Warned.objects.filter(due_at__lt=now - NOTICES_KEPT).delete()[0]
    for kept in (Choice, Habit, Device):
        counted += kept.objects.filter(person__erased_at__isnull=False).delete()[0]
    return f"{counted} notices and letters forgotten" if counted else ""
