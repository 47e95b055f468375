"""What everyone may be told of a matter: its public words, its community, its category."""

import json

from haitang.kernel.matters.api import Kind, read_answers, shown_answers, wording
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import ids_in, root_of, units_numbered
from haitang.kernel.registry.models import Unit
from haitang.lib.points import Micro, coarse


def said_for_everyone(matter: Matter, kind: Kind) -> str:
    """The words that were written to be read by everyone; empty for none."""
    answers = shown_answers(json.loads(matter.data), kind.house)
    return next((one.said.zh for one in answers if one.key == kind.spec.published), "")


def place_for_everyone(matter: Matter, kind: Kind) -> Unit:
    """The village or community it happened in, never what lies below; the region where there is none."""
    fitting = units_numbered(ids_in(matter.unit.path)).filter(kind__key__in=kind.spec.at).order_by("-path")
    found = fitting.first() if kind.spec.at else matter.unit
    return found or root_of(matter.region_id)


def point_for_everyone(matter: Matter, kind: Kind) -> Micro | None:
    """Where it was, as coarsely as everyone may know it; nothing where the kind is not mapped."""
    for key, _, value in read_answers(json.loads(matter.data), kind.house):
        if key == kind.spec.mapped and isinstance(value, dict):
            return coarse((int(value["latitude_micro"]), int(value["longitude_micro"])))
    return None


def category_words(matter: Matter) -> str:
    """Its category with those above it, in both languages."""
    found = wording(matter.region_id).category(matter.unit.path, matter.category_id)
    return " ".join(f"{label.zh} {label.en}" for label in found)
