"""What the pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from haitang.desks.sampling.declare import Sampling, SamplingSection
from haitang.desks.sampling.enums import AskingStage
from haitang.desks.sampling.models import DrawnMatter, SampleDraw
from haitang.desks.sampling.queries import (
    drawn_by,
    draws_seen,
    frame_of,
    missed_by,
    rule_of,
    to_ring,
)
from haitang.desks.sampling.weighing import SampleOutcome, SampleShare, UniformSign
from haitang.kernel.ledger.api import LedgerSection
from haitang.kernel.playbooks.api import AnyField, compiled, house_of
from haitang.kernel.registry.api import Actor, RegistrySection, unit_names
from haitang.lib import clock
from haitang.lib.text import Text, some
from haitang.ui.addresses import page_of
from haitang.ui.words import both, day_words, say

_EVERY = {
    "week": Text(zh="每周", en="every week"),
    "month": Text(zh="每月", en="every month"),
    "quarter": Text(zh="每季度", en="every quarter"),
}


@dataclass(frozen=True)
class Bar:
    """A share with its interval, in percent; ``url`` opens it."""

    label: str
    share: str
    low: float
    high: float
    at: float
    line: str
    url: str

    @property
    def wide(self) -> float:
        """How wide the interval is, at least to be seen."""
        return max(self.high - self.low, 0.5)

    @property
    def mark(self) -> float:
        """Where the share itself is marked, within the picture."""
        return min(self.at, 99.2)


@dataclass(frozen=True)
class DrawRow:
    """A draw in the list."""

    url: str
    title: str
    starts_on: date
    ends_on: date
    is_over: bool
    drawn: int
    done: int
    bars: Sequence[Bar]
    flags: int


@dataclass(frozen=True)
class DrawsPage:
    """What is sampled, and every draw."""

    rules: Sequence[tuple[str, str]]
    rows: Sequence[DrawRow]
    #: What was not drawn and will not be: the sampling, and the first day of the period.
    missed: Sequence[tuple[str, date]]


@dataclass(frozen=True)
class Denominator:
    """One of the wholes, with what it counts."""

    label: str
    count: int


@dataclass(frozen=True)
class SampledUnit:
    """A unit where enough answered; in the order of the register, never of the shares."""

    name: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class DrawPage:
    """One draw: running, only how far it has come; over, all that came of it."""

    title: str
    rule: str
    starts_on: date
    ended_from: date
    ended_until: date
    ends_on: date
    sealed_on: date
    root: str
    frame_digest: str
    command: str
    is_over: bool
    wholes: Sequence[Denominator]
    bars: Sequence[Bar]
    units: Sequence[SampledUnit]
    by: str
    signs: Sequence[str]
    numbers: Sequence[str]


@dataclass(frozen=True)
class CallRow:
    """Somebody to ring: what it was about, never whose it is or who handled it."""

    url: str
    title: str
    line: str


@dataclass(frozen=True)
class CallPage:
    """One call."""

    title: str
    ended_on: date | None
    url: str
    look_url: str
    no_reply_url: str
    decline_url: str
    phone: str = ""


def draws_page(actor: Actor) -> DrawsPage:
    """What is sampled and every draw."""
    declared = house_of(actor.region_id, revision=actor.revision).section(SamplingSection).samplings
    rules = [(say(one.label), rule_words(one)) for one in declared.values()]
    missed = [(say(turn.rule.label), turn.starts_on) for turn in missed_by(actor, clock.today())]
    return DrawsPage(rules, [_row(draw) for draw in draws_seen(actor)], missed)


def _row(draw: SampleDraw) -> DrawRow:
    rule, outcome = rule_of(draw), outcome_of(draw)
    # Counted beside each row by the query.
    counted: Mapping[str, int] = vars(draw)
    return DrawRow(
        reverse("sampling:draw", args=[draw.pk]),
        say(rule.label),
        draw.starts_on,
        draw.ends_on,
        outcome is not None,
        counted["asked"],
        counted[AskingStage.ANSWERED] + counted[AskingStage.DECLINED],
        [_bar(one, rule) for one in outcome.shares] if outcome else [],
        len(outcome.signs) if outcome else 0,
    )


def draw_page(draw: SampleDraw) -> DrawPage:
    """One draw; who was drawn is told when it is over."""
    rule, outcome = rule_of(draw), outcome_of(draw)
    numbers = [one.matter.number for one in drawn_by(draw)] if outcome else []
    return DrawPage(
        title=say(rule.label),
        rule=rule_words(rule),
        starts_on=draw.starts_on,
        ended_from=draw.ended_from,
        ended_until=draw.ended_until,
        ends_on=draw.ends_on,
        sealed_on=draw.sealed_on,
        # With the root anybody could reckon whose matters were drawn, and speak to them first.
        root=draw.root if outcome else "",
        frame_digest=draw.frame_digest,
        command=f"haitang sampling verify --sampling {draw.sampling} --on {draw.starts_on}",
        is_over=outcome is not None,
        wholes=_wholes(draw, outcome),
        bars=[_bar(one, rule) for one in outcome.shares] if outcome else [],
        units=_units(outcome, rule) if outcome else [],
        by=_by(draw, rule),
        signs=[_sign(one) for one in outcome.signs] if outcome else [],
        numbers=sorted(numbers),
    )


def outcome_of(draw: SampleDraw) -> SampleOutcome | None:
    """What came of *draw*; None while it runs."""
    return SampleOutcome.model_validate_json(draw.outcome) if draw.over_at else None


def rule_words(one: Sampling) -> str:
    """The rule in a sentence."""
    every = _EVERY[one.every]
    zh = (
        f"{every.zh}第一天抽 {one.size} 件：办结至少 {one.late_days} 天、留了联系方式的，"
        f"由前一天封存的台账根抽签；{one.open_days} 天内作答，每人一次。"
    )
    en = (
        f"On the first day of {every.en} {one.size} are drawn of what ended at least "
        f"{one.late_days} days before and left a contact, by the root of the ledger sealed the day before; "
        f"answered within {one.open_days} days, each once."
    )
    return both(zh, en)


def _wholes(draw: SampleDraw, outcome: SampleOutcome | None) -> list[Denominator]:
    found = [
        Denominator(both("这一期办结", "Ended in the window"), draw.ended),
        Denominator(both("其中留了联系方式", "of these, left a contact"), len(frame_of(draw))),
        Denominator(both("抽到", "Drawn"), draw.drawn.count()),
    ]
    if outcome is None:
        return found
    return [
        *found,
        Denominator(both("发出邀请", "Invited"), outcome.invited),
        Denominator(both("联系上", "Reached"), outcome.reached),
        Denominator(both("作答", "Answered"), outcome.answered),
        Denominator(both("其中自己填", "of these, by the link"), outcome.by_link),
        Denominator(both("其中电话问", "of these, by telephone"), outcome.by_call),
        Denominator(both("不愿答", "Declined"), outcome.declined),
        Denominator(both("要求不再打扰", "Asked to be left alone"), outcome.hushed),
    ]


def _bar(one: SampleShare, rule: Sampling) -> Bar:
    figure, (low, high) = rule.figures[one.figure], one.interval
    at = one.hits / one.of if one.of else 0.0
    url = page_of("figure", figure.measure) if figure.measure else ""
    return Bar(
        say(figure.label),
        f"{at:.1%}" if one.of else "—",
        round(low * 100, 1),
        round(high * 100, 1),
        round(at * 100, 1),
        both(
            f"{one.hits} / {one.of} 人，95% 区间 {low:.1%}–{high:.1%}",
            f"{one.hits} of {one.of}; 95 % interval {low:.1%} to {high:.1%}",
        ),
        url,
    )


def _units(outcome: SampleOutcome, rule: Sampling) -> list[SampledUnit]:
    names = unit_names(one.unit for one in outcome.units)
    return [
        SampledUnit(names[one.unit], [_bar(share, rule) for share in one.shares])
        for one in outcome.units
        if one.unit
    ]


def _by(draw: SampleDraw, rule: Sampling) -> str:
    kinds = compiled(draw.version_id).section(RegistrySection).unit_kinds
    return say(kinds[rule.by].label) if rule.by else ""


def _sign(one: UniformSign) -> str:
    a, of = one.count, one.of
    return {
        "same": both(f"{of} 份里有 {a} 份答得一模一样", f"{a} of {of} answers are exactly alike"),
        "keyer": both(
            f"同一个人录的 {of} 份里有 {a} 份一样，别人录的不这样",
            f"{a} of {of} keyed by one person are alike, others' are not",
        ),
        "address": both(
            f"{of} 份里有 {a} 份从同一个网络地址填的", f"{a} of {of} came from one network address"
        ),
        "rush": both(
            f"{of} 份自己填的里有 {a} 份挤在几分钟内", f"{a} of {of} by the link came within minutes"
        ),
        "rating": both(
            f"同样这 {of} 人办结时有 {a} 人打四星以上，现在说的对不上",
            f"{a} of the same {of} gave four stars or more at close; what they say now does not bear it out",
        ),
        "coached": both(
            f"{of} 人里有 {a} 人说有人教过怎么答", f"{a} of {of} say somebody told them what to answer"
        ),
    }[one.sign]


def calls_page(actor: Actor) -> list[CallRow]:
    """Whom one may ring today."""
    return [
        CallRow(reverse("sampling:call", args=[one.uuid]), one.matter.title, _line(one))
        for one in to_ring(actor)
    ]


def _line(one: DrawnMatter) -> str:
    rung = both(f"，打过 {one.rung} 次", f"; rung {some(one.rung, 'time')}") if one.rung else ""
    last = day_words(one.draw.ends_on)
    until = both(f"{last}前", f"until {last}")
    return f"{until}{rung}"


def call_page(one: DrawnMatter, phone: str = "") -> CallPage:
    """One call."""
    return CallPage(
        one.matter.title,
        one.matter.closed_on,
        reverse("sampling:call", args=[one.uuid]),
        reverse("sampling:look", args=[one.uuid]),
        reverse("sampling:no_reply", args=[one.uuid]),
        reverse("sampling:declined", args=[one.uuid]),
        phone,
    )


def asks_of(one: DrawnMatter) -> Mapping[str, AnyField]:
    """The questions, without what is filled in by itself."""
    rule = rule_of(one.draw)
    fields = compiled(one.draw.version_id).section(LedgerSection).entries[rule.writes].fields
    return {key: spec for key, spec in fields.items() if key != rule.how}
