"""The heat of a burst, with its reasons in words.

    heat = (people + the most of them within 30 days + log₂(1 + backing)) × agreement

*Backing* is what likes outweigh dislikes by. *Agreement* is how sure one may be that all speak of one thing:
the mean likeness of the messages over 0.25, times the same beside the name of the place over 0.12, each at
most one. A group of which one cannot be sure is not called hot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log2

from haitang.lib.text import Text, some

PACE_DAYS = 30
FULL_SAMENESS, FULL_BESIDE = 0.25, 0.12


@dataclass(frozen=True)
class Heat:
    """The parts that a heat is made of."""

    people: int
    messages: int
    pace: int
    likes: int
    dislikes: int
    sameness: float
    beside: float
    span_days: int

    @property
    def backing(self) -> float:
        """What likes beyond the dislikes add; doubling them adds one."""
        return log2(1 + max(self.likes - self.dislikes, 0))

    @property
    def agreement(self) -> float:
        """From nought to one, one where the group certainly says one thing."""
        return min(1.0, max(self.sameness, 0) / FULL_SAMENESS) * min(1.0, max(self.beside, 0) / FULL_BESIDE)

    @property
    def value(self) -> float:
        """The heat, to one decimal."""
        return round((self.people + self.pace + self.backing) * self.agreement, 1)

    @property
    def why(self) -> Text:
        """The reasons in words."""
        return Text(
            zh=f"{self.people} 人说过（{self.messages} 件），前后 {self.span_days} 天；"
            f"最密的 {PACE_DAYS} 天里有 {self.pace} 人；"
            f"{self._backed.zh}同说一事的把握 {self.agreement:.0%}。",
            en=f"{some(self.people, 'person', 'people')} said so ({some(self.messages, 'message')}) "
            f"over {some(self.span_days, 'day')}; "
            f"{self.pace} of them within {PACE_DAYS} days; {self._backed.en}"
            f"{self.agreement:.0%} sure to be one thing.",
        )

    @property
    def _backed(self) -> Text:
        """What likes and dislikes say, where anybody gave one: a house that takes none need not say so."""
        if not self.likes and not self.dislikes:
            return Text.both("")
        return Text(
            zh=f"点赞 {self.likes}、反对 {self.dislikes}；",
            en=f"{some(self.likes, 'like')}, {some(self.dislikes, 'dislike')}; ",
        )


def heat_of(
    said: Sequence[tuple[date, str]], *, likes: int, dislikes: int, sameness: float, beside: float
) -> Heat:
    """The heat of what was said on which day by whom."""
    days = [day for day, _ in said]
    return Heat(
        people=len({person for _, person in said}),
        messages=len(said),
        pace=densest(said),
        likes=likes,
        dislikes=dislikes,
        sameness=sameness,
        beside=beside,
        span_days=(max(days) - min(days)).days + 1,
    )


def densest(said: Sequence[tuple[date, str]]) -> int:
    """The most people who spoke within any :data:`PACE_DAYS` days."""
    length = timedelta(days=PACE_DAYS)
    starts = {day for day, _ in said}
    return max(len({who for day, who in said if start <= day < start + length}) for start in starts)
