"""What a house declares about matters, as the lists and selects of these pages need it."""

from dataclasses import dataclass

from haitang.desks.meetings.queries import opened_by_meetings
from haitang.kernel.matters.api import MatterKind, MattersSection
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import Actor
from haitang.lib.declare import House
from haitang.lib.text import Text
from haitang.ui.categories import category_groups
from haitang.ui.units import Groups
from haitang.ui.words import language


@dataclass(frozen=True)
class KindLink:
    """A kind of matter with the address of something about it."""

    label: Text
    url: str
    on: bool = False


def matters_section(actor: Actor) -> MattersSection:
    """The words for matters that hold in the actor's region."""
    return house_of(actor.region_id).section(MattersSection)


def kinds_in_order(house: House) -> dict[str, MatterKind]:
    """The kinds of matter: what residents bring first, then what else there is, meetings last."""
    kinds, met = house.section(MattersSection).matters, opened_by_meetings(house)
    return dict(sorted(kinds.items(), key=lambda item: (item[0] in met, not item[1].public)))


def first_kind(house: House) -> str:
    """The kind whose board is shown when none is asked for; empty where none is declared."""
    return next(iter(kinds_in_order(house)), "")


def new_words(label: Text) -> Text:
    """To take down one more of the kind called *label*."""
    return Text(zh=f"登记{label.zh}", en=f"New {label.en[:1].lower()}{label.en[1:]}")


def may_open(actor: Actor, kind: MatterKind) -> bool:
    """Whether *actor* may open one of *kind* somewhere; where exactly, the act itself checks."""
    return actor.may_somewhere("matters.open") and (not kind.by or bool(actor.roles & set(kind.by)))


def category_choices(actor: Actor, roots: tuple[str, ...] = ()) -> Groups:
    """Every category that holds in the actor's region, under the topmost one it belongs to."""
    return category_groups(matters_section(actor), roots, language())


def channel_choices(section: MattersSection, *, staff: bool = False) -> list[tuple[str, str]]:
    """The ways by which a matter may have come in; with *staff* those that they take down themselves."""
    found = section.channels.items()
    return [(key, one.label.into(language())) for key, one in found if one.staff or not staff]
