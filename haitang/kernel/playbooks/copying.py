"""Answers to a retired field counted as those of the field that took its place, where they convert."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from haitang.kernel.playbooks.fields import DayField, FieldSpec, FlagField, MoneyField, NumberField
from haitang.kernel.playbooks.fields.number import LARGEST
from haitang.kernel.playbooks.models import Declared
from haitang.lib.declare import House, Identity
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import Text

Counted = str | int | bool | None

_LABEL = Text.both("-")
#: Fields that take all of their kind: what was valid under its own version is not judged by later bounds.
_TAKING: Mapping[str, FieldSpec] = {
    "number": NumberField(kind="number", label=_LABEL, min=-LARGEST, max=LARGEST),
    "money": MoneyField(kind="money", label=_LABEL, max_fen=10**15),
    "day": DayField(kind="day", label=_LABEL),
    "flag": FlagField(kind="flag", label=_LABEL),
}


@dataclass(frozen=True)
class Copy:
    """Where a retired field's answers are counted now, and as what; None for one that does not convert."""

    field: int
    slot: str
    convert: Callable[[object], Counted]


def copies_in(houses: Iterable[House]) -> dict[int, Copy]:
    """By the retired field's identity each copy that *houses* declare."""
    return {
        old.pk: copy
        for house in houses
        for section in house.sections.values()
        for one in section.identities()
        if one.source
        for old, copy in _copy(house, one)
    }


def _copy(house: House, one: Identity) -> list[tuple[Declared, Copy]]:
    path = (*one.section, one.key)
    row, parent = house.ids.get(path), house.ids.get(one.section[:-1])
    slot = house.slots.get(row or 0)
    if row is None or parent is None or not slot:
        return []
    options = {key[-1] for key in house.ids if key[:-1] == (*path, "options")}
    found = Declared.objects.filter(parent=parent, section="fields", key=one.source)
    return [(old, Copy(row, slot, _converter(old, one.kind, options))) for old in found]


def _converter(old: Declared, kind: str, options: set[str]) -> Callable[[object], Counted]:
    chosen = dict(Declared.objects.filter(parent=old, section="options").values_list("pk", "key"))
    kind_before = old.kind

    def convert(value: object) -> Counted:
        said = _said(value, kind_before, chosen)
        if kind == "choice":
            return said if said in options else None
        try:
            taken = _TAKING[kind].clean(said)
        except Refusal:
            return None
        return taken if isinstance(taken, str | int) else None

    return convert


def _said(value: object, kind: str, chosen: Mapping[int, str]) -> str:
    """The answer as one would write it on a form."""
    if kind == "choice" and isinstance(value, int):
        return chosen.get(value, "")
    if kind == "flag":
        return "true" if value else "false"
    if kind == "money" and isinstance(value, int):
        yuan = Decimal(value) / 100
        return f"{yuan:.0f}" if yuan == int(yuan) else f"{yuan:.2f}"
    return str(value)
