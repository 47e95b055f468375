"""Whom somebody who dispatches should see first: the suggested, then who has such matters elsewhere too."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from haitang.desks.routing.literal import literal_category
from haitang.desks.routing.models import Suggestion
from haitang.desks.routing.queries import Thought, suggestion_of, thoughts, units_to_choose
from haitang.desks.routing.wording import percent
from haitang.kernel.matters.api import Kind, MattersSection, kind_of, opened_since
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.models import Unit
from haitang.lib.clock import today
from haitang.lib.text import Text
from haitang.ui.ranking import Suggested

SUGGESTED = Text(zh="建议", en="Suggested")
LITERAL = Text(
    zh="类别按原话里的字面选好，可以改。",
    en="The category was chosen by a word that was said; change it as you like.",
)
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


def suggested(matter: Matter, move: str) -> Suggested | None:
    """How the form of the dispatch of *matter* begins: at what was learned surely enough, or at its words."""
    kind = kind_of(holding(matter.unit), matter.kind.key)
    routing = kind.spec.routing
    if routing is None or routing.move != move:
        return None
    category = category_meant(matter, kind)
    path = _dotted(kind, category)
    suggestion = suggestion_of(matter)
    found = thoughts(suggestion, kind)[:1] if suggestion else []
    sure = [one for one in found if one.chance >= routing.suggest_above]
    if suggestion and (sure or suggestion.category_chance >= routing.suggest_above):
        return _learned(suggestion, kind, path, sure[0] if sure else None)
    _, word = ((), "") if matter.category_id else literal_of(matter, kind)
    return Suggested(category=path, said=LITERAL if word else None, words=(word,) if word else ())


def _learned(suggestion: Suggestion, kind: Kind, path: str, best: Thought | None) -> Suggested:
    """What was learned of a matter, as its form says it."""
    parts = []
    if best:
        name, chance = best.unit.name, percent(best.chance)
        parts.append(Text(zh=f"{name}（把握 {chance}）", en=f"{name} ({chance} sure)"))
    if path and path == _dotted(kind, suggestion.category_id):
        label, chance = category_label(kind, path), percent(suggestion.category_chance)
        parts.append(Text(zh=f"类别 {label.zh}（把握 {chance}）", en=f"category {label.en} ({chance} sure)"))
    if not parts:
        return Suggested(category=path)
    zh, en = "；".join(one.zh for one in parts), "; ".join(one.en for one in parts)
    said = Text(
        zh=f"按以往派单建议：{zh}。已替您选好，可以改。",
        en=f"Suggested as learned: {en}. Chosen below; change it as you like.",
    )
    return Suggested(str(best.unit.pk) if best else "", path, said, tuple(json.loads(suggestion.words)))


def _dotted(kind: Kind, category: int | None) -> str:
    """The path of a category as forms say it; empty for none, and for one that is no longer declared."""
    try:
        return ".".join(kind.house.path_of(category)[1::2]) if category else ""
    except KeyError:
        return ""


def category_label(kind: Kind, path: str) -> Text:
    """A category with those above it."""
    found, labels = kind.house.section(MattersSection).categories, []
    for key in path.split("."):
        labels.append(found[key].label)
        found = found[key].under
    return Text(zh=" / ".join(one.zh for one in labels), en=" / ".join(one.en for one in labels))


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
