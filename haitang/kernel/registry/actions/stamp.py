"""What every act on units, posts and roles does first and last."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from haitang.kernel.registry.models import Region
from haitang.kernel.registry.stamps import fresh_stamp


def hold(region_id: int) -> None:
    """One act on a region's registry at a time, so that what was asked still holds when it is written.

    Not against others' foreign keys to the region, only against other acts: SQLite has one writer anyway.
    """
    Region.objects.select_for_update(no_key=True).values_list("pk").get(pk=region_id)


def bump(region_id: int) -> None:
    """Make every cache keyed by the region's revision look anew."""
    held = _HELD.get()
    if held is not None:
        held.add(region_id)
        return
    Region.objects.filter(pk=region_id).update(revision=fresh_stamp())


@contextmanager
def stamped_once() -> Iterator[None]:
    """Stamp the regions of many acts once, at their end; for what nobody else sees meanwhile.

    PostgreSQL keeps every state of a row until the transaction ends, and each entry that names the region
    later walks through them all.
    """
    held: set[int] = set()
    before = _HELD.set(held)
    try:
        yield
    finally:
        _HELD.reset(before)
    for region_id in held:
        bump(region_id)


_HELD: ContextVar[set[int] | None] = ContextVar("regions to be stamped", default=None)
