"""What every act on units, posts and roles does first and last."""

from haitang.kernel.registry.models import Region
from haitang.kernel.registry.stamps import fresh_stamp


def hold(region_id: int) -> None:
    """One act on a region's registry at a time, so that what was asked still holds when it is written.

    Not against others' foreign keys to the region, only against other acts: SQLite has one writer anyway.
    """
    Region.objects.select_for_update(no_key=True).values_list("pk").get(pk=region_id)


def bump(region_id: int) -> None:
    """Make every cache keyed by the region's revision look anew."""
    Region.objects.filter(pk=region_id).update(revision=fresh_stamp())
