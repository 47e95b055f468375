"""Which unit must act: the nearest at or above that has the role a state names."""

from dataclasses import dataclass, field

from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.words import RESIDENT
from haitang.kernel.registry.declare import RegistrySection
from haitang.kernel.registry.models import Post, Unit
from haitang.kernel.registry.spans import standing
from haitang.lib import clock
from haitang.lib.declare import House


@dataclass
class Router:
    """Remembers what it found, so that a file of thousands asks once a unit."""

    _found: dict[tuple[int, str], int] = field(default_factory=dict)

    def host(self, unit: Unit, *, role: str, house: House) -> int:
        """The unit that has *role*: where somebody holds it, else whose kind may have it, else *unit*."""
        if role in ("", RESIDENT):
            return unit.pk
        key = unit.pk, role
        if key not in self._found:
            self._found[key] = _held(unit, role) or _possible(unit, role, house) or unit.pk
        return self._found[key]


def host_of(unit: Unit, *, state: str, kind: Kind) -> Unit:
    """The unit that owns a matter of *kind* in *state* where it happened at *unit*."""
    role = kind.spec.flow.states[state].owner
    return Unit.objects.select_related("kind").get(pk=Router().host(unit, role=role, house=kind.house))


def _line(unit: Unit) -> list[int]:
    return [int(step) for step in unit.path.split("/") if step]


def _held(unit: Unit, role: str) -> int | None:
    posts = Post.objects.filter(standing(clock.today()), unit__in=_line(unit), role__key=role)
    deepest = posts.order_by("-unit__path").values_list("unit", flat=True).first()
    return int(deepest) if deepest else None


def _possible(unit: Unit, role: str, house: House) -> int | None:
    spec = house.section(RegistrySection).roles.get(role)
    if spec is None or not spec.at:
        return None
    found = Unit.objects.filter(pk__in=_line(unit), kind__key__in=spec.at, until=None)
    deepest = found.order_by("-path").values_list("pk", flat=True).first()
    return int(deepest) if deepest else None
