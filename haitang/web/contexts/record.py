"""The quick-record page: the kinds this person may record, the form of one, what it will count toward."""

from dataclasses import dataclass

from haitang.desks.patrol.queries import walked_by
from haitang.kernel.ledger.api import EntryKind, LedgerSection
from haitang.kernel.playbooks.api import holding_at
from haitang.kernel.registry.api import Actor, Stand
from haitang.lib.declare import House
from haitang.ui.addresses import page_of
from haitang.ui.words import say
from haitang.web.contexts.measures import counted_by
from haitang.web.contexts.served import Served, offered
from haitang.web.forms import RecordForm


@dataclass(frozen=True)
class RecordableKind:
    """A kind this person may record, with where they may."""

    key: str
    kind: EntryKind
    house: House
    stands: list[Stand]


@dataclass(frozen=True)
class Tile:
    """One kind on the grid."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class RecordPage:
    """All that the page shows."""

    tiles: list[Tile]
    chosen: str
    help: str
    form: RecordForm | None
    served: list[Served]
    counts: list[str]
    #: Where a patrol is recorded, for who walks one.
    patrol_url: str


def offers(actor: Actor) -> dict[str, RecordableKind]:
    """The quick kinds that *actor* may record, by key, in the playbook's order."""
    found: dict[str, RecordableKind] = {}
    for stand in actor.stands:
        house = holding_at(actor.region_id, stand.unit_path)
        for key, kind in house.section(LedgerSection).entries.items():
            if kind.quick and not kind.by_moves and (not kind.who or stand.role in kind.who):
                found.setdefault(key, RecordableKind(key, kind, house, [])).stands.append(stand)
    return found


def record_page(
    actor: Actor, offered_kinds: dict[str, RecordableKind], chosen: str, form: RecordForm | None
) -> RecordPage:
    """The page with the *chosen* kind's *form*, fresh or as it came back."""
    offer = offered_kinds.get(chosen)
    tiles = [Tile(one.key, say(one.kind.label), one.key == chosen) for one in offered_kinds.values()]
    patrol_url = page_of("patrol") if walked_by(actor) else ""
    if offer is None or form is None:
        return RecordPage(tiles, "", "", None, [], [], patrol_url)
    typed = str(form["served"].value() or "") if "served" in form.fields else ""
    return RecordPage(
        tiles,
        chosen,
        say(offer.kind.help) if offer.kind.help else "",
        form,
        offered(actor, offer.kind.serves, typed) if "served" in form.fields else [],
        counted_by(offer.house, offer.key),
        patrol_url,
    )
