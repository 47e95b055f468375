"""Ratings that are too alike, in words: which unit, why it is shown, and that it is no verdict."""

from dataclasses import dataclass

from haitang.kernel.matters.api import TooAlike, too_alike
from haitang.kernel.registry.api import Actor
from haitang.ui.words import both

#: Where a chance is too small to be read.
_TINY = 1e-6


@dataclass(frozen=True)
class FlagRow:
    """One unit to look at; each of ``why`` is one reason with its figures."""

    unit: str
    ratings: int
    why: tuple[str, ...]


def flag_rows(actor: Actor) -> list[FlagRow]:
    """What the page lists."""
    return [FlagRow(flag.unit, flag.ratings, tuple(_why(flag))) for flag in too_alike(actor)]


def _why(flag: TooAlike) -> list[str]:
    found = []
    if flag.alike:
        alike, chance = flag.alike, _chance(flag.alike.chance)
        stars, part = alike.answer, f"{alike.elsewhere:.0%}"
        found.append(
            both(
                f"{alike.of} 条评价中 {alike.times} 条都是 {stars} 星；别处 {stars} 星约占 {part}，"
                f"只凭偶然这样一致的可能{chance}。",
                f"{alike.times} of {alike.of} ratings are {alike.answer} stars; elsewhere about {part} are. "
                f"By chance alone that would be so with a likelihood of {chance}.",
            )
        )
    if flag.together:
        minutes = flag.rule.minutes
        found.append(
            both(
                f"{flag.together} 条评价集中在 {minutes} 分钟以内。",
                f"{flag.together} ratings came within {minutes} minutes.",
            )
        )
    return found


def _chance(chance: float) -> str:
    if chance < _TINY:
        return both("不到百万分之一", "less than one in a million")
    return both(f"约为 {round(1 / chance):,} 分之一", f"about one in {round(1 / chance):,}")
