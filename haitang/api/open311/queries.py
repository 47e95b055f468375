"""What may be read without a key: of the kinds that the playbook lists, and only the facts of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from haitang.api.open311.answers import Missing, Value
from haitang.api.open311.instants import written
from haitang.api.open311.jurisdictions import Jurisdiction
from haitang.api.open311.services import Service, known, service_named
from haitang.api.open311.wanted import STATUSES, Wanted
from haitang.desks.requests.queries import Out, published
from haitang.kernel.matters.api import Wording, matters_of_kinds, story, wording
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import last_applied
from haitang.kernel.registry.api import RESIDENT, units_numbered
from haitang.kernel.registry.models import Unit
from haitang.lib.clock import day_of
from haitang.lib.points import degrees
from haitang.ui.words import say

#: The kind of a matter and its category.
Identity = tuple[int, int | None]


def found(here: Jurisdiction, asked: Wanted) -> list[Matter]:
    """The requests asked for, the newest first."""
    matters = _public(here)
    if asked.ids:
        matters = matters.filter(number__in=[_clean(each) for each in asked.ids])
    else:
        matters = matters.filter(_within(asked) & _standing(asked) & _about(here, asked.codes))
    return list(matters.order_by("-opened_at", "-pk")[asked.rows])


def one(here: Jurisdiction, number: str) -> Matter:
    """The request with this id."""
    matter = _public(here).filter(number=_clean(number)).first()
    if matter is None:
        zh, en = f"没有编号为“{number}”的公开事项。", f'service_request_id "{number}" was not found.'
        raise Missing("open311.unknown_request", zh=zh, en=en)
    return matter


def changed_at(here: Iterable[Jurisdiction]) -> str:
    """When the playbook of any of them was last applied."""
    return written(last_applied(each.region.pk for each in here)) or ""


def shown(here: Jurisdiction, matters: Sequence[Matter], *, base: str) -> list[Value]:
    """Each of *matters* as the protocol writes it; addresses begin with *base*."""
    page = Page.of(here, matters, base)
    return [page.shown(matter) for matter in matters]


def notes(matter: Matter) -> list[Value]:
    """What happened, step by step, as its resident is shown it; never what anybody wrote."""
    return [
        {"datetime": written(step.at), "description": say(step.label), "type": step.move or step.kind}
        for step in story(matter, RESIDENT(matter.region_id))
    ]


@dataclass(frozen=True)
class Page:
    """What all requests of a page have in common, each read once."""

    words: Wording
    services: dict[Identity, Service]
    units: dict[int, Unit]
    out: Mapping[int, Out]
    base: str

    @classmethod
    def of(cls, here: Jurisdiction, matters: Sequence[Matter], base: str) -> "Page":
        """The page of *matters*."""
        lines = {int(step) for matter in matters for step in matter.unit.path.split("/") if step}
        return cls(
            words=wording(here.region.pk),
            services={_identity(here, each): each for each in known(here)},
            units={unit.pk: unit for unit in units_numbered(lines)},
            out=published(here.region, [matter for matter in matters if matter.closed_at]),
            base=base,
        )

    def shown(self, matter: Matter) -> Value:
        """One request. Its words, point and picture are those that were let out for everyone."""
        service = (
            self.services.get((matter.kind_id, matter.category_id)) or self.services[matter.kind_id, None]
        )
        closed = matter.closed_at is not None
        path, kind = matter.unit.path, matter.kind.key
        told = self._told(path, service.door.at)
        out = self.out.get(matter.pk)
        north, east = (degrees(one) for one in out.point) if out and out.point else (None, None)
        return {
            "service_request_id": matter.number,
            "status": "closed" if closed else "open",
            "status_notes": say(self.words.state(path, kind, matter.state.key)),
            "service_name": say(service.label),
            "service_code": service.code,
            "description": (out.text if out else "") if closed else None,
            "agency_responsible": matter.owner.name,
            "service_notice": None,
            "requested_datetime": written(matter.opened_at),
            "updated_datetime": written(matter.closed_at or matter.entered_at),
            "expected_datetime": None if closed else written(matter.due_at),
            "address": ", ".join(unit.name for unit in reversed(told)),
            "address_id": told[-1].code,
            "zipcode": None,
            "lat": north,
            "long": east,
            "media_url": self.base + out.photo_url if out and out.photo_url else None,
        }

    def _told(self, path: str, kinds: Sequence[str]) -> list[Unit]:
        """The units on *path*, from the region's own, down to the narrowest where things may be told of."""
        line = [self.units[int(step)] for step in path.split("/") if step]
        fitting = [place for place, unit in enumerate(line, 1) if unit.kind.key in kinds]
        return line[: fitting[-1] if fitting else 1]


def _public(here: Jurisdiction) -> QuerySet[Matter]:
    kinds = [here.house.id_of("matters", door.kind) for door in here.doors if _is_listed(here, door.kind)]
    return matters_of_kinds(here.region, kinds)


def _is_listed(here: Jurisdiction, kind: str) -> bool:
    return here.section.matters[kind].listed == "facts"


def _clean(number: str) -> str:
    return number.strip().upper().replace("\0", "")


def _within(asked: Wanted) -> Q:
    # The days alone narrow it by an index; the instants then say exactly.
    days = Q(opened_on__gte=day_of(asked.since), opened_on__lte=day_of(asked.until))
    return days & Q(opened_at__gte=asked.since, opened_at__lte=asked.until)


def _standing(asked: Wanted) -> Q:
    if asked.statuses == set(STATUSES):
        return Q()
    return Q(closed_at__isnull="open" in asked.statuses)


def _about(here: Jurisdiction, codes: Sequence[str]) -> Q:
    if not codes:
        return Q()
    wanted = Q()
    for code in codes:
        kind, category = _identity(here, service_named(here, code))
        wanted |= Q(kind=kind, category=category)
    return wanted


def _identity(here: Jurisdiction, service: Service) -> Identity:
    """The rows that a request of this service points to."""
    kind = here.house.id_of("matters", service.door.kind)
    return kind, here.house.id_of(*service.path) if service.path else None
