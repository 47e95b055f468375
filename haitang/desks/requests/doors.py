"""A door: one public kind of matter in one region, as residents see it.

``asks`` are the fields of its opening, ``at`` the kinds of unit where it may have happened, ``takes`` what
may be attached: photos, or PDF as well; ``anonymous`` whether no contact need be left; ``offline_days``
how long a phone without a network may keep what is told here, if at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from haitang.kernel.playbooks.api import AnyField
from haitang.kernel.registry.models import Region
from haitang.lib.text import Text


@dataclass(frozen=True)
class Door:
    """What a resident may bring in a region, and how it is said."""

    region: Region
    kind: str
    label: Text
    brand: Text
    slogan: Text
    contact_days: int
    at: tuple[str, ...]
    asks: Mapping[str, AnyField]
    takes: str
    anonymous: bool = True
    offline_days: int = 0

    @property
    def url(self) -> str:
        """The page to tell it on."""
        return reverse("requests:tell", args=[self.region.key, self.kind])

    @property
    def done_url(self) -> str:
        """The page of what was done."""
        return reverse("requests:done", args=[self.region.key])

    @property
    def follow_url(self) -> str:
        """The page to follow it by number."""
        return reverse("requests:follow", args=[self.region.key])
