"""Whom and what a command names: a person, one of their posts or ties, a unit; refused in words otherwise."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Model, Q

from haitang.kernel.registry import refusals
from haitang.kernel.registry.models import Person, Post, Region, Tie, Unit
from haitang.kernel.registry.queries import people_by_phone, unit_at
from haitang.kernel.registry.spans import overlapping
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

M = TypeVar("M", bound=Model)


def unit_named(region: Region, code: str) -> Unit:
    """The unit with this code."""
    found = unit_at(region, code)
    if found is None:
        raise refusals.unknown_unit(code)
    return found


def person_named(region: Region, said: str) -> Person:
    """The one person with this user name, phone number or name, or with this number in the registry."""
    people = Person.objects.filter(region=region, erased_at=None)
    number = Q(pk=int(said)) if said.isdecimal() and len(said) < 11 else Q(pk__in=())
    found = list(people.filter(number | Q(account__username=said))) or _by_phone(region, said)
    found = found or list(people.filter(name=said)[:20])
    return _only(found, said, _about)


def post_named(person: Person, *, role: str, at: str) -> Post:
    """The one post of *person* that is held or will be, in this role and at this unit, as far as said."""
    held = Post.objects.filter(overlapping(clock.today(), None), person=person)
    held = held.filter(role__key=role) if role else held
    held = held.filter(unit__code=at) if at else held
    return _only(list(held.select_related("role", "unit")), role or at or person.name, _held)


def tie_named(person: Person, *, kind: str, to: str) -> Tie:
    """The one tie of *person* that holds, of this kind and to the unit with this code, as far as said."""
    ties = Tie.objects.filter(overlapping(clock.today(), None)).filter(
        Q(from_person=person) | Q(to_person=person)
    )
    ties = ties.filter(kind__key=kind) if kind else ties
    ties = ties.filter(to_unit__code=to) if to else ties
    related = ties.select_related("kind", "from_person", "from_unit", "to_person", "to_unit")
    return _only(list(related), kind or to or person.name, _tied)


def _by_phone(region: Region, said: str) -> list[Person]:
    try:
        return list(people_by_phone(region, said))
    except Refusal:
        return []


def _only(found: list[M], said: str, about: Callable[[M], str]) -> M:
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refusal(
            "registry.not_found",
            zh=f"没有找到“{said}”。请核对后再试。",
            en=f'Nothing is called "{said}" here. Compare it and try again.',
        )
    listed = _listed(map(about, found))
    raise Refusal(
        "registry.several_found",
        zh=f"“{said}”有 {len(found)} 个，请说得更细：{listed}",
        en=f'"{said}" fits {len(found)}; say more exactly which: {listed}',
    )


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words)


def _about(person: Person) -> str:
    posts = Post.objects.filter(overlapping(clock.today(), None), person=person).select_related(
        "role", "unit"
    )
    return f"{person.pk} {person.name} ({', '.join(map(_held, posts)) or '—'})"


def _held(post: Post) -> str:
    return f"{post.role.key} {post.unit.code} {post.unit.name}"


def _tied(tie: Tie) -> str:
    ends = (tie.from_person or tie.from_unit, tie.to_person or tie.to_unit)
    return f"{tie.kind.key} {' → '.join(str(end) for end in ends)}"
