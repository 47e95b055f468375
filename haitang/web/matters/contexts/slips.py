"""Paper slips: a sheet to print, a screen to key them in."""

from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from haitang.desks.requests.alike import neighbours
from haitang.kernel.matters.api import Opened, slip_code
from haitang.kernel.registry.models import Unit
from haitang.lib.slips import MOST, new_batch, slip_numbers
from haitang.lib.text import Text
from haitang.ui.addresses import page_of
from haitang.ui.loaders import ActorRequest
from haitang.ui.qr import qr_svg
from haitang.ui.units import unit_groups
from haitang.ui.words import both, language
from haitang.web.matters.contexts.opening import Opening
from haitang.web.matters.contexts.words import channel_choices, matters_section
from haitang.web.matters.slip_form import SlipForm

#: How slips come in, where the playbook has such a way.
PAPER = "paper"
ON_A_SHEET = 6


@dataclass(frozen=True)
class Sheet:
    """Slips for one place, ready for the printer: of each its number, and the code for its stub."""

    label: Text
    brand: Text
    unit: Unit
    slips: list[tuple[str, str]]
    address: str = ""
    qr: str = ""
    #: Where number and code of a stub are typed in.
    follow: str = ""


@dataclass(frozen=True)
class Keyed:
    """A slip that is kept now."""

    number: str
    slip: str
    title: str
    repeated: bool
    #: How many people said it before, here or close by.
    alike: int


def sheet(what: Opening, unit: Unit, query: QueryDict) -> Sheet:
    """As many slips as the address asks for, twelve where it does not say."""
    said = query.get("count", "")
    count = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 2 * ON_A_SHEET
    numbers = slip_numbers(new_batch(), max(1, min(count, MOST)))
    address = door_address(what, unit)
    brand = what.spec.brand or what.label
    path = page_of("follow-any", what.region.key)
    follow = f"{settings.NOTICE['url'].rstrip('/')}{path}" if path and address else ""
    slips = [(number, slip_code(number)) for number in numbers]
    return Sheet(what.label, brand, unit, slips, address, qr_svg(address) if address else "", follow)


def door_address(what: Opening, unit: Unit) -> str:
    """Where residents tell it themselves, the place filled in; empty where they may not."""
    path = page_of("tell", what.region.key, what.kind) if what.spec.public else ""
    return f"{settings.NOTICE['url'].rstrip('/')}{path}?unit={unit.pk}" if path else ""


def slip_form(what: Opening, request: ActorRequest) -> SlipForm:
    """A row, empty or as it was sent."""
    given = (request.POST,) if request.method == "POST" else ()
    return _form(what, *given)


def next_row(what: Opening, before: SlipForm) -> SlipForm:
    """The row after *before*: an empty one, with the same place and way."""
    form = _form(what)
    for name in ("unit", "channel"):
        form.initial[name] = before.cleaned_data[name]
    return form


def keyed(opened: Opened, slip: str) -> Keyed:
    """What became of a slip, as the list under the row has it."""
    matter = opened.matter
    found = neighbours(matter)
    return Keyed(matter.number, slip, matter.title, opened.repeated, found.people if found else 0)


def told_of(done: Keyed) -> str:
    """What became of a slip that was keyed without a network, for whoever keyed it."""
    told = [done.slip, done.title]
    if done.repeated:
        told.append(both("录过了，没有重复登记", "keyed before; not taken twice"))
    elif done.alike:
        told.append(both(f"已有 {done.alike} 人说过", f"{done.alike} said it before"))
    return " · ".join(filter(None, told))


def channels_keyed(what: Opening) -> list[str]:
    """The ways of slips that may wait in a browser: all, for paper is keyed some days later anyway."""
    return [key for key, _ in channel_choices(matters_section(what.actor), staff=True)]


def _form(what: Opening, *given: QueryDict) -> SlipForm:
    section = matters_section(what.actor)
    reach = what.actor.paths("matters.open")
    asked = {key: what.spec.fields[key] for key in what.spec.flow.opening.ask}
    form = SlipForm(
        *given,
        units=unit_groups(what.region.pk, kinds=what.spec.at, language=language(), within=reach),
        channels=channel_choices(section, staff=True),
        asks={key: spec for key, spec in asked.items() if spec.required},
        actor=what.actor,
        language=language(),
    )
    form.initial["channel"] = PAPER if PAPER in section.channels else ""
    return form
