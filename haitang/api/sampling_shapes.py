"""What enters and leaves about sampling."""

from datetime import date
from uuid import UUID

from ninja import Schema
from pydantic import Field

from haitang.api.matter_shapes import Answer
from haitang.api.shapes import In, TextOut
from haitang.desks.sampling.contexts import asks_of, outcome_of
from haitang.desks.sampling.models import DrawnMatter, SampleDraw
from haitang.desks.sampling.queries import frame_of, rule_of
from haitang.desks.sampling.weighing import SampleOutcome, SampleShare
from haitang.kernel.playbooks.api import AnyField, ChoiceField


class ShareOut(Schema):
    """A share of those who answered, and between which shares the truth lies nineteen times in twenty."""

    figure: str
    hits: int
    of: int
    low: float = Field(description="The lower end of Wilson's 95 % interval, from 0 to 1.")
    high: float = Field(description="Its upper end.")

    @classmethod
    def of_share(cls, share: SampleShare) -> "ShareOut":
        """*share* as it leaves."""
        low, high = share.interval
        return cls(figure=share.figure, hits=share.hits, of=share.of, low=low, high=high)


class UnitSharesOut(Schema):
    """The shares of one unit, where five or more answered; in the register's order, never ranked."""

    unit: int
    shares: list[ShareOut]


class SignOut(Schema):
    """A sign that answers may not be people's own: something to look at, no verdict."""

    sign: str
    count: int
    of: int


class OutcomeOut(Schema):
    """All that came of a draw, with its wholes side by side."""

    drawn: int
    invited: int
    reached: int
    answered: int
    by_link: int
    by_call: int
    declined: int
    hushed: int
    shares: list[ShareOut]
    units: list[UnitSharesOut]
    signs: list[SignOut]

    @classmethod
    def of(cls, outcome: SampleOutcome) -> "OutcomeOut":
        """*outcome* as it leaves."""
        counted = outcome.model_dump(include={*cls.model_fields} - {"shares", "units", "signs"})
        return cls(
            **counted,
            shares=[ShareOut.of_share(one) for one in outcome.shares],
            units=[
                UnitSharesOut(unit=one.unit, shares=[ShareOut.of_share(share) for share in one.shares])
                for one in outcome.units
                if one.unit
            ],
            signs=[SignOut(sign=one.sign, count=one.count, of=one.of) for one in outcome.signs],
        )


class DrawOut(Schema):
    """A draw. While it runs nobody is told whom it drew, nor the root by which that could be reckoned."""

    id: int
    sampling: str
    label: TextOut
    starts_on: date
    ended_from: date
    ended_until: date = Field(description="The first day that is not counted any more.")
    ends_on: date = Field(description="The last day on which answers are taken.")
    ended: int = Field(description="How many ended in its window.")
    left_contact: int = Field(description="How many of these it could draw from.")
    sealed_on: date
    frame_digest: str
    root: str = Field(description="Empty while it runs.")
    outcome: OutcomeOut | None = Field(description="None while it runs.")

    @classmethod
    def of(cls, draw: SampleDraw) -> "DrawOut":
        """*draw* as it leaves."""
        outcome = outcome_of(draw)
        told = ("sampling", "starts_on", "ended_from", "ended_until", "ends_on", "ended", "sealed_on")
        return cls(
            id=draw.pk,
            label=TextOut.of(rule_of(draw).label),
            left_contact=len(frame_of(draw)),
            frame_digest=draw.frame_digest,
            root=draw.root if outcome else "",
            outcome=OutcomeOut.of(outcome) if outcome else None,
            **{name: getattr(draw, name) for name in told},
        )


class AskedFieldOut(Schema):
    """One question, as it is to be read out."""

    key: str
    kind: str
    label: TextOut
    required: bool
    options: dict[str, TextOut] = Field(description="Of a choice: what may be answered, by key.")

    @classmethod
    def of(cls, key: str, field: AnyField) -> "AskedFieldOut":
        """The question *key* as it leaves."""
        options = field.options if isinstance(field, ChoiceField) else {}
        return cls(
            key=key,
            kind=field.kind,
            label=TextOut.of(field.label),
            required=field.required,
            options={name: TextOut.of(one.label) for name, one in options.items()},
        )


class CallOut(Schema):
    """Somebody to ring: what it was about; never whose it is, who handled it or how it was rated."""

    uuid: UUID
    sampling: str
    title: str
    ended_on: date | None
    until: date = Field(description="The last day on which answers are taken.")
    rung: int = Field(description="How often somebody rang already and nobody answered.")
    asks: list[AskedFieldOut]

    @classmethod
    def of(cls, one: DrawnMatter) -> "CallOut":
        """*one* as it leaves."""
        return cls(
            uuid=one.uuid,
            sampling=one.draw.sampling,
            title=one.matter.title,
            ended_on=one.matter.closed_on,
            until=one.draw.ends_on,
            rung=one.rung,
            asks=[AskedFieldOut.of(key, field) for key, field in asks_of(one).items()],
        )


class PhoneOut(Schema):
    """The telephone; the look is written down, and the resident can read it."""

    phone: str


class ToldIn(In):
    """What the resident answered, by the keys of the questions."""

    answers: dict[str, Answer]
