"""What matters' kinds, states, categories and channels are called today, for a page of them in one query."""

from dataclasses import dataclass

from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.kinds import kind_of
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.standing import unpublished_year
from haitang.kernel.matters.words import MatterKind
from haitang.kernel.playbooks.queries import holding_at
from haitang.kernel.registry.models import Region
from haitang.lib.declare import House
from haitang.lib.text import Text


@dataclass(frozen=True)
class Wording:
    """Labels by the house that holds where a matter happened; a bare key for what is no longer declared."""

    region_id: int
    revision: int

    def house(self, path: str) -> House:
        """The house that holds at the unit with *path*."""
        return holding_at(self.region_id, path, revision=self.revision)

    def section(self, path: str) -> MattersSection:
        """Its words for matters."""
        return self.house(path).section(MattersSection)

    def kind(self, path: str, key: str) -> Text:
        """What the kind is called."""
        spec = self._kind(path, key)
        return spec.label if spec else Text.both(key)

    def state(self, path: str, kind: str, key: str) -> Text:
        """What the state is called."""
        spec = self._kind(path, kind)
        state = spec.flow.states.get(spec.flow.state_now(key)) if spec else None
        return state.label if state else Text.both(key)

    def channel(self, path: str, key: str) -> Text:
        """What the channel is called."""
        spec = self.section(path).channels.get(key)
        return spec.label if spec else Text.both(key)

    def category(self, path: str, row: int | None) -> tuple[Text, ...]:
        """The category with those it stands under, widest first."""
        if row is None:
            return ()
        house = self.house(path)
        try:
            steps = house.path_of(row)
        except KeyError:
            return ()
        found, labels = house.section(MattersSection).categories, []
        for key in steps[1::2]:
            labels.append(found[key].label)
            found = found[key].under
        return tuple(labels)

    def unpublished_year(self, matter: Matter) -> int | None:
        """The year whose holidays its deadline ought to skip and cannot yet."""
        house, key = self.house(matter.unit.path), matter.kind.key
        if key not in house.section(MattersSection).matters:
            return None
        return unpublished_year(matter, kind_of(house, key))

    def _kind(self, path: str, key: str) -> MatterKind | None:
        return self.section(path).matters.get(key)


def wording(region_id: int) -> Wording:
    """The wording of a region as of now; costs one query."""
    return Wording(region_id, Region.objects.values_list("revision", flat=True).get(pk=region_id))
