"""A plan as a person reads it: one line a change, then what stands in the way."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from haitang.kernel.playbooks.changes import Change, flat
from haitang.lib import clock
from haitang.lib.declare import Effect
from haitang.lib.text import Text

if TYPE_CHECKING:
    from haitang.kernel.playbooks.planning import Plan

_EMPTY = Text(zh="没有变化。", en="No changes.")
_NOTHING = Text(zh="{n} 个问题。什么都没有改动。", en="{n} problem{s}. Nothing was changed.")
_ASKED = Text(zh="{n} 处变化。", en="{n} change{s}.")
_REFUSED = Text(zh="不能执行：", en="refused: ")


def render(plan: "Plan", language: str) -> str:
    """The whole plan; without changes it says so."""
    lines = [_heading(plan), ""]
    rows = list(_rows(plan, language))
    width = min(max((len(path) for _, path, _ in rows), default=0), 48)
    for action, path, words in rows:
        first, *rest = words.split("\n")
        lines.append(f"  {action} {path:<{width}}  {first}".rstrip())
        lines += [f"    {'':<{width}}  {line}" for line in rest]
    return "\n".join([*lines, *([""] if rows else []), _summary(plan, language)])


def _heading(plan: "Plan") -> str:
    serial, base = plan.base_serial + (0 if plan.is_empty else 1), plan.base_serial
    return f"{plan.name} {base} → {serial} ({clock.today()}, base {base})"


def _rows(plan: "Plan", language: str) -> Iterator[tuple[str, str, str]]:
    effects: dict[tuple[str, ...], list[Effect]] = {}
    for effect in plan.effects:
        effects.setdefault(effect.path, []).append(effect)
    for path, changes in flat(list(plan.changes)):
        yield from _at_one_thing(changes, effects.pop(path, []), language)
    for path, left in effects.items():
        yield "!" if any(one.refused for one in left) else "·", ".".join(path), _words([], left, language)


def _at_one_thing(
    changes: list[Change], effects: list[Effect], language: str
) -> Iterator[tuple[str, str, str]]:
    action = changes[0].action
    together = [change for change in changes if change.action == action]
    yield action, ".".join(changes[0].path), _words(together, effects, language)
    for change in changes:
        if change.action != action:
            yield change.action, ".".join(change.path), change.into(language)


def _words(changes: list[Change], effects: list[Effect], language: str) -> str:
    said = [words for change in changes if (words := change.into(language))]
    said = list(dict.fromkeys(said))
    return "\n".join([*(["; ".join(said)] if said else []), *(_effect(one, language) for one in effects)])


def _effect(effect: Effect, language: str) -> str:
    words = effect.en if language.startswith("en") else effect.zh
    said = words.startswith(("refused", "不能"))
    return f"{_REFUSED.into(language)}{words}" if effect.refused and not said else words


def _summary(plan: "Plan", language: str) -> str:
    refused = len(plan.refusals)
    if refused:
        return _counted(_NOTHING, refused, language)
    return _EMPTY.into(language) if plan.is_empty else _counted(_ASKED, len(plan.changes), language)


def _counted(text: Text, number: int, language: str) -> str:
    return text.into(language).format(n=number, s="" if number == 1 else "s")
