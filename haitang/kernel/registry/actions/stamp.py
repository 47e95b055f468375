"""What every act on units, posts and roles does last."""

from secrets import randbits

from haitang.kernel.registry.models import Region
from haitang.lib.ids import new_id


def fresh_stamp() -> int:
    """A number never used before: milliseconds, then 21 random bits.

    A mere count would come again after a rollback and find in a cache what never came to be.
    """
    return ((new_id().int >> 80) << 21) | randbits(21)


def bump(region_id: int) -> None:
    """Make every cache keyed by the region's revision look anew."""
    Region.objects.filter(pk=region_id).update(revision=fresh_stamp())
