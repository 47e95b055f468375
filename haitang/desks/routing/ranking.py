"""Whom somebody who dispatches should see first: the suggested, then who has such matters elsewhere too."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from haitang.desks.routing.literal import literal_category
from haitang.desks.routing.queries import suggestion_of, thoughts, units_to_choose
from haitang.kernel.matters.api import Kind, MattersSection, kind_of, opened_since
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.models import Unit
from haitang.lib.clock import today
from haitang.lib.text import Text

SUGGESTED = Text(zh="建议", en="Suggested")
USUAL = Text(zh="常办这一类的单位", en="Units that usually have this category")
#: Habits older than this have changed; so many matters show them.
_LATELY = timedelta(days=365)
_MOST, _OFFERED = 300, 5


def first_units(matter: Matter, move: str) -> Iterator[tuple[Text, list[int]]]:
    """The units to see first for the dispatch of *matter*."""
    kind = kind_of(holding(matter.unit), matter.kind.key)
    if kind.spec.routing is None or kind.spec.routing.move != move:
        return
    suggestion = suggestion_of(matter)
    if suggestion:
        yield SUGGESTED, [one.unit.pk for one in thoughts(suggestion, kind)]
    category = category_meant(matter, kind)
    if category:
        yield USUAL, [unit.pk for unit in usual_units(matter, kind, category)]


def category_meant(matter: Matter, kind: Kind) -> int | None:
    """What it is about: as somebody said, as was learned surely enough, or by the words themselves."""
    if matter.category_id:
        return matter.category_id
    suggestion, routing = suggestion_of(matter), kind.spec.routing
    if routing and suggestion and suggestion.category_chance >= routing.suggest_above:
        return suggestion.category_id
    keys, _ = literal_of(matter, kind)
    return kind.house.id_of("categories", *_path(keys)) if keys else None


def literal_of(matter: Matter, kind: Kind) -> tuple[tuple[str, ...], str]:
    """The category that its words name, and the word."""
    declared = kind.house.section(MattersSection).categories
    roots = kind.spec.categories
    wanted = {key: one for key, one in declared.items() if not roots or key in roots}
    return literal_category(wanted, f"{matter.title} {matter.body}")


def usual_units(matter: Matter, kind: Kind, category: int) -> list[Unit]:
    """Who had matters of *category* lately without lying above their place, such as departments."""
    rows = opened_since(today() - _LATELY, region=matter.region_id, kinds=[kind.id]).filter(category=category)
    had = rows.values_list("owner_id", "owner__path", "unit__path")[:_MOST]
    counted = Counter(owner for owner, path, place in had if not place.startswith(path))
    best = [owner for owner, _ in counted.most_common(_OFFERED)]
    return sorted(units_to_choose(kind, best), key=lambda unit: best.index(unit.pk))


def _path(keys: tuple[str, ...]) -> list[str]:
    first, *narrower = keys
    return [first, *(step for key in narrower for step in ("under", key))]
