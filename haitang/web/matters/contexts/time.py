"""A matter's time limit as its page shows it: what is left, which rule sets it, what stops it, who hears."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from haitang.kernel.matters.api import Kind, calls_open, limit_behind, unpublished_year
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import HeaderSection
from haitang.kernel.registry.api import RegistrySection
from haitang.lib.clock import day_of, now
from haitang.lib.text import Text
from haitang.ui.words import both, day_words, listed, say
from haitang.web.contexts.flows import limit_words
from haitang.web.contexts.sources import source_words


@dataclass(frozen=True)
class TimeLimit:
    """How much is left and spent (per cent), on which day it ends, which rule says so, and what else runs.

    ``standing`` is the word beside the colour; while the clock stands ``paused`` says since when.
    """

    amounts: Sequence[tuple[int, str]]
    late: bool
    spent: int
    due_at: datetime | None
    standing: str
    tone: str
    paused: str
    rule: str
    source: str
    notes: Sequence[str]


def time_limit(matter: Matter, kind: Kind) -> TimeLimit | None:
    """The limit of the state it stands in; none where it is closed or waits for nothing."""
    if matter.closed_at or (matter.due_at is None and matter.paused_at is None):
        return None
    due = matter.due_at or matter.held_due_at
    left, late, spent = _amount(matter, due)
    words, tone = _standing(matter, late=late)
    rule, source = _rule(matter, kind)
    return TimeLimit(
        amounts=_amounts(left) if due else (),
        late=late,
        spent=spent,
        due_at=matter.due_at,
        standing=words,
        tone=tone,
        paused=_paused(matter),
        rule=rule,
        source=source,
        notes=[
            *_provisional(matter, kind),
            *_waiting(matter),
            *_may_ask(kind, matter),
            *_hears(matter, kind),
        ],
    )


def _amount(matter: Matter, due: datetime | None) -> tuple[timedelta, bool, int]:
    """What is left, as of now or of when the clock was stopped; whether it is over; how much is spent."""
    if due is None:
        return timedelta(0), False, 0
    left, whole = due - (matter.paused_at or now()), due - matter.entered_at
    spent = 100 if whole <= timedelta(0) else round(100 * (1 - left / whole))
    return abs(left), left < timedelta(0), max(0, min(spent, 100))


def _amounts(left: timedelta) -> list[tuple[int, str]]:
    hours, minutes = left.seconds // 3600, left.seconds % 3600 // 60
    if left.days:
        return [(left.days, both("天", "d")), (hours, both("小时", "h"))]
    return [(hours, both("小时", "h")), (minutes, both("分", "min"))]


def _standing(matter: Matter, *, late: bool) -> tuple[str, str]:
    if matter.paused_at:
        return both("计时暂停", "paused"), "grey"
    if late:
        return both("已超时", "over time"), "red"
    if matter.warn_at and matter.warn_at <= now():
        return both("即将到期", "due soon"), "amber"
    return both("按时", "in time"), "green"


def _paused(matter: Matter) -> str:
    if matter.paused_at is None:
        return ""
    since = day_words(day_of(matter.paused_at))
    until = day_words(day_of(matter.clock_at)) if matter.clock_at else ""
    return both(
        f"{since}起暂停计时，最迟 {until} 恢复", f"The clock stands since {since}, until {until} at most"
    )


def _rule(matter: Matter, kind: Kind) -> tuple[str, str]:
    """The rule in a sentence, and the document behind it."""
    state = kind.state(matter.state.key)
    dated = limit_behind(matter, kind)
    if dated:
        colon = both("：", ": ")
        return f"{say(dated.label)}{colon}{limit_words(dated.limit)}", source_words(dated, kind.house)
    title = kind.house.section(HeaderSection).title or Text.both(kind.house.name)
    rule = both(
        f"{state.label.zh}限 {limit_words(state.limit)}", f"{state.label.en}: {limit_words(state.limit)}"
    )
    by = both(
        f"依据：方案“{title.zh}”{kind.spec.label.zh}", f"by the playbook “{title.en}”, {kind.spec.label.en}"
    )
    return rule, by


def _provisional(matter: Matter, kind: Kind) -> Iterator[str]:
    """That the day it ends on is not sure yet."""
    year = unpublished_year(matter, kind)
    if year:
        yield both(
            f"{year} 年放假安排未公布，暂按周末推算；公布后重新计算",
            f"The holidays of {year} are not published: reckoned by weekends for now, and anew when they are",
        )


def _waiting(matter: Matter) -> Iterator[str]:
    """What was asked and is not decided yet."""
    for call in calls_open(matter):
        if call.question:
            by = day_words(day_of(call.due_at)) if call.due_at else ""
            when_zh, when_en = (f"，{by}前", f" by {by}") if by else ("", "")
            yield both(
                f"申请了“{call.label.zh}”，等{call.unit}{when_zh}决定",
                f"“{call.label.en}” was asked; {call.unit} decides{when_en}",
            )


def _may_ask(kind: Kind, matter: Matter) -> Iterator[str]:
    """What may be asked here, such as a pause."""
    moves = kind.moves_from(matter.state.key).values()
    asked = [kind.spec.flow.questions[move.asks].label for move in moves if move.asks]
    if asked:
        zh, en = "、".join(label.zh for label in asked), ", ".join(label.en for label in asked)
        yield both(f"有理由可以申请：{zh}", f"With a reason one may ask for: {en}")


def _hears(matter: Matter, kind: Kind) -> Iterator[str]:
    """Who above hears when time is up, or has heard."""
    roles = kind.house.section(RegistrySection).roles
    told = [call for call in calls_open(matter) if not call.question]
    for call in told:
        yield both(
            f"已上报{call.unit}{say(roles[call.role])}", f"Raised to {call.unit}, {say(roles[call.role])}"
        )
    levels = kind.state(matter.state.key).escalate
    if levels and not told:
        names = listed(dict.fromkeys(say(roles[one.to]) for one in levels))
        yield both(f"超时将上报：{names}", f"When time is up, told: {names}")
