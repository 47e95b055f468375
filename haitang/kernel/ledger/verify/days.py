"""Each sealed day against its root, and each seal against the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from haitang.kernel.ledger.sealing import GENESIS, DayOf, chain_of, leaf_of
from haitang.kernel.ledger.verify.report import VerifyReport
from haitang.kernel.ledger.verify.rows import whole
from haitang.lib.merkle import MerkleTree


@dataclass(frozen=True)
class Sealed:
    """A seal as it is stored."""

    day: str
    count: int
    root: str
    previous: str
    chain: str
    sealed_at: str


def seals(region: int) -> list[Sealed]:
    """The seals of *region* as stored, in order of day; unparsed, with the microseconds SQLite leaves out."""
    day, moment = "+day", "+sealed_at"
    if connection.vendor == "postgresql":
        day, moment = "day::text", "to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {day}, count, root, previous, chain, {moment} FROM ledger_seal"  # noqa: S608 -- constants
            " WHERE region_id = %s ORDER BY day, id",
            [region],
        )
        return [Sealed(*(*said, whole(moment))) for *said, moment in cursor.fetchall()]


@dataclass
class DayCheck:
    """Takes the leaves of each day as they stream by, and compares when a day ends."""

    region: int
    report: VerifyReport
    sealed: dict[str, Sealed]
    erased: Mapping[Any, Sequence[bytes]]  # reason: a damaged row's own day
    _day: Any = None  # reason: a damaged row's own value
    _tree: MerkleTree = field(default_factory=MerkleTree)
    _met: set[str] = field(default_factory=set)
    _ended: set[Any] = field(default_factory=set)

    @classmethod
    def of(
        cls, region: int, report: VerifyReport, published: str, erased: Mapping[Any, Sequence[bytes]]
    ) -> "DayCheck":
        """Ready for the stream, once the chain itself has been checked; *erased*: the erasures' leaves."""
        found = seals(region)
        _check_chain(region, found, report)
        if published and published not in {seal.chain for seal in found}:
            zh, en = (
                "公布过的封存值不在链中。",
                "the published link is not in the chain: it was cut or rewritten.",
            )
            report.find("", zh, en)
        report.sealed_days = len(found)
        if found:
            report.sealed_through, report.head = found[-1].day, found[-1].chain
        return cls(region, report, {seal.day: seal for seal in found}, erased)

    def add(self, day: Any, number: int, digest: bytes) -> None:  # reason: a damaged row's own value
        """The next entry in sealed order."""
        if day != self._day:
            self._end_day()
            self._day = day
        self._tree.add(leaf_of(number, digest))

    def finish(self) -> None:
        """After the last entry: its day, days of erasures alone, sealed days of which nothing is left."""
        self._end_day()
        for day in sorted(self.erased.keys() - self._ended, key=str):
            self._day = day
            self._end_day()
        for day in self.sealed.keys() - self._met:
            self.report.find(
                day, "这一天封存的记录全部不见了。", "all the sealed entries of this day are gone."
            )

    def _end_day(self) -> None:
        day, tree = self._day, self._tree
        self._day, self._tree = None, MerkleTree()
        if day is None:
            return
        self._ended.add(day)
        for leaf in self.erased.get(day, ()):
            tree.add(leaf)
        seal = self.sealed.get(day)
        if seal:
            self._met.add(day)
            self._compare(seal, tree)
        elif str(day) <= self.report.sealed_through:
            en = f"{tree.count} entries lie in a day that was sealed without any."
            self.report.find(day, f"这一天封存时没有记录，现有 {tree.count} 笔。", en)

    def _compare(self, seal: Sealed, tree: MerkleTree) -> None:
        if tree.count != seal.count:
            en = f"{seal.count} entries were sealed, {tree.count} are there: some were removed or slipped in."
            zh = f"封存时有 {seal.count} 笔，现有 {tree.count} 笔：有记录被删去或塞入。"
            self.report.find(seal.day, zh, en)
        elif tree.root.hex() != seal.root:
            self.report.find(
                seal.day, "当天的记录与封存不符。", "the day's entries do not have the sealed root."
            )


def _check_chain(region: int, found: list[Sealed], report: VerifyReport) -> None:
    previous = GENESIS
    for seal in found:
        if seal.previous != previous:
            zh, en = (
                "封存链在此断开：前面的封存被删改。",
                "the chain breaks here: a seal before was changed or removed.",
            )
            report.find(seal.day, zh, en)
        said = DayOf(region, seal.day, seal.count, seal.root, seal.sealed_at, seal.previous)
        if chain_of(said) != seal.chain:
            report.find(seal.day, "封存本身被改动过。", "the seal itself was changed.")
        previous = seal.chain
