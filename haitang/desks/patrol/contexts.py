"""What the patrol's page shows."""

from dataclasses import dataclass
from datetime import datetime

from haitang.desks.patrol.forms import PatrolForm
from haitang.desks.patrol.queries import Walked, latest, walked_by
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import MattersSection
from haitang.kernel.playbooks.api import holding_at
from haitang.kernel.registry.api import Actor
from haitang.ui.categories import category_groups
from haitang.ui.words import language, say


@dataclass(frozen=True)
class PatrolTile:
    """One kind of patrol to choose."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Done:
    """A patrol of mine."""

    unit: str
    at: datetime
    note: str


@dataclass(frozen=True)
class PatrolPage:
    """The form of one patrol, the others to choose, and mine of late."""

    label: str
    help: str
    tiles: list[PatrolTile]
    form: PatrolForm | None
    done: list[Done]


def patrol_page(actor: Actor, chosen: Walked | None, form: PatrolForm | None) -> PatrolPage:
    """The page of *actor*."""
    walked = walked_by(actor)
    kinds = sorted({one.patrol.writes for one in walked.values()})
    tiles = [PatrolTile(key, say(one.patrol.label), one is chosen) for key, one in walked.items()]
    return PatrolPage(
        say(chosen.patrol.label) if chosen else "",
        say(chosen.patrol.help) if chosen and chosen.patrol.help else "",
        tiles if len(tiles) > 1 else [],
        form,
        [Done(one.unit.name, one.recorded_at, _note(one)) for one in latest(actor, kinds)],
    )


def _note(entry: Entry) -> str:
    return entry.note.text if hasattr(entry, "note") else ""


def patrol_form(actor: Actor, walked: Walked, *given: object) -> PatrolForm:
    """The form of one patrol, empty or as it was sent."""
    section = holding_at(actor.region_id, walked.stands[0].unit_path).section(MattersSection)
    roots = section.matters[walked.patrol.takes].categories
    words = {"where": walked.patrol.where, "spot": walked.patrol.spot}
    return PatrolForm(
        *given,
        patrol=walked.key,
        stands=walked.stands,
        categories=category_groups(section, roots, language()),
        asks=[word for word, field in words.items() if field],
        language=language(),
    )
