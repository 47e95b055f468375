"""What an edit of the registry's words would do to the posts, units, ties and places there are."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from django.db.models import Q

from haitang.kernel.registry.conditions import is_anothers
from haitang.kernel.registry.models import Place, PlaceKind, Post, Role, Tie, TieKind, Unit, UnitKind
from haitang.kernel.registry.models import Word as WordRow
from haitang.kernel.registry.spans import overlapping, under
from haitang.lib import clock
from haitang.lib.declare import Effect
from haitang.lib.text import Text, some


class DeclaredWord(Protocol):
    """What every declared word has."""

    @property
    def label(self) -> Text: ...

    @property
    def was(self) -> str: ...


class RoleWord(DeclaredWord, Protocol):
    """What a declared role has besides."""

    @property
    def abilities(self) -> tuple[str, ...]: ...


class TieWord(DeclaredWord, Protocol):
    """What a declared kind of tie has besides."""

    @property
    def gives(self) -> str: ...


def posts_of(at: Unit, key: str) -> int:
    """Posts of a role that are held or will be, at and under *at*."""
    rows = Post.objects.filter(overlapping(clock.today(), None), _within(at, "unit__path"))
    return rows.filter(region=at.region_id, role__key=key).count()


def units_of(at: Unit, key: str) -> int:
    """Units of a kind that are not closed, *at* and under it."""
    rows = Unit.objects.filter(overlapping(clock.today(), None), _within(at, "path"))
    return rows.filter(region=at.region_id, kind__key=key).count()


def ties_of(at: Unit, key: str) -> int:
    """Ties of a kind that hold and begin or end at or under *at*: at a unit, or with somebody of one."""
    rows = Tie.objects.filter(overlapping(clock.today(), None), region=at.region_id, kind__key=key)
    return rows.filter(_touching(at)).count() if at.parent_id else rows.count()


def places_of(at: Unit, key: str) -> int:
    """Places of a kind at and under *at*; one of no unit is the region's."""
    return Place.objects.filter(_within(at, "unit__path"), region=at.region_id, kind__key=key).count()


def _within(at: Unit, path: str) -> Q:
    """The subtree of *at*; a whole region is found without it."""
    return under(at.path, path) if at.parent_id else Q()


def _touching(at: Unit) -> Q:
    held = Post.objects.filter(overlapping(clock.today(), None), under(at.path, "unit__path"))
    people = held.filter(region=at.region_id).values("person")
    ends = (under(at.path, "from_unit__path"), under(at.path, "to_unit__path"))
    return ends[0] | ends[1] | Q(from_person__in=people) | Q(to_person__in=people)


#: Of each word: how many records use it, and what those are called.
USES: Mapping[str, tuple[Callable[[Unit, str], int], Text]] = {
    "unit_kinds": (units_of, Text(zh="个单位", en="units are of this kind")),
    "roles": (posts_of, Text(zh="个在任职务", en="posts are held in this role")),
    "ties": (ties_of, Text(zh="项联系", en="ties are of this kind")),
    "place_kinds": (places_of, Text(zh="个地点", en="places are of this kind")),
}


#: Of each word: its rows.
ROWS: Mapping[str, type[WordRow]] = {
    "unit_kinds": UnitKind,
    "roles": Role,
    "ties": TieKind,
    "place_kinds": PlaceKind,
}


def of_taking(section: str, after: Mapping[str, DeclaredWord], at: Unit) -> Iterable[Effect]:
    """A word that a unit beside *at* declares is refused: its posts and units would come to mean another.

    Those of units below are refused by every plan, of whatever section.
    """
    known = ROWS[section]._default_manager.filter(region=at.region_id, key__in=list(after))  # noqa: SLF001 -- an abstract class has no other
    for row in known.select_related("holder").order_by("key"):
        holder = row.holder
        if holder and is_anothers(row, at) and not holder.path.startswith(at.path):
            said = f"{section}.{row.key}"
            yield Effect(
                (section, row.key),
                zh=f"{at.name}：{holder.name}的方案已有自己的 {said}。请换一个键，或先停用它的。",
                en=f"{at.name}: {holder.name} has a {said} of its own. "
                "Take another key, or have theirs retired first.",
                refused=True,
            )


def of_vanishing(
    section: str,
    before: Mapping[str, DeclaredWord],
    after: Mapping[str, DeclaredWord],
    at: Unit,
    instead: Mapping[str, str],
) -> Iterable[Effect]:
    """A word that goes while records use it is refused until it is said what takes its place.

    One that is renamed does not go.
    """
    count, things = USES[section]
    renamed = {word.was for word in after.values()}
    for key, word in before.items():
        if key in after or key in renamed:
            continue
        used = count(at, key)
        if used and key in instead:
            zh, en = (
                f"{used:,} {things.zh}转为“{instead[key]}”",
                f"{used:,} {things.en} and go to {instead[key]}",
            )
            yield Effect((section, key), zh, en)
        elif used:
            yield _refused(section, key, word, Text(zh=f"{used} {things.zh}", en=f"{used} {things.en}"))
    for key, word in after.items():
        if key not in before and word.was in before:
            used = count(at, word.was)
            yield Effect((section, key), f"{used:,} {things.zh}身份不变", f"{used:,} {things.en} and keep it")


def _refused(section: str, key: str, word: DeclaredWord, used: Text) -> Effect:
    mapped = section in {"roles", "unit_kinds"}
    zh = f"，或用 instead: {{{section}: {{{key}: …}}}} 写明转为什么" if mapped else ""
    en = f", or say what takes its place: instead: {{{section}: {{{key}: …}}}}" if mapped else ""
    return Effect(
        (section, key),
        zh=f"“{word.label.zh}”还有 {used.zh}，不能去掉。请先结束它们，或用 was: 改名{zh}。",
        en=f"{used.en}. End them first, or rename the word by `was:`{en}.",
        refused=True,
    )


def of_abilities(before: Mapping[str, RoleWord], after: Mapping[str, RoleWord], at: Unit) -> Iterable[Effect]:
    """Who would be able to do more, or less."""
    for key, role in after.items():
        old = before.get(role.was) or before.get(key)
        if old is None:
            continue
        more, less = set(role.abilities) - set(old.abilities), set(old.abilities) - set(role.abilities)
        held = posts_of(at, role.was if role.was in before else key) if more or less else 0
        if held:
            change = ", ".join([f"+{one}" for one in sorted(more)] + [f"-{one}" for one in sorted(less)])
            yield Effect(
                ("roles", key, "abilities"),
                zh=f"{held} 个在任职务的权限将变化：{change}。",
                en=f"The abilities of {some(held, 'post')} would change: {change}.",
            )


def of_reach(before: Mapping[str, TieWord], after: Mapping[str, TieWord], at: Unit) -> Iterable[Effect]:
    """Whose ties would give the abilities of another role, or no longer any."""
    for key, tie in after.items():
        old = before.get(tie.was) or before.get(key)
        if old is None or old.gives == tie.gives:
            continue
        held = ties_of(at, tie.was if tie.was in before else key)
        if held:
            change = f"{old.gives or '-'} → {tie.gives or '-'}"
            yield Effect(
                ("ties", key, "gives"),
                zh=f"{held} 项联系给予的角色将变化：{change}。",
                en=f"The role given by {some(held, 'tie')} would change: {change}.",
            )
