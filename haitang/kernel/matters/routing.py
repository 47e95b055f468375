"""Which unit must act: the nearest at or above that has the role a state names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.words import RESIDENT
from haitang.kernel.registry.declare import RegistrySection
from haitang.kernel.registry.models import Post, Unit
from haitang.kernel.registry.spans import standing
from haitang.lib import clock
from haitang.lib.declare import House

#: Which unit has a role for a unit and a house, by the day and the registry's revision, never used twice.
_KNOWN: dict[tuple[date, int, int, str, int], int] = {}
#: More than so many, and they are forgotten again.
_MOST_KNOWN = 20_000


@dataclass
class Router:
    """Remembers what it found, so that a file of thousands asks once a unit.

    With the *revision* at which an actor was looked up it is remembered beyond the one act.
    """

    revision: int | None = None
    _found: dict[tuple[int, str], int] = field(default_factory=dict)

    def host(self, unit: Unit, *, role: str, house: House) -> int:
        """The unit that has *role*: where somebody holds it, else whose kind may have it, else *unit*."""
        if role in ("", RESIDENT):
            return unit.pk
        key = unit.pk, role
        if key not in self._found:
            self._found[key] = self._known(unit, role, house)
        return self._found[key]

    def _known(self, unit: Unit, role: str, house: House) -> int:
        if self.revision is None:
            return _host(unit, role, house)
        key = clock.today(), self.revision, unit.pk, role, house.version_id
        found = _KNOWN.get(key)
        if found is None:
            if len(_KNOWN) > _MOST_KNOWN:
                _KNOWN.clear()
            found = _KNOWN[key] = _host(unit, role, house)
        return found

    def above(self, unit: Unit, *, role: str, kinds: Sequence[str], house: House) -> int:
        """The nearest unit above *unit* that has *role*: one of *kinds*, else the topmost there is."""
        line = _line(unit)[:-1] or _line(unit)
        return _held(line, role, kinds) or _of_kind(line, kinds or _may_hold(role, house)) or line[0]


def host_of(unit: Unit, *, state: str, kind: Kind) -> Unit:
    """The unit that owns a matter of *kind* in *state* where it happened at *unit*."""
    role = kind.spec.flow.states[state].owner
    return Unit.objects.select_related("kind").get(pk=Router().host(unit, role=role, house=kind.house))


def _host(unit: Unit, role: str, house: House) -> int:
    line = _line(unit)
    return _held(line, role) or _of_kind(line, _may_hold(role, house)) or unit.pk


def _line(unit: Unit) -> list[int]:
    return [int(step) for step in unit.path.split("/") if step]


def _held(line: list[int], role: str, kinds: Sequence[str] = ()) -> int | None:
    posts = Post.objects.filter(standing(clock.today()), unit__in=line, role__key=role)
    if kinds:
        posts = posts.filter(unit__kind__key__in=kinds)
    deepest = posts.order_by("-unit__path").values_list("unit", flat=True).first()
    return int(deepest) if deepest else None


def _may_hold(role: str, house: House) -> tuple[str, ...]:
    spec = house.section(RegistrySection).roles.get(role)
    return tuple(spec.at) if spec else ()


def _of_kind(line: list[int], kinds: Sequence[str]) -> int | None:
    if not kinds:
        return None
    found = Unit.objects.filter(pk__in=line, kind__key__in=kinds, until=None)
    deepest = found.order_by("-path").values_list("pk", flat=True).first()
    return int(deepest) if deepest else None
