"""What the words in a measure may name: everything that the house declares, found by its identities.

Reading identities, not sections, is what lets desks bring counted kinds that this part never heard of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from haitang.kernel.measures.spec import Measure
from haitang.kernel.measures.vocabulary import SLOT_KINDS, SOURCES, Column, ColumnKind
from haitang.lib.declare import House, Identity
from haitang.lib.text import Text

Path = tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """A counted field of a kind, as a column."""

    column: Column
    path: Path
    slot: str


#: The word that splits what is counted of matters by the way they came in.
CHANNEL = "channel"


class Names:
    """The declared things of one house, by what measures call them."""

    def __init__(self, house: House) -> None:
        self.house = house
        found = (one for section in house.sections.values() for one in section.identities())
        self._identities: Mapping[Path, Identity] = {(*one.section, one.key): one for one in found}

    @classmethod
    def of(cls, house: House) -> "Names":
        """The names of *house*, gathered once for as long as it lives."""
        known: Names | None = vars(house).get("_measure_names")
        if known is None:
            known = vars(house)["_measure_names"] = cls(house)
        return known

    def known(self, what: str, kinds: tuple[str, ...] = ()) -> Mapping[str, tuple[Path, ...]]:
        """The keys of a list (``roles``, ``entries``, ``states`` …) with the paths of what they name."""
        if what == "channels":
            return {key: (("channels", key),) for key in self._mapping("channels")}
        found: dict[str, tuple[Path, ...]] = {}
        for path in self._paths(what, kinds):
            found[path[-1]] = (*found.get(path[-1], ()), path)
        return found

    def within(self, path: Path) -> list[Path]:
        """A category's path and those of all under it."""
        return [one for one in self._identities if one[: len(path)] == path]

    def fields(self, source: str, kind: str) -> Mapping[str, Identity]:
        """The declared fields of a kind of entry or matter, counted or not."""
        within = (source, kind, "fields")
        return {one.key: one for one in self._identities.values() if one.section == within}

    def counted(self, source: str, kind: str, key: str) -> Field | None:
        """The field as a column, if it is counted."""
        identity = self.fields(source, kind).get(key)
        if identity is None or not identity.slot:
            return None
        path = (*identity.section, key)
        column = Column(SLOT_KINDS[identity.slot], self.label(path), "options")
        return Field(column, path, self.house.slots.get(self.id(path), ""))

    def options(self, path: Path) -> Mapping[str, tuple[Path, ...]]:
        """The options of a choice."""
        within = (*path, "options")
        return {one.key: ((*within, one.key),) for one in self._identities.values() if one.section == within}

    def id(self, path: Path) -> int:
        """The identity row; 0 for what was not applied yet."""
        return self.house.ids.get(path, 0)

    def label(self, path: Path) -> Text:
        """What the declared thing at *path* is called; its key where it has no label."""
        label = getattr(self._thing(path), "label", None)
        return label if isinstance(label, Text) else Text.both(path[-1] if path else "")

    def _paths(self, what: str, kinds: tuple[str, ...]) -> Iterator[Path]:
        for path, identity in self._identities.items():
            section = identity.section
            if what == "states":
                if section[0] == "matters" and section[-1] == "states" and section[1] in kinds:
                    yield path
            elif section == (what,) or (what == section[0] == "categories"):
                yield path

    def _mapping(self, word: str) -> Mapping[str, object]:
        found = self._thing((word,))
        return found if isinstance(found, Mapping) else {}

    def _thing(self, path: Path) -> object:
        for section in self.house.sections.values():
            if path and path[0] in type(section).model_fields:
                found: object = section
                for step in path:
                    found = _step(found, step)
                return found
        return None


def _step(thing: object, step: str) -> object:
    if isinstance(thing, Mapping):
        return thing.get(step)
    return getattr(thing, step, None) if isinstance(thing, BaseModel) else None


def columns_of(source: str) -> Mapping[str, Column]:
    """The fixed columns of a source."""
    return SOURCES[source].columns


def comparable(column: Column) -> bool:
    """Whether {from, to} makes sense."""
    return column.kind in {ColumnKind.WHOLE, ColumnKind.DAY}


def splits_known(measure: Measure, names: Names) -> set[str]:
    """The words besides periods that split *measure*: kinds of unit and, of matters, the channel."""
    return {*names.known("unit_kinds"), *([CHANNEL] if measure.source == "matters" else ())}
