"""What the pages show: the card on a matter, the versions of a kind, its confusion matrix."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from haitang.desks.routing.models import LearnedVersion, Suggestion
from haitang.desks.routing.queries import Came, how_it_came, suggestion_of, thoughts, versions
from haitang.desks.routing.ranking import category_meant, literal_of, usual_units
from haitang.desks.routing.rules import LEARNS, SEES
from haitang.desks.routing.wording import percent
from haitang.kernel.matters.api import Kind, MattersSection, moves_open
from haitang.kernel.registry.api import Actor, holds_samples
from haitang.lib.declare import House
from haitang.lib.ids import new_id
from haitang.lib.text import some
from haitang.ui.cards import Beside
from haitang.ui.charts import Heat, HeatCell, HeatRow, level
from haitang.ui.words import both, say

#: A matrix wider than this is not read by anybody; the rest stands together as one.
_WIDEST = 12


@dataclass(frozen=True)
class SuggestionCard:
    """What was said of a matter; with ``url`` it may be taken in one press."""

    category: str
    category_chance: str
    unit: str
    unit_chance: str
    others: Sequence[tuple[str, str]]
    words: Sequence[str]
    serial: int
    dispatched_at: datetime | None
    url: str
    seen: int
    client_id: UUID
    more_url: str
    #: The word that names the category, where that is all there is to go by.
    literal: str = ""


def suggestion_card(beside: Beside) -> SuggestionCard | None:
    """For those who may dispatch, what to do; where the house did so itself, for everyone, that it did."""
    routing = beside.kind.spec.routing
    suggestion = suggestion_of(beside.matter) if routing else None
    if routing is None:
        return None
    if not any(view.key == routing.move for view in moves_open(beside.matter, beside.actor)):
        return _card(beside, suggestion, ()) if suggestion and suggestion.dispatched_at else None
    if suggestion is None:
        return _literal_card(beside)
    found = thoughts(suggestion, beside.kind)
    sure = [one for one in found if one.chance >= routing.suggest_above]
    if not sure and suggestion.category_chance < routing.suggest_above:
        return _literal_card(beside)
    return _card(beside, suggestion, [(one.unit.name, percent(one.chance)) for one in sure])


def _literal_card(beside: Beside) -> SuggestionCard | None:
    """The category whose name stands in the text, with who usually has such; where nobody said one."""
    matter, kind = beside.matter, beside.kind
    keys, word = ((), "") if matter.category_id else literal_of(matter, kind)
    category = category_meant(matter, kind) if keys else None
    if category is None:
        return None
    first, *others = [unit.name for unit in usual_units(matter, kind, category)] or [""]
    return SuggestionCard(
        category=label_words(kind.house, ".".join(keys)),
        category_chance="",
        unit=first,
        unit_chance="",
        others=[(name, "") for name in others],
        words=[word],
        serial=0,
        dispatched_at=None,
        url="",
        seen=matter.serial,
        client_id=new_id(),
        more_url="",
        literal=word,
    )


def _card(beside: Beside, suggestion: Suggestion, units: Sequence[tuple[str, str]]) -> SuggestionCard:
    matter = beside.matter
    routing = beside.kind.spec.routing
    assert routing is not None
    sure = suggestion.category_chance >= routing.suggest_above
    first, *others = units or [("", "")]
    return SuggestionCard(
        category=category_words(beside.kind.house, suggestion.category_id) if sure else "",
        category_chance=percent(suggestion.category_chance),
        unit=first[0],
        unit_chance=first[1],
        others=others,
        words=json.loads(suggestion.words),
        serial=suggestion.version.serial,
        dispatched_at=suggestion.dispatched_at,
        url=reverse("routing:take", args=[matter.number]) if first[0] else "",
        seen=matter.serial,
        client_id=new_id(),
        more_url=reverse("routing:kinds") if beside.actor.may_somewhere(SEES) else "",
    )


def category_words(house: House, row: int | None) -> str:
    """A category with those above it; empty for one that is no longer declared."""
    try:
        path = house.path_of(row) if row else ()
    except KeyError:
        return ""
    return label_words(house, ".".join(path[1::2]))


def label_words(house: House, label: str) -> str:
    """The same by its dotted path."""
    found, words = house.section(MattersSection).categories, []
    for key in label.split(".") if label else ():
        if key not in found:
            return label
        words.append(say(found[key].label))
        found = found[key].under
    return " / ".join(words)


@dataclass(frozen=True)
class VersionRow:
    """One version in the list."""

    serial: int
    learned_at: datetime
    by: str
    matters: int
    in_use: bool
    figures: Sequence[tuple[str, str]]
    use_url: str


@dataclass(frozen=True)
class LearnedKind:
    """All that was learned of one kind of matter."""

    key: str
    label: str
    dispatches: str
    #: On how much the figures of the version in use rest.
    measured: str
    versions: Sequence[VersionRow]
    came: Came | None
    matrix: Heat | None
    mixed_up: Sequence[str]
    learn_url: str


def learned_kind(kind: Kind, actor: Actor) -> LearnedKind:
    """The page's part for *kind*."""
    rows = list(versions(kind)[:20])
    used = next((row for row in rows if row.in_use), None)
    figures = json.loads(used.figures) if used else {}
    may = actor.may_somewhere(LEARNS)
    return LearnedKind(
        key=kind.key,
        label=say(kind.spec.label),
        dispatches=_rule(kind),
        measured=_measured(figures, actor),
        versions=[_row(row, kind, may=may) for row in rows],
        came=how_it_came(used, kind) if used else None,
        matrix=_matrix(figures, kind.house) if used else None,
        mixed_up=_mixed_up(figures, kind.house) if used else (),
        learn_url=reverse("routing:learn", args=[kind.key]) if may else "",
    )


