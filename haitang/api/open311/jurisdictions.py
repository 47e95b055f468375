"""Which regions speak Open311: those whose playbook declares the channel. Its key is a jurisdiction's id."""

from collections.abc import Iterator
from dataclasses import dataclass

from haitang.api.open311.answers import Missing
from haitang.desks.requests.doors import Door
from haitang.desks.requests.queries import doors
from haitang.kernel.matters.api import MattersSection
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import region_at, regions
from haitang.kernel.registry.models import Region
from haitang.lib.declare import House
from haitang.lib.diagnostics import Refusal

#: How what comes in by Open311 is counted; declaring it opens this way in.
CHANNEL = "open311"


@dataclass(frozen=True)
class Jurisdiction:
    """A region that speaks Open311, with what holds in it and what residents may bring."""

    region: Region
    house: House
    doors: tuple[Door, ...]

    @property
    def key(self) -> str:
        """Its ``jurisdiction_id``."""
        return self.region.key

    @property
    def section(self) -> MattersSection:
        """Its words for matters."""
        return self.house.section(MattersSection)


def jurisdictions() -> list[Jurisdiction]:
    """Every region that speaks Open311."""
    return list(_served(regions()))


def jurisdiction_named(key: str) -> Jurisdiction:
    """The jurisdiction with this key; where there is only one it need not be named."""
    if key:
        region = region_at(key)
        found = list(_served([region] if region else []))
    else:
        found = jurisdictions()
    if len(found) == 1:
        return found[0]
    raise _several(found) if found else _none(key)


def _served(found: list[Region]) -> Iterator[Jurisdiction]:
    for region in found:
        house = house_of(region.pk, revision=region.revision)
        if CHANNEL in house.section(MattersSection).channels:
            yield Jurisdiction(region, house, tuple(doors(region)))


def _several(found: list[Jurisdiction]) -> Refusal:
    listed = ", ".join(one.key for one in found)
    zh, en = f"请写明 jurisdiction_id:{listed}。", f"jurisdiction_id was not provided; one of {listed}."
    return Refusal("open311.jurisdiction_needed", zh=zh, en=en)


def _none(key: str) -> Missing:
    zh = f"没有 jurisdiction_id 为“{key}”的地区。"
    en = f'jurisdiction_id "{key}" was not found.'
    return Missing("open311.unknown_jurisdiction", zh=zh, en=en)
