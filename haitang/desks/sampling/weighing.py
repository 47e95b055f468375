"""What answers come to: shares with how sure they are, and signs that they are not people's own."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from haitang.desks.sampling.declare import SampleFigure, Sampling, TooUniform
from haitang.desks.sampling.enums import AskedBy
from haitang.lib.interval import wilson

#: Of fewer answers no unit is shown by itself.
FEW = 5
Sign = Literal["same", "address", "keyer", "rush", "rating", "coached"]


class GivenAnswer(NamedTuple):
    """One answer, as it is weighed."""

    answers: Mapping[str, object]
    how: str
    by: int | None
    address: str
    at: datetime
    unit: int
    rating: int | None


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SampleShare(_Kept):
    """So many of those who answered."""

    figure: str
    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the truth lies, nineteen times in twenty."""
        return wilson(self.hits, self.of)


class UnitShares(_Kept):
    """The shares of one unit, where enough answered."""

    unit: int
    shares: tuple[SampleShare, ...]


class UniformSign(_Kept):
    """A sign that answers may not be people's own: *count* of *of*."""

    sign: Sign
    count: int
    of: int


class SampleOutcome(_Kept):
    """All that is kept of a draw's answers besides the entries on the ledger."""

    drawn: int
    invited: int
    reached: int
    answered: int
    declined: int
    hushed: int
    by_link: int
    by_call: int
    shares: tuple[SampleShare, ...]
    units: tuple[UnitShares, ...]
    signs: tuple[UniformSign, ...]


@dataclass(frozen=True)
class Counted:
    """How many were drawn and what became of them."""

    drawn: int
    invited: int
    declined: int
    hushed: int
    rung: int


def weigh(given: Sequence[GivenAnswer], *, rule: Sampling, counted: Counted) -> SampleOutcome:
    """What *given* comes to by *rule*."""
    return SampleOutcome(
        drawn=counted.drawn,
        invited=counted.invited,
        reached=len(given) + counted.declined,
        answered=len(given),
        declined=counted.declined,
        hushed=counted.hushed,
        by_link=sum(one.how == AskedBy.LINK for one in given),
        by_call=sum(one.how == AskedBy.CALL for one in given),
        shares=shares(given, rule),
        units=tuple(UnitShares(unit=unit, shares=shares(of, rule)) for unit, of in large(given).items()),
        signs=tuple(signs(given, rule)),
    )


def shares(given: Sequence[GivenAnswer], rule: Sampling) -> tuple[SampleShare, ...]:
    """Each figure of those who answered its field."""
    found = []
    for key, figure in rule.figures.items():
        said = [one.answers[figure.field] for one in given if one.answers.get(figure.field) is not None]
        found.append(SampleShare(figure=key, hits=sum(counts(figure, one) for one in said), of=len(said)))
    return tuple(found)


def counts(figure: SampleFigure, said: object) -> bool:
    """Whether an answer counts for *figure*."""
    if figure.at_least is not None:
        return isinstance(said, int) and said >= figure.at_least
    return said in figure.among


def large(given: Iterable[GivenAnswer]) -> dict[int, list[GivenAnswer]]:
    """The answers of units with enough of them; the rest, taken together, are never few either.

    Else what was left out could be told by taking what is shown from the whole.
    """
    of: dict[int, list[GivenAnswer]] = {}
    for one in given:
        of.setdefault(one.unit, []).append(one)
    shown = {unit: rows for unit, rows in of.items() if len(rows) >= FEW}
    rest = [unit for unit in of if unit not in shown]
    while rest and shown and (sum(len(of[unit]) for unit in rest) < FEW or len(rest) < 2):
        least = min(shown, key=lambda unit: (len(shown[unit]), unit))
        del shown[least]
        rest.append(least)
    return dict(sorted(shown.items()))


def signs(given: Sequence[GivenAnswer], rule: Sampling) -> list[UniformSign]:
    """What is too alike, too fast or too far from the ratings at close."""
    limits, found = rule.too_uniform, []
    for sign, count, of in (
        ("same", *_most_alike(given, limits)),
        ("keyer", *_one_keyer(given, limits)),
        ("address", *_one_address(given, limits)),
        ("rush", *_rush(given, limits)),
        ("rating", *_off_rating(given, rule)),
        ("coached", *_coached(given, rule)),
    ):
        if count:
            found.append(UniformSign(sign=sign, count=count, of=of))
    return found


_NONE = (0, 0)


def _alike(given: Sequence[GivenAnswer]) -> int:
    """How many gave the commonest set of answers."""
    said = Counter(json.dumps(one.answers, sort_keys=True) for one in given)
    return max(said.values(), default=0)


def _most_alike(given: Sequence[GivenAnswer], limits: TooUniform) -> tuple[int, int]:
    alike, of = _alike(given), len(given)
    return (alike, of) if of >= limits.at_least and alike >= limits.share * of else _NONE


def _one_keyer(given: Sequence[GivenAnswer], limits: TooUniform) -> tuple[int, int]:
    """The answers one person keyed in, where these alone are all alike and others' are not."""
    for _, mine in _grouped(given, lambda one: str(one.by or "")):
        others = [one for one in given if one not in mine]
        is_alike = len(mine) >= limits.together and _alike(mine) >= limits.share * len(mine)
        if is_alike and others and _alike(others) < limits.share * len(others):
            return _alike(mine), len(mine)
    return _NONE


def _one_address(given: Sequence[GivenAnswer], limits: TooUniform) -> tuple[int, int]:
    most = max((len(rows) for _, rows in _grouped(given, lambda one: one.address)), default=0)
    return (most, len(given)) if most >= limits.together else _NONE


def _rush(given: Sequence[GivenAnswer], limits: TooUniform) -> tuple[int, int]:
    """The most answers by link within so many minutes: links are opened one by one."""
    times = sorted(one.at for one in given if one.how == AskedBy.LINK)
    window, most, first = timedelta(minutes=limits.minutes), 0, 0
    for last, at in enumerate(times):
        while at - times[first] > window:
            first += 1
        most = max(most, last - first + 1)
    return (most, len(times)) if most >= limits.together else _NONE


def _off_rating(given: Sequence[GivenAnswer], rule: Sampling) -> tuple[int, int]:
    """How many rated well at close, where that lies outside what the same people say now speaks for."""
    figure = rule.figures.get(rule.beside_rating)
    rated = [one for one in given if one.rating is not None and figure and figure.field in one.answers]
    if figure is None or len(rated) < rule.too_uniform.at_least:
        return _NONE
    now = sum(counts(figure, one.answers[figure.field]) for one in rated)
    well = sum((one.rating or 0) >= 4 for one in rated)
    low, high = wilson(now, len(rated))
    return _NONE if low <= well / len(rated) <= high else (well, len(rated))


def _coached(given: Sequence[GivenAnswer], rule: Sampling) -> tuple[int, int]:
    figure = rule.figures.get(rule.coached)
    if figure is None:
        return _NONE
    said = [one.answers[figure.field] for one in given if figure.field in one.answers]
    return sum(counts(figure, one) for one in said), len(said)


def _grouped(
    given: Sequence[GivenAnswer], by: Callable[[GivenAnswer], str]
) -> list[tuple[str, list[GivenAnswer]]]:
    groups: dict[str, list[GivenAnswer]] = {}
    for one in given:
        if key := by(one):
            groups.setdefault(key, []).append(one)
    return sorted(groups.items())