def _measured(figures: Mapping[str, Any], actor: Actor) -> str:
    """How many different texts the figures were measured on, and that they are sample texts where so."""
    told = []
    if "distinct" in figures:
        count = figures["distinct"]
        told.append(
            both(f"准确率是在 {count} 条不同的文字上测的。", f"Measured on {some(count, 'distinct text')}.")
        )
    if figures and holds_samples(actor.region_id):
        zh = "这里是示例数据，文字由模板生成、彼此相近，准确率偏高，不能当作真实水平。"
        en = "These are sample data made from templates and much alike: real figures will be lower."
        told.append(both(zh, en))
    return " ".join(told)


def _rule(kind: Kind) -> str:
    routing = kind.spec.routing
    assert routing is not None
    suggests = percent(routing.suggest_above)
    if routing.dispatch_above is None:
        return both(
            f"把握到 {suggests} 就提建议，不自动派单。",
            f"It suggests from {suggests}, and never dispatches itself.",
        )
    sure = percent(routing.dispatch_above)
    return both(
        f"把握到 {suggests} 就提建议，分类和单位都到 {sure} 就自动派单。",
        f"It suggests from {suggests}; from {sure} for both category and unit it dispatches itself.",
    )


def _row(row: LearnedVersion, kind: Kind, *, may: bool) -> VersionRow:
    figures = json.loads(row.figures)
    return VersionRow(
        serial=row.serial,
        learned_at=row.learned_at,
        by=row.learned_by.name if row.learned_by else both("系统", "the house"),
        matters=row.matters,
        in_use=row.in_use,
        figures=[
            (both("分类对", "Category right"), percent(figures["accuracy"])),
            (both("单位对", "Unit right"), percent(figures["units_accuracy"])),
            (both("把握与实际相差", "Chances are off by"), percent(figures["ece"])),
            (both("可放心的（98% 对）", "Sure (98% right)"), percent(figures["coverage"])),
        ],
        use_url=reverse("routing:use", args=[kind.key, row.serial])
        if may and row.digest and not row.in_use
        else "",
    )


def _matrix(figures: Mapping[str, Any], house: House) -> Heat:
    """What matters were about (rows) and what the learner took them for (columns), by topmost category."""
    names, counts = _by_top(figures)
    top = [max(row) for row in counts]
    labels = [label_words(house, name) if name else both("其余", "others") for name in names]
    return Heat(
        title=both(
            "分类混淆表：行是实际，列是判断", "Confusion: rows are what it was, columns what was said"
        ),
        columns=labels,
        rows=[
            HeatRow(label, [HeatCell(str(count) if count else "", level(count, highest)) for count in row])
            for label, row, highest in zip(labels, counts, top, strict=True)
        ],
        corner=both("实际 \\ 判断", "was \\ said"),
    )


def _by_top(figures: Mapping[str, Any]) -> tuple[list[str], list[list[int]]]:
    tops = [name.split(".")[0] for name in figures["names"]]
    weight = dict.fromkeys(tops, 0)
    for top, row in zip(tops, figures["confusion"], strict=True):
        weight[top] += sum(row)
    names = sorted(weight, key=lambda top: -weight[top])
    kept = names if len(names) <= _WIDEST else [*names[: _WIDEST - 1], ""]
    place = {top: kept.index(top if top in kept else "") for top in names}
    counts = [[0] * len(kept) for _ in kept]
    for top, row in zip(tops, figures["confusion"], strict=True):
        for other, count in zip(tops, row, strict=True):
            counts[place[top]][place[other]] += count
    return kept, counts


def _mixed_up(figures: Mapping[str, Any], house: House) -> list[str]:
    """The commonest mistakes as sentences."""
    names, matrix = figures["names"], figures["confusion"]
    wrong = [
        (count, names[row], names[column])
        for row, counts in enumerate(matrix)
        for column, count in enumerate(counts)
        if row != column and count
    ]
    return [
        both(
            f"“{label_words(house, was)}”被当成“{label_words(house, said)}”：{count} 件",
            f'"{label_words(house, was)}" taken for "{label_words(house, said)}": {count}',
        )
        for count, was, said in sorted(wrong, key=lambda one: -one[0])[:5]
    ]
