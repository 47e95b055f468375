"""What every act on units, posts and roles does last."""

from haitang.kernel.registry.models import Region
from haitang.kernel.registry.stamps import fresh_stamp


def bump(region_id: int) -> None:
    """Make every cache keyed by the region's revision look anew."""
    Region.objects.filter(pk=region_id).update(revision=fresh_stamp())
