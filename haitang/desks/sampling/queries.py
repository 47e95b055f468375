"""What is to be drawn, what was drawn, whom one may ask."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from haitang.desks.sampling.asking import ASKS_DRAWN
from haitang.desks.sampling.declare import Sampling, SamplingSection
from haitang.desks.sampling.drawing import period_of
from haitang.desks.sampling.enums import OPEN, RINGS, AskingStage
from haitang.desks.sampling.models import DrawnMatter, SampleAnswer, SampleDraw
from haitang.desks.sampling.rules import SEES
from haitang.desks.sampling.weighing import Counted, GivenAnswer
from haitang.kernel.ledger.api import last_seal_before
from haitang.kernel.matters.api import ended_between
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import compiled, house_of, version_of
from haitang.kernel.registry.api import Actor, ancestor_at, region_of, regions
from haitang.kernel.registry.models import Region
from haitang.lib import clock
from haitang.lib.declare import House

#: So many missed periods of a sampling are shown.
MOST_MISSED = 12
#: So often somebody is rung at most.
MOST_RINGS = 3
#: Nothing left the house for these, however often it was tried.
_NOT_SENT = (AskingStage.WAITING, AskingStage.NOWHERE, AskingStage.HUSHED)


@dataclass(frozen=True)
class DrawTurn:
    """A draw that is or was to be made: of which region and sampling, in which period."""

    region: Region
    key: str
    rule: Sampling
    house: House
    starts_on: date
    ended_from: date
    ended_until: date

    @property
    def name(self) -> str:
        """What goes into each rank."""
        return name_of(self.key, self.starts_on)

    @property
    def matters(self) -> QuerySet[Matter]:
        """All that ended in its window and was drawn for no earlier turn."""
        flow = ("matters", self.rule.matters, "flow", "states")
        found = ended_between(
            self.ended_from,
            self.ended_until,
            kind=self.house.id_of("matters", self.rule.matters),
            states=[self.house.id_of(*flow, state) for state in self.rule.ended],
        )
        drawn = DrawnMatter.objects.filter(draw__region=self.region, draw__sampling=self.key)
        return found.exclude(pk__in=drawn.values("matter"))


def name_of(key: str, starts_on: date) -> str:
    """What a draw is called in its ranks."""
    return f"{key} {starts_on}"


def turns_now(day: date) -> Iterator[DrawTurn]:
    """The turns to be drawn on *day*: of the period it lies in, after those whose days are not over yet."""
    for region in regions():
        house = house_of(region.pk)
        for key, rule in house.section(SamplingSection).samplings.items():
            this, last = period_of(day, rule.every)
            earlier = _earlier(region, key, house, day) if may_be_late(rule, last, day) else ()
            late = [first for first in earlier if may_be_late(rule, first, day)]
            for first in (*reversed(late), this):
                yield _turn(region, key, house, first)


def _turn(region: Region, key: str, house: House, first: date) -> DrawTurn:
    rule = house.section(SamplingSection).samplings[key]
    late = timedelta(days=rule.late_days)
    return DrawTurn(region, key, rule, house, first, period_of(first, rule.every)[1] - late, first - late)


def may_be_late(rule: Sampling, first: date, day: date) -> bool:
    """Whether the draw due on *first* is still made on *day*: while answers to it are taken."""
    return day <= first + timedelta(days=rule.open_days)


def _earlier(region: Region, key: str, house: House, day: date) -> Iterator[date]:
    """The first days of the periods before that of *day* in which the sampling held, the latest first."""
    rule, since = house.section(SamplingSection).samplings[key], _held_since(region, key, house)
    first = period_of(day, rule.every)[1]
    while since is not None and first >= since:
        yield first
        first = period_of(first, rule.every)[1]


def _held_since(region: Region, key: str, house: House) -> date | None:
    """Since when a sampling was certainly due: its first draw, or the playbook that holds, if earlier."""
    version = version_of(house)
    drawn = SampleDraw.objects.filter(region=region, sampling=key).order_by("starts_on")
    days = [*drawn.values_list("starts_on", flat=True)[:1]]
    days += [clock.day_of(version.applied_at)] if version else []
    return min(days, default=None)


def missed_by(actor: Actor, day: date) -> list[DrawTurn]:
    """The turns that nobody drew in time in the actor's region, the latest first; for who may see draws."""
    if not actor.may_somewhere(SEES):
        return []
    house, region = house_of(actor.region_id, revision=actor.revision), region_of(actor)
    found = []
    for key, rule in house.section(SamplingSection).samplings.items():
        there = set(
            SampleDraw.objects.filter(region=region, sampling=key).values_list("starts_on", flat=True)
        )
        gone = (one for one in _earlier(region, key, house, day) if not may_be_late(rule, one, day))
        found += [_turn(region, key, house, first) for first in gone if first not in there][:MOST_MISSED]
    return found


def draw_of(turn: DrawTurn) -> SampleDraw | None:
    """The draw that was made for *turn*, if it was."""
    rows = SampleDraw.objects.filter(region=turn.region, sampling=turn.key, starts_on=turn.starts_on)
    return rows.first()


def draws_over(day: date) -> list[SampleDraw]:
    """The draws whose last day was before *day*, and that nobody has closed yet."""
    found = SampleDraw.objects.filter(over_at=None, ends_on__lt=day)
    return list(found.select_related("region").order_by("pk"))


