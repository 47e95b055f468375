"""The matters that teach: dispatched, and either closed or set right by somebody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from haitang.desks.routing.habits import Standing
from haitang.desks.routing.learner.model import Message
from haitang.desks.routing.learning import Example
from haitang.kernel.matters.api import Kind, matters_of, steps_of_kind
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.registry.api import ids_in, units_numbered
from haitang.lib.declare import House

#: The latest so many matters; habits older than these have changed.
MOST = 20_000


@dataclass(frozen=True)
class DispatchedMatter:
    """What is read of a matter."""

    pk: int
    title: str
    body: str
    category: int | None
    unit_path: str
    owner: int
    closed: bool


@dataclass
class Said:
    """What steps say: to whom a matter was handed last and by whom, and who set its category last."""

    handed_to: int | None = None
    by_somebody: bool = False
    set_by_house: bool = False


@dataclass
class Map:
    """The kinds of the units on the paths of many matters, asked once."""

    kinds: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, paths: Iterable[str]) -> "Map":
        """For all units on *paths*."""
        ids = {step for path in set(paths) for step in ids_in(path)}
        return cls(dict(units_numbered(ids).values_list("pk", "kind__key")))

    def standing(self, path: str) -> Standing:
        """Where the unit with *path* lies."""
        line = ids_in(path)
        by_kind = {self.kinds[step]: step for step in line[1:] if step in self.kinds}
        return Standing(by_kind, line[1] if len(line) > 1 else line[0])


def examples(kind: Kind) -> list[Example]:
    """What the matters of *kind* teach, the latest first."""
    told = list(_told(kind))
    said = _said(kind, told[-1].pk) if told else {}
    units = Map.of(one.unit_path for one in told)
    found = []
    for one in told:
        steps = said.get(one.pk, Said())
        category = category_of(kind.house, one.category)
        if category and (one.closed or not steps.set_by_house):
            where = units.standing(one.unit_path)
            found.append(Example(Message(one.title, one.body), category, where, _unit(one, steps)))
    return found


def category_of(house: House, row: int | None) -> tuple[str, ...]:
    """The keys of a category from the top; none for one that is no longer declared."""
    try:
        path = house.path_of(row) if row else ()
    except KeyError:
        return ()
    return tuple(path[1::2])


def _told(kind: Kind) -> Iterable[DispatchedMatter]:
    rows = matters_of(kind).filter(gathered_under=None, category__isnull=False).order_by("-pk")
    found = rows.values_list("pk", "title", "body", "category_id", "unit__path", "owner_id", "closed_at")
    for pk, title, body, category, unit_path, owner, closed_at in found[:MOST]:
        yield DispatchedMatter(pk, title, body, category, unit_path, owner, closed=closed_at is not None)


def _said(kind: Kind, since: int) -> Mapping[int, Said]:
    """The steps that hand over or set a category, of matters from *since* on."""
    assert kind.spec.routing is not None
    handing = kind.move_id(kind.spec.routing.move)
    rows = steps_of_kind(kind).filter(matter__gte=since)
    rows = rows.filter(move=handing) | rows.filter(kind=StepKind.EDITED)
    found: dict[int, Said] = {}
    for matter, move, actor, to_owner in rows.values_list("matter_id", "move_id", "actor_id", "to_owner_id"):
        said = found.setdefault(matter, Said())
        if move == handing:
            said.handed_to, said.by_somebody = to_owner, actor is not None
        else:
            said.set_by_house = actor is None
    return found


def _unit(told: DispatchedMatter, said: Said) -> int | None:
    """Who had it in the end: its owner when it was closed, or where somebody sent it and it stayed."""
    if said.handed_to is None:
        return None
    if told.closed or (said.by_somebody and said.handed_to == told.owner):
        return told.owner
    return None
