"""What a playbook says about time: limits and their rules, warnings, who hears when it is up."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from haitang.lib.declare import Declaration
from haitang.lib.text import Text

Confidence = Literal["high", "medium", "to_be_confirmed"]


class Span(Declaration):
    """A length of time; exactly one of the three."""

    working_days: int | None = Field(None, ge=1, le=400, description="Working days, by the calendar.")
    days: int | None = Field(None, ge=1, le=1000, description="Calendar days.")
    hours: int | None = Field(None, ge=1, le=10_000, description="Hours by the clock, day and night.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(part is not None for part in (self.working_days, self.days, self.hours)) != 1:
            raise ValueError("say exactly one of working_days, days, hours")
        return self


class Limit(Declaration):
    """How long a matter may stand in a state; exactly one of the four."""

    working_days: int | None = Field(None, ge=1, le=400, description="Working days, by the calendar.")
    days: int | None = Field(None, ge=1, le=1000, description="Calendar days.")
    hours: int | None = Field(None, ge=1, le=10_000, description="Hours by the clock, day and night.")
    until: str | None = Field(
        None, description="A field of the kind `day`: to the end of the day that each matter says there."
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(part is not None for part in (self.working_days, self.days, self.hours, self.until)) != 1:
            raise ValueError("say exactly one of working_days, days, hours, until")
        return self


class DatedLimit(Declaration):
    """A limit that holds for some matters from a day to a day, with the document that sets it."""

    label: Text = Field(description="What the limit is called on the matter's page, in both languages.")
    states: tuple[str, ...] = Field(min_length=1, description="The states whose limit it sets.")
    limit: Span = Field(description="How long a matter may stand there.")
    categories: tuple[str, ...] = Field(
        (), description="Only matters of these categories and all under them; left out, any."
    )
    where: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Only matters that say so: a field of choices, and the options."
    )
    since: date | None = Field(
        None, description="The first day it holds; a matter keeps the rule of its day."
    )
    until: date | None = Field(None, description="The first day it no longer holds.")
    rule: str = Field("", description="The key of the rule under `rules:` that sets it; or else …")
    instrument: str = Field("", description="… the document that does, by its name.")
    article: str = Field("", description="Its article, where known.")
    confidence: Confidence = Field(
        "to_be_confirmed", description="How sure we are that the document says so."
    )
    was: str = Field("", description="The key this is renamed from; may be dropped once applied.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.until <= self.since:
            raise ValueError("until: is not after since:")
        return self


class Raised(Declaration):
    """Who above the owner hears that time is up; the matter stays with its owner."""

    to: str = Field(description="The role that is told: where the nearest unit above has somebody in it.")
    at: tuple[str, ...] = Field((), description="Only units of these kinds; left out, any above the owner.")
    after: Span | None = Field(None, description="How long after the time was up; left out, at once.")


class Question(Declaration):
    """Something the unit in charge may ask and somebody else decides, such as a pause or more time."""

    label: Text = Field(description="What is asked for, in both languages.")
    to: Literal["sender", "above"] = Field(
        "sender",
        description="Who decides: the unit that handed the matter over last, or the nearest unit above the "
        "owner that has `role`. Never the person who asked.",
    )
    role: str = Field(
        "", description="The role that decides; for `above`, and where nobody handed the matter over."
    )
    limit: Span | None = Field(None, description="By when it should be decided.")
    times: int | None = Field(
        None, ge=1, le=20, description="How often it may be granted in one matter; left out, any number."
    )
    was: str = Field("", description="The key this is renamed from; may be dropped once applied.")


class OnClock(Declaration):
    """What a move does to the running time limit; exactly one of the three."""

    stops_for: Span | None = Field(
        None, description="The clock stands, at most so long; what was left is left when it runs again."
    )
    runs: Literal[True] | None = Field(None, description="The clock runs again.")
    adds: Span | None = Field(None, description="The time limit is so much longer.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(part is not None for part in (self.stops_for, self.runs, self.adds)) != 1:
            raise ValueError("say exactly one of stops_for, runs, adds")
        return self
