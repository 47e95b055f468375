"""What follows from a change of the register, told before it is made."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from haitang.kernel.matters.api import SEES_MATTERS, left_behind
from haitang.kernel.registry.api import Actor, ids_in, posts_with_sight, what_closes
from haitang.kernel.registry.models import Post, Unit
from haitang.lib.clock import today
from haitang.lib.text import some
from haitang.ui.words import both, listed, say

#: So many are named; of more only how many.
NAMED = 12


def closing_tells(unit: Unit, on: date, said: Mapping[str, Any]) -> list[str]:
    """What is closed, moved, ended and handed on with *unit*."""
    whole = what_closes(unit, on=on, with_below=True)
    below = len(whole.units) - 1
    closes = whole if said.get("below") == "close" else what_closes(unit, on=on, with_below=False)
    told = [
        both(
            f"从 {on} 起撤销 {len(closes.units)} 个单位。",
            f"{some(len(closes.units), 'unit')} ending on {on}.",
        )
    ]
    if said.get("below") == "move":
        told.append(both(f"下级 {below} 个单位移走。", f"{some(below, 'unit')} below it moved."))
    told.append(_posts(closes.posts))
    told += [
        both(f"{count} {words.zh}交给接手的单位。", f"{count} {words.en} for the unit that takes over.")
        for words, count in closes.held
    ]
    return told


def _posts(posts: Sequence[Post]) -> str:
    if not posts:
        return both("没有在任职务。", "No posts are held there.")
    count, names = len(posts), people_at(posts)
    return both(f"{count} 个职务随之结束：{names}", f"{some(count, 'post')} ending with it: {names}")


def people_at(posts: Sequence[Post]) -> str:
    """Who is what where, the first ones by name."""
    shown = [f"{post.person.name} · {say(post.role.label)} · {post.unit.name}" for post in posts[:NAMED]]
    more = len(posts) - len(shown)
    return "；".join([*shown, *([both(f"另有 {more} 个", f"and {more} more")] if more else [])])


def moving_tells(unit: Unit, target: Unit | None, on: date, actor: Actor) -> list[str]:
    """What moves along, who sees it anew and no longer, which open matters stay where they are."""
    old, new = set(ids_in(unit.path)) - {unit.pk}, set(ids_in(target.path if target else ""))
    moved = what_closes(unit, on=on, with_below=True)
    units, posts = len(moved.units) - 1, len(moved.posts)
    told = [
        both(
            f"下级 {units} 个单位、{posts} 个职务一起移动。",
            f"With it: {some(units, 'unit')} below, {some(posts, 'post')}.",
        )
    ]
    for ids, zh, en in (
        (new - old, "从此能看到这里", "will see it from now on"),
        (old - new, "从此看不到这里", "will see it no longer"),
    ):
        held = list(posts_with_sight(ids, day=today()))
        if held:
            names = people_at(held)
            told.append(
                both(f"{zh}的 {len(held)} 个职务：{names}", f"{some(len(held), 'post')} {en}: {names}")
            )
    return [*told, *_staying(unit, old - new, actor)]


def _staying(unit: Unit, owners: set[int], actor: Actor) -> list[str]:
    """The open matters from here that the units above till now have in hand: they are not moved."""
    left = left_behind(unit, owners)
    count = left.count()
    if not count:
        return [both("原来的上级手里没有这里未办结的事项。", "No open matter from here stays behind.")]
    seen = left.filter(SEES_MATTERS.visible(actor)).order_by("number").values_list("number", flat=True)
    numbers = listed(seen[:NAMED])
    return [
        both(
            f"{count} 件未办结的事项仍留在原来的上级办理：{numbers}",
            f"{count} open matters stay with the units it lay under: {numbers}",
        )
    ]


def erasing_tells(posts: Sequence[Post], alone: Sequence[Post]) -> list[str]:
    """Which posts end with the erasing of their holder, and what is left without anybody."""
    if not posts:
        return []
    told = [both(f"今天结束的职务：{people_at(posts)}", f"Posts that end today: {people_at(posts)}")]
    for post in alone:
        zh, en = post.role.label_zh, post.role.label_en
        told.append(
            both(
                f"{post.unit.name}从此没有{zh}，请先任命接任者。", f"{post.unit.name} is left without: {en}."
            )
        )
    return told
