"""Whom a deed served: found by a few letters, among those within reach of whoever records."""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from haitang.kernel.ledger.api import HOUSEHOLD
from haitang.kernel.registry.api import Actor, people_seen, units_served
from haitang.kernel.registry.models import Person, Unit
from haitang.lib.diagnostics import Refusal

#: How many are offered at once: what one can look through on a phone.
OFFERED = 30
#: The end of an offered line, which says exactly whom: ``王桂英家 · 六组 #4812``.
MARK = re.compile(r"#(\d{1,18})\s*$")


@dataclass(frozen=True)
class Served:
    """Someone or somewhere that may be named as served."""

    pk: int
    line: str


def offered(actor: Actor, serves: str, typed: str) -> list[Served]:
    """Those whose name holds what was *typed*, up to a page."""
    words = MARK.sub("", typed).split("·")[0].strip()
    if serves == "person":
        return [
            _person(one) for one in people_seen(actor).filter(name__contains=words).order_by("name")[:OFFERED]
        ]
    found = _units(actor, serves).filter(Q(name__contains=words) | Q(code=words) if words else Q())
    return [_unit(one) for one in found.order_by("path")[:OFFERED]]


def served_of(actor: Actor, serves: str, typed: str) -> int | None:
    """Whom the *typed* line names: by its mark, or by a name that only one has."""
    if not typed.strip():
        return None
    marked = MARK.search(typed)
    rows = people_seen(actor) if serves == "person" else _units(actor, serves)
    fits = Q(pk=int(marked[1])) if marked else Q(name=typed.strip())
    found = list(rows.filter(fits).values_list("pk", flat=True)[:2])
    if len(found) == 1:
        return found[0]
    raise _unclear(typed, several=len(found) > 1)


def _unclear(typed: str, *, several: bool) -> Refusal:
    if several:
        return Refusal(
            "web.served_unclear",
            zh=f"叫“{typed}”的不止一个，请从下面的名单里选。",
            en=f"More than one is called “{typed}”; choose from the list.",
            field="served",
        )
    return Refusal(
        "web.served_unknown",
        zh=f"您这里没有“{typed}”。请输入名字中的几个字，再从名单里选。",
        en=f"There is no “{typed}” here. Type part of the name, then choose from the list.",
        field="served",
    )


def _units(actor: Actor, serves: str) -> QuerySet[Unit]:
    """Units within reach; for ``household`` only households."""
    reach = units_served(actor)
    return reach.filter(kind__key=HOUSEHOLD) if serves == HOUSEHOLD else reach


def _person(person: Person) -> Served:
    return Served(person.pk, f"{person.name} #{person.pk}")


def _unit(unit: Unit) -> Served:
    above = f" · {unit.parent.name}" if unit.parent else ""
    return Served(unit.pk, f"{unit.name}{above} #{unit.pk}")
