"""People and units found by a few letters: only those that whoever asks may see, up to a page at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from haitang.kernel.ledger.api import HOUSEHOLD
from haitang.kernel.registry.api import Actor, people_seen, units_as_of, units_served
from haitang.kernel.registry.models import Person, Unit
from haitang.lib.clock import today

#: How many are offered at once: what one can look through on a phone.
OFFERED = 30
#: The end of an offered line, which says exactly who or which: ``王样安 #4812``.
MARK = re.compile(r"#(\d{1,18})\s*$")
What = Literal["person", "unit"]


@dataclass(frozen=True)
class Pick:
    """Somebody, or some unit, that may be named; ``key`` is how a record names it."""

    key: str
    line: str
    name: str


def picks(actor: Actor, what: What, typed: str) -> list[Pick]:
    """Those whose name holds what was *typed*; the first ones while nothing was."""
    words = MARK.sub("", typed).split("·")[0].strip().replace("\0", "")
    if what == "person":
        people = people_seen(actor).filter(name__contains=words).order_by("name", "pk")
        return [_person(one) for one in people[:OFFERED]]
    fits = Q(name__contains=words) | Q(code=words) if words else Q()
    return [_unit(one) for one in _units(actor).filter(fits).order_by("path")[:OFFERED]]


def picked(actor: Actor, what: What, typed: str) -> Sequence[Pick]:
    """Whom or what the *typed* line names: by its mark, its key, or its name; two at most, for "which?"."""
    marked, words = MARK.search(typed), typed.strip().replace("\0", "")
    fits = Q(pk=int(marked[1])) if marked else Q(name=words) | _keyed(what, words)
    if what == "person":
        return [_person(one) for one in people_seen(actor).filter(fits)[:2]]
    return [_unit(one) for one in _units(actor).filter(fits)[:2]]


def _keyed(what: What, words: str) -> Q:
    if what == "unit":
        return Q(code=words)
    try:
        return Q(uuid=UUID(words))
    except ValueError:
        return Q(pk__in=())


def _units(actor: Actor) -> QuerySet[Unit]:
    """Units are no secret, but households: those within reach alone. A record names them by their code."""
    within = ~Q(kind__key=HOUSEHOLD) | Q(pk__in=units_served(actor).values("pk"))
    return units_as_of(actor.region_id, today()).filter(within).exclude(code="").select_related("parent")


def _person(person: Person) -> Pick:
    return Pick(str(person.uuid), f"{person.name} #{person.pk}", person.name)


def _unit(unit: Unit) -> Pick:
    above = f" · {unit.parent.name}" if unit.parent else ""
    return Pick(unit.code, f"{unit.name}{above} #{unit.pk}", unit.name)
