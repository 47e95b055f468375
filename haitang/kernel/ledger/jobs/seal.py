"""Seal the days that are over: one Merkle root a day, each chained to the sealed day before."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import F

from haitang.kernel.ledger.models import Entry, Erasure, Seal
from haitang.kernel.ledger.sealing import GENESIS, DayOf, chain_of, erasure_leaf_of, instant, leaf_of
from haitang.kernel.registry.models import Region
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.merkle import MerkleTree

#: An act begun just before midnight may still be written just after it.
GRACE = timedelta(minutes=10)


def last_sealable() -> date:
    """The last day that is over, with some minutes' grace."""
    return clock.day_of(clock.now() - GRACE) - timedelta(days=1)


def seal_through(day: date, region: Region) -> list[Seal]:
    """Seal every day up to *day* that has leaves and no seal yet; the new seals, oldest first."""
    if day > last_sealable():
        raise Refusal(
            "ledger.day_not_over",
            zh=f"{day} 还没有过完，最晚可封存到 {last_sealable()}。",
            en=f"{day} is not over; days up to {last_sealable()} may be sealed.",
        )
    return [_seal(one, region) for one in _open_days(day, region)]


def _open_days(day: date, region: Region) -> list[date]:
    last = _last(region)
    days: set[date] = set()
    for table in (Entry, Erasure):
        rows = table._default_manager.filter(region=region, recorded_on__lte=day)  # noqa: SLF001 -- of either
        if last:
            rows = rows.filter(recorded_on__gt=last.day)
        days |= set(rows.order_by("recorded_on").values_list("recorded_on", flat=True).distinct())
    return sorted(days)


def _seal(day: date, region: Region) -> Seal:
    with transaction.atomic():
        _hold_writers()
        last = _last(region)
        tree = MerkleTree()
        for leaf in _leaves(day, region):
            tree.add(leaf)
        moment = clock.now()
        previous = last.chain if last else GENESIS
        sealed = DayOf(region.pk, day.isoformat(), tree.count, tree.root.hex(), instant(moment), previous)
        return Seal.objects.create(
            region=region,
            day=day,
            count=tree.count,
            root=sealed.root,
            previous=previous,
            chain=chain_of(sealed),
            sealed_at=moment,
        )


def _hold_writers() -> None:
    """Wait for writers under way and hold new ones: SQLite's transaction does so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_entry, ledger_erasure IN SHARE ROW EXCLUSIVE MODE")


def _last(region: Region) -> Seal | None:
    return Seal.objects.filter(region=region).order_by("-day").first()


def _leaves(day: date, region: Region) -> Iterator[bytes]:
    # Said so that PostgreSQL finds the day, then orders it; it would read the whole ledger in order.
    entries = Entry.objects.filter(region=region, recorded_on=day).order_by(F("pk") + 0)
    for number, digest in entries.values_list("pk", "digest").iterator(chunk_size=10_000):
        yield leaf_of(number, bytes(digest))
    erasures = Erasure.objects.filter(region=region, recorded_on=day).order_by("pk")
    for number, digest in erasures.values_list("pk", "digest"):
        yield erasure_leaf_of(number, bytes(digest))
