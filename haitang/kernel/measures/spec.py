"""What a playbook says of one measure, and of one printed figure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import ConfigDict, Field, StrictBool, StrictInt, model_validator

from haitang.kernel.measures.vocabulary import SourceName
from haitang.lib.declare import Declaration
from haitang.lib.text import Text

Word = StrictBool | StrictInt | date | str
Aggregation = Literal["count", "distinct", "sum", "share", "mean"]
AGGREGATIONS: tuple[Aggregation, ...] = ("count", "distinct", "sum", "share", "mean")


class Range(Declaration):
    """From the one to the other, both included; either may be left out."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Word | None = Field(None, alias="from", description="The least.")
    to: Word | None = Field(None, description="The most.")

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.from_ is None and self.to is None:
            raise ValueError("say from:, to: or both")
        return self


class Not(Declaration):
    """Anything but."""

    not_: Word | tuple[Word, ...] = Field(alias="not", description="What it is not: a value, or a list.")


Sought = Word | tuple[Word, ...] | Range | Not


class Target(Declaration):
    """A value to be reached by a day."""

    at_least: Decimal = Field(description="The value to reach.")
    by: date = Field(description="The day by which.")


class Measure(Declaration):
    """A number over entries, matters, posts, people, units or ties; exactly one of the five ways."""

    model_config = ConfigDict(populate_by_name=True)

    label: Text = Field(description="What the figure is called, in both languages.")
    help: Text | None = Field(None, description="A sentence under the figure.")
    count: SourceName | None = Field(None, description="How many there are.")
    distinct: SourceName | None = Field(None, description="How many different `of` there are among them.")
    sum: SourceName | None = Field(None, description="Their `of` added up.")
    share: SourceName | None = Field(None, description="How large a part of `among` meets `where`.")
    mean: SourceName | None = Field(None, description="Their `of` on average, where it is known.")
    of: str = Field("", description="For distinct, sum and mean: the column, or a counted field.")
    where: Mapping[str, Sought] = Field(
        default_factory=dict,
        description="Which of them: column or counted field, and the value, list, {from, to} or {not}.",
    )
    among: Mapping[str, Sought] = Field(
        default_factory=dict, description="For share: the whole that the part is taken of."
    )
    by: tuple[str, ...] = Field(
        (),
        description="How its page splits it: a kind of unit (matters: `channel` too); day, month, quarter…",
    )
    dated: Literal["opened", "closed"] = Field(
        "opened", description="For matters: the day on which they count."
    )
    round: int = Field(0, ge=0, le=4, description="Decimals shown; halves are rounded up.")
    as_: Literal["number", "percent", "yuan", "hours"] = Field(
        "number",
        alias="as",
        description="How it is shown; `yuan` divides fen by 100, `hours` minutes by 60.",
    )
    target: Target | None = Field(None, description="What it should reach, and when.")
    cockpit: bool = Field(default=False, description="Whether the cockpit shows it.")
    public: bool = Field(
        default=False, description="Whether everyone may read it, for the whole, with its rule in words."
    )
    beside: tuple[str, ...] = Field(
        (),
        description="For a share: others of the same part with another whole, shown beside it with their "
        "definitions, so that nobody need pick the kindest denominator.",
    )
    sampled: bool = Field(
        default=False,
        description="For a share: what it counts was drawn by lot, so that it is shown with the interval in "
        "which the share of all lies nineteen times in twenty (Wilson).",
    )
    rank: bool = Field(
        default=False,
        description="Whether its page lists places from the highest value to the lowest; refused for what "
        "residents ask for: places are never ranked by complaints.",
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(getattr(self, way) is not None for way in AGGREGATIONS) != 1:
            raise ValueError("say exactly one of count, distinct, sum, share, mean")
        if self.sampled and self.share is None:
            raise ValueError("only a share can be sampled: there is no interval of anything else here")
        return self

    @property
    def way(self) -> Aggregation:
        """Which of the five it is."""
        return next(way for way in AGGREGATIONS if getattr(self, way) is not None)

    @property
    def source(self) -> SourceName:
        """What is counted."""
        found: SourceName = getattr(self, self.way)
        return found


class PrintedFact(Declaration):
    """A figure as it was printed; `haitang playbook facts` shows it beside what comes out."""

    id: str = Field(description="A short name for the line, unique.")
    says: Text = Field(description="The printed words, in both languages.")
    measure: str = Field(description="The measure that must come out so.")
    equals: Decimal | None = Field(None, description="The printed figure; compared at its own precision.")
    at_least: Decimal | None = Field(None, description="For “not fewer than”.")
    more_than: Decimal | None = Field(None, description="For “over”.")
    at_most: Decimal | None = Field(None, description="For “at most”.")
    on: date | None = Field(None, description="The day it was so; left out, today.")
    since: date | None = Field(None, description="The first day of the span it was so in.")
    until: date | None = Field(None, description="The first day after that span.")
    unit: str = Field("", description="The code of the unit it is printed of; left out, the whole.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(getattr(self, way) is not None for way in ("equals", "at_least", "more_than", "at_most")) != 1:
            raise ValueError("say exactly one of equals, at_least, more_than, at_most")
        if (self.since is None) != (self.until is None) or (self.since and self.on):
            raise ValueError("say on:, or both since: and until:")
        if self.since and self.until and self.until <= self.since:
            raise ValueError("until: is not after since:")
        return self
