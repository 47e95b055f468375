"""Bursts: what many people say at about one time about one thing, found among thousands of messages.

Messages gather round their common wording, not along chains of likeness: whoever belongs is near to what
the whole group says. A group that does not say the same thing is drawn tighter until it does, or let go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from haitang.lib.heat import Heat, heat_of
from haitang.lib.likeness import Matrix, Places, neighbours, row_lengths, runs, shortened, weigh
from haitang.lib.phrases import CHARACTERS, TEXTS, Wording, place_of, telling_phrases, wording_of
from haitang.lib.redaction import redact

#: How near to the common wording one must be; the next where the group does not say the same thing.
NEARNESS = (0.22, 0.3, 0.4)
#: The mean likeness of a group's pairs from which on it says one thing.
SAMENESS = 0.15
#: Below this agreement beside the name of the place nothing is called an issue.
SURE = 0.4
#: A silence of so many days parts what was said before from what was said after.
SILENCE_DAYS = 90
WORDING = 200
ROUNDS = 6
#: How many beginnings are tried, the densest first; what comes after is smaller than what is shown.
BEGINNINGS = 300
#: Runs that more texts have tell too little of very many.
COMMON = 4_000
#: The wording of a group is read from so many of its messages, the nearest.
READ = 200
#: From this share of all messages on, a group would drown what the others say.
LARGE_PART = 0.1
#: So many messages tell how people speak.
SAMPLE = 200
#: A burst that is worth showing among so many messages has many: every so-manyth of them finds it.
LOOKED_AT = 25_000


@dataclass(frozen=True)
class Message:
    """What somebody said; ``person`` is an opaque code that no result shows."""

    key: str
    person: str
    on: date
    title: str
    body: str
    likes: int = 0
    dislikes: int = 0


@dataclass(frozen=True)
class Burst:
    """One group, with its heat and the reasons for it; ``keys`` begin with what is nearest to the middle."""

    keys: tuple[str, ...]
    title: str
    place: str
    words: tuple[str, ...]
    since: date
    until: date
    days: tuple[date, ...]
    heat: Heat


@dataclass(frozen=True)
class Group:
    """Rows that say the same thing, the nearest to their common wording first, and how far they do."""

    rows: Places
    sameness: float


def find_bursts(
    messages: Sequence[Message],
    *,
    since: date | None = None,
    until: date | None = None,
    people: int = 3,
    most: int = 20,
) -> list[Burst]:
    """The hottest bursts between two days, hottest first; what is rare is judged by all the messages."""
    if len(messages) < people:
        return []
    search = _Search(messages, weigh([m.title for m in messages], [m.body for m in messages]))
    within = np.array([(since or m.on) <= m.on <= (until or m.on) for m in messages])
    groups = search.groups(within, people)
    hottest = sorted(groups, key=lambda group: -search.heat(group, beside=1.0).value)[: 3 * most]
    others = wording_of([_text(message) for message in messages[:: 1 + len(messages) // SAMPLE]])
    bursts = [search.burst(group, others) for group in hottest]
    sure = [burst for burst in bursts if burst.heat.agreement >= SURE]
    return sorted(sure, key=lambda burst: (-burst.heat.value, burst.keys))[:most]


def _text(message: Message) -> str:
    """What phrases are read from: without numbers that lead to a person, not even in pieces."""
    return redact(f"{message.title}\n{message.body[:CHARACTERS]}")


@dataclass
class _Search:
    messages: Sequence[Message]
    vectors: Matrix

    @cached_property
    def columns(self) -> Matrix:
        """The vectors by their runs; of very many texts, without runs that tell them least apart."""
        held_by = np.bincount(self.vectors.indices, minlength=self.vectors.shape[1])
        kept = self.vectors.copy()
        kept.data[held_by[kept.indices] > max(COMMON, len(self.messages) // 20)] = 0
        kept.eliminate_zeros()
        return kept.tocsc()

    @cached_property
    def persons(self) -> Places:
        return np.unique([message.person for message in self.messages], return_inverse=True)[1]

    @cached_property
    def days(self) -> Places:
        return np.array([message.on.toordinal() for message in self.messages])

    def groups(self, within: npt.NDArray[np.bool_], people: int) -> list[Group]:
        """Grow groups from the densest beginnings; a message belongs to the first that takes it."""
        free = within.copy()
        found, tried = [], 0
        for row, beginning in self._beginnings(np.flatnonzero(within), people):
            if not free[row]:
                continue
            if (tried := tried + 1) > BEGINNINGS:
                break
            if group := self._grow(beginning, free, people):
                free[group.rows] = False
                found.append(group)
        return found

    def _beginnings(self, rows: Places, people: int) -> Iterator[tuple[int, Places]]:
        """Messages with at least *people* neighbours, those with the most first."""
        looked_at = rows[:: 1 + len(rows) // LOOKED_AT]
        near = neighbours(self.vectors, looked_at, alike=NEARNESS[0])
        sizes = np.diff(near.indptr)
        for place in np.argsort(-sizes, kind="stable"):
            if sizes[place] < people:
                return
            yield int(looked_at[place]), near.indices[near.indptr[place] : near.indptr[place + 1]]

    def _grow(self, beginning: Places, free: npt.NDArray[np.bool_], people: int) -> Group | None:
        """The group round *beginning*, as loose as it may be while it says one thing."""
        rows = beginning[free[beginning]]
        for nearness in NEARNESS:
            rows = self._within_one_time(self._settle(rows, nearness, free))
            if self._crowd(rows) < people:
                return None
            sameness = sameness_of(self.vectors[rows[:: 1 + len(rows) // READ]])
            if sameness >= SAMENESS:
                return Group(rows, sameness)
        return None

    def _settle(self, rows: Places, nearness: float, free: npt.NDArray[np.bool_]) -> Places:
        """Turn by turn: the common wording of the group, then all who are near to it."""
        for _ in range(ROUNDS):
            before = rows
            likeness = self._to_wording(rows)
            near = np.flatnonzero((likeness >= nearness) & free)
            rows = near[np.argsort(-likeness[near], kind="stable")]
            if not len(rows) or np.array_equal(np.sort(rows), np.sort(before)):
                break
        return rows

    def _within_one_time(self, rows: Places) -> Places:
        """The largest part of *rows* that no silence interrupts."""
        days = self.days[rows]
        order = np.argsort(days, kind="stable")
        breaks = np.flatnonzero(np.diff(days[order]) > SILENCE_DAYS) + 1
        largest = max(np.split(order, breaks), key=len)
        return rows[np.sort(largest)]

    def _to_wording(self, rows: Places) -> npt.NDArray[np.float32]:
        said = self.vectors[rows[:READ]]
        columns, places = np.unique(said.indices, return_inverse=True)
        total = np.bincount(places, weights=said.data, minlength=len(columns)).astype(np.float32)
        heaviest = (
            np.argpartition(-total, WORDING)[:WORDING] if len(total) > WORDING else np.arange(len(total))
        )
        length = float(np.linalg.norm(total[heaviest])) or 1.0
        return np.asarray(self.columns[:, columns[heaviest]] @ (total[heaviest] / length))

    def _crowd(self, rows: Places) -> int:
        return len(np.unique(self.persons[rows]))

    def heat(self, group: Group, *, beside: float) -> Heat:
        said = [self.messages[row] for row in group.rows]
        return heat_of(
            [(message.on, message.person) for message in said],
            likes=sum(message.likes for message in said),
            dislikes=sum(message.dislikes for message in said),
            sameness=group.sameness,
            beside=beside,
        )

    def burst(self, group: Group, others: Wording) -> Burst:
        """*group* in words, and how hot it is."""
        said = [self.messages[row] for row in group.rows]
        days = tuple(sorted(message.on for message in said))
        wording = wording_of([_text(message) for message in said[:TEXTS]])
        place = place_of(wording)
        return Burst(
            keys=tuple(message.key for message in said),
            title=redact(said[0].title),
            place=place,
            words=telling_phrases(wording, self._others(group, others)),
            since=days[0],
            until=days[-1],
            days=days,
            heat=self.heat(
                group, beside=sameness_beside(self.vectors[group.rows[:: 1 + len(group.rows) // READ]], place)
            ),
        )

    def _others(self, group: Group, others: Wording) -> Wording:
        """What the others say; of few messages, without those of *group*."""
        if len(group.rows) < LARGE_PART * len(self.messages):
            return others
        left = np.delete(np.arange(len(self.messages)), group.rows)
        return wording_of([_text(self.messages[int(row)]) for row in left])


def sameness_of(vectors: Matrix) -> float:
    """The mean likeness of all pairs of rows: the square of their sum without each one's own."""
    count = vectors.shape[0]
    if count < 2:
        return 0.0
    _, places = np.unique(vectors.indices, return_inverse=True)
    total = np.bincount(places, weights=vectors.data)
    pairs = float(total @ total) - float(vectors.data @ vectors.data)
    return pairs / float(count * (count - 1))


def sameness_beside(vectors: Matrix, place: str) -> float:
    """How far they say the same thing beside naming the same place: or all that an estate suffers is one."""
    left = vectors.copy()
    left.data[np.isin(left.indices, runs(place.split()).indices)] = 0
    left.eliminate_zeros()
    without = np.sqrt(np.maximum(1 - row_lengths(vectors) ** 2 + row_lengths(left) ** 2, 0))
    return sameness_of(shortened(left, without))