def draws_of(region: Region | int) -> QuerySet[SampleDraw]:
    """A region's draws, the latest first, with how far each has come."""
    counted = {str(stage): Count("drawn", filter=Q(drawn__stage=stage)) for stage in AskingStage}
    found = SampleDraw.objects.filter(region=region).annotate(asked=Count("drawn"), **counted)
    return found.order_by("-starts_on", "sampling")


def draws_seen(actor: Actor) -> QuerySet[SampleDraw]:
    """The draws of the actor's region, for who may see what came of them."""
    return draws_of(actor.region_id) if actor.may_somewhere(SEES) else draws_of(0)


def draws_named(region: Region, *, key: str = "", starts_on: date | None = None) -> QuerySet[SampleDraw]:
    """Draws by what they are called."""
    named = Q(sampling=key) if key else Q()
    return draws_of(region).filter(named & (Q(starts_on=starts_on) if starts_on else Q()))


def rule_of(draw: SampleDraw) -> Sampling:
    """The rule that *draw* was made by, as it stood then."""
    return compiled(draw.version_id).section(SamplingSection).samplings[draw.sampling]


def frame_of(draw: SampleDraw) -> list[UUID]:
    """Who could be drawn."""
    return [UUID(line) for line in draw.frame.split()]


def sealed_as(draw: SampleDraw) -> str:
    """The root that the ledger's seal before the period says today."""
    seal = last_seal_before(draw.starts_on, draw.region_id)
    return seal.root if seal else ""


def drawn_by(draw: SampleDraw) -> QuerySet[DrawnMatter]:
    """Whom it drew, in their order."""
    return DrawnMatter.objects.filter(draw=draw).select_related("matter").order_by("place")


def to_invite(most: int) -> list[DrawnMatter]:
    """Residents whom nobody has invited yet, those that waited longest first."""
    due = DrawnMatter.objects.filter(stage=AskingStage.WAITING, due_at__lte=clock.now(), draw__over_at=None)
    rows = due.select_related("draw__region", "matter__region", "matter__kind", "matter__unit")
    return list(rows.order_by("due_at", "pk")[:most])


def to_ring(actor: Actor) -> list[DrawnMatter]:
    """Those whom *actor* may ring now: not yet answered, a telephone left, not rung today."""
    today = clock.today()
    left = Q(matter__contact__erased_at=None) & ~Q(matter__contact__phone_index="")
    found = DrawnMatter.objects.filter(
        ASKS_DRAWN.visible(actor), left, stage__in=RINGS, draw__ends_on__gte=today
    )
    found = found.filter(rung__lt=MOST_RINGS).exclude(rung_on=today)
    rows = found.select_related("draw", "matter__category").order_by("rung", "uuid")
    return [one for one in rows if one.stage == AskingStage.NOWHERE or _waited(one, today)]


def _waited(one: DrawnMatter, today: date) -> bool:
    began = clock.day_of(one.draw.drawn_at)
    return today >= began + timedelta(days=rule_of(one.draw).ring_after_days)


def drawn_keyed(uuid: UUID) -> DrawnMatter | None:
    """The one with *uuid*, whose resident holds its link."""
    rows = DrawnMatter.objects.select_related(
        "draw__region", "matter__kind", "matter__category", "matter__unit"
    )
    return rows.filter(uuid=uuid).first()


def is_open(one: DrawnMatter) -> bool:
    """Whether it may still be answered."""
    return one.stage in OPEN and takes_answers(one.draw)


def takes_answers(draw: SampleDraw) -> bool:
    """Whether *draw* still runs."""
    return draw.over_at is None and clock.today() <= draw.ends_on


def given_in(draw: SampleDraw) -> list[GivenAnswer]:
    """What was answered, with the unit each is counted for."""
    by, kept = rule_of(draw).by, SampleAnswer.objects.filter(drawn__draw=draw)
    rows = kept.select_related("drawn__matter__unit").order_by("drawn__uuid")
    return [
        GivenAnswer(
            json.loads(one.answers),
            one.how,
            one.by_id,
            one.address,
            one.at,
            _counted_for(one, by),
            one.drawn.matter.rating,
        )
        for one in rows
    ]


def _counted_for(answer: SampleAnswer, by: str) -> int:
    unit = answer.drawn.matter.unit
    found = ancestor_at(unit, by, clock.today()) if by else None
    return found.pk if found else 0


def counted_in(draw: SampleDraw) -> Counted:
    """How many were drawn and what became of them."""
    rows = DrawnMatter.objects.filter(draw=draw)
    stages = list(rows.values_list("stage", "tries", "rung"))
    return Counted(
        drawn=len(stages),
        invited=sum(tries > 0 and stage not in _NOT_SENT for stage, tries, _ in stages),
        declined=sum(stage == AskingStage.DECLINED for stage, _, _ in stages),
        hushed=sum(stage == AskingStage.HUSHED for stage, _, _ in stages),
        rung=sum(rings > 0 for _, _, rings in stages),
    )


def has_samplings(actor: Actor) -> bool:
    """Whether the actor's playbook samples anything; no query where it was looked up."""
    house = house_of(actor.region_id, revision=actor.revision)
    return bool(house.section(SamplingSection).samplings)
