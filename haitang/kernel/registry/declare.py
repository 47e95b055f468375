"""The registry's words of the playbook language: unit kinds, roles, ties, kinds of places."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from pydantic import Field

from haitang.kernel.registry.abilities import known_abilities
from haitang.kernel.registry.actions.declared import (
    RoleRow,
    TieRow,
    WordSpec,
    declare_place_kinds,
    declare_roles,
    declare_tie_kinds,
    declare_unit_kinds,
)
from haitang.kernel.registry.actions.instead import give_roles, give_unit_kinds
from haitang.kernel.registry.actors import SYSTEM
from haitang.kernel.registry.effects import USES, of_abilities, of_reach, of_taking, of_vanishing
from haitang.kernel.registry.enums import Side
from haitang.kernel.registry.models import Unit
from haitang.lib.declare import Declaration, Effect, House, Identity, Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text, nearest


class UnitKindSpec(Declaration):
    """A kind of unit."""

    label: Text = Field(description="Its name for people, in both languages.")
    was: str = Field("", description="The key it is renamed from.")


class PlaceKindSpec(Declaration):
    """A kind of place."""

    label: Text = Field(description="Its name for people, in both languages.")
    was: str = Field("", description="The key it is renamed from.")


class RoleSpec(Declaration):
    """What one may be at a unit; abilities hold over the unit and all below it."""

    label: Text = Field(description="Its name for people, in both languages.")
    abilities: tuple[str, ...] = Field((), description="What its holder may do, each as part.verb.")
    at: tuple[str, ...] = Field((), description="The kinds of unit where it is held; none named means any.")
    was: str = Field("", description="The key it is renamed from.")


class TieSpec(Declaration):
    """A kind of tie; it leads from the first of *between* to the second."""

    label: Text = Field(description="Its name for people, in both languages.")
    between: tuple[Side, Side] = Field(description="What it leads from and to: person or unit.")
    gives: str = Field(
        "",
        description="A role whose abilities the person has over the tied unit and all below it, as long as "
        "the tie holds; only where `between` is [person, unit].",
    )
    was: str = Field("", description="The key it is renamed from.")


class Instead(Declaration):
    """Where what is held goes when its word does."""

    roles: Mapping[str, str] = Field(
        default_factory=dict,
        description="A role that goes, and the one that its posts of today and later are of from now on.",
    )
    unit_kinds: Mapping[str, str] = Field(
        default_factory=dict, description="A kind of unit that goes, and the one its open units are of."
    )


class RegistrySection(Section):
    """Who and where: the words for units, roles, ties and places."""

    part: ClassVar[str] = "registry"
    codes: ClassVar[Mapping[str, Text]] = {
        "unknown-ability": Text(
            zh="角色列出的权限不存在。权限的名字是“部分.动作”，如 matters.move。",
            en="A role lists an ability that no part of the house knows. Abilities are named part.verb.",
        ),
        "unknown-unit-kind": Text(
            zh="角色的 at: 写了没有声明的单位类型。",
            en="A role's `at:` names a kind of unit that unit_kinds does not declare.",
        ),
        "unknown-role": Text(
            zh="写了没有声明的角色。角色在 roles: 里声明，可以是上级方案声明的。",
            en="A role is named that `roles:` does not declare, here or in a playbook above.",
        ),
        "word-and-instead": Text(
            zh="instead: 是给已删去的角色或单位类型找去处，这一个还在。",
            en="`instead:` is for a role or kind of unit that is gone; this one stands.",
        ),
        "gives-without-unit": Text(
            zh="联系的 gives: 只用于从人到单位的联系：权限总是落在单位及其下级。",
            en="`gives:` is for ties from a person to a unit: abilities hold over a unit and all below it.",
        ),
    }

    unit_kinds: Mapping[str, UnitKindSpec] = Field({}, description="Kinds of units: county, town, village …")
    roles: Mapping[str, RoleSpec] = Field({}, description="What people may be at units, and may do there.")
    ties: Mapping[str, TieSpec] = Field({}, description="Kinds of dated links between people or units.")
    place_kinds: Mapping[str, PlaceKindSpec] = Field({}, description="What places are for.")
    instead: Instead = Field(
        Instead(),
        description="For roles and kinds of unit that go while they are held: what takes their place. May be "
        "dropped once applied.",
    )

    def problems(self, house: House) -> Iterable[Fault]:
        """Roles with unknown abilities or at unknown kinds of unit; ties that give what they cannot."""
        for key, role in self.roles.items():
            yield from _unknown(role.abilities, known_abilities(), "ability", ("roles", key, "abilities"))
            yield from _unknown(role.at, self.unit_kinds, "unit kind", ("roles", key, "at"), "unit_kinds")
        for key, tie in self.ties.items():
            if tie.gives:
                yield from _gives(key, tie, self.roles)
        yield from _mapped("roles", self.instead.roles, self.roles, "role")
        yield from _mapped("unit_kinds", self.instead.unit_kinds, self.unit_kinds, "unit kind")

    def identities(self) -> Iterable[Identity]:
        """Every word; records point to all of them."""
        for section in USES:
            for key, spec in getattr(self, section).items():
                yield Identity((section,), key, was=spec.was)

    def effects(self, before: "RegistrySection", at: Unit) -> Iterable[Effect]:
        """Words another unit has, or that would go while in use; posts that could do more or less."""
        for section in USES:
            yield from of_taking(section, getattr(self, section), at)
            words = (getattr(before, section), getattr(self, section))
            yield from of_vanishing(section, *words, at, getattr(self.instead, section, {}))
        yield from of_abilities(before.roles, self.roles, at)
        yield from of_reach(before.ties, self.ties, at)

    def apply(self, at: Unit, house: House) -> None:
        """Write the rows that posts, units, ties and places point to."""
        actor = SYSTEM(at.region_id)
        declare_unit_kinds(at, kinds=_words(self.unit_kinds), actor=actor)
        roles = {
            key: RoleRow(spec.label, spec.was, spec.abilities, spec.at) for key, spec in self.roles.items()
        }
        declare_roles(at, roles=roles, actor=actor)
        ties = {
            key: TieRow(spec.label, spec.was, spec.between, spec.gives) for key, spec in self.ties.items()
        }
        declare_tie_kinds(at, kinds=ties, actor=actor)
        declare_place_kinds(at, kinds=_words(self.place_kinds), actor=actor)
        give_roles(at, instead=self.instead.roles, actor=actor)
        give_unit_kinds(at, instead=self.instead.unit_kinds, actor=actor)


def _words(specs: Mapping[str, UnitKindSpec] | Mapping[str, PlaceKindSpec]) -> dict[str, WordSpec]:
    return {key: WordSpec(spec.label, spec.was) for key, spec in specs.items()}


def _unknown(
    words: Iterable[str], known: Iterable[str], what: str, path: tuple[str, ...], declared: str = ""
) -> Iterable[Fault]:
    known = list(known)
    for number, word in enumerate(words):
        if word not in known:
            near = nearest(word, known)
            hint = f'Did you mean "{near}"?' if near else f"Known: {', '.join(known)}."
            code = f"unknown-{what.replace(' ', '-')}"
            lacks = (declared, word) if declared else ()
            yield Fault(code, f'unknown {what} "{word}".', hint, path=(*path, number), lacks=lacks)


def _mapped(
    section: str, instead: Mapping[str, str], declared: Mapping[str, Declaration], what: str
) -> Iterable[Fault]:
    """A mapping leads from a word that is gone to one that is there."""
    for gone, now in instead.items():
        path = ("instead", section, gone)
        if gone in declared:
            said, hint = f'"{gone}" is still declared.', f"Drop it from {section}:, or from instead:."
            yield Fault("word-and-instead", said, hint, path=path)
        if now not in declared:
            near = nearest(now, list(declared))
            hint = f'Did you mean "{near}"?' if near else f"Known: {', '.join(declared)}."
            code = f"unknown-{what.replace(' ', '-')}"
            yield Fault(code, f'unknown {what} "{now}".', hint, path=path, lacks=(section, now))


def _gives(key: str, tie: TieSpec, roles: Mapping[str, RoleSpec]) -> Iterable[Fault]:
    path = ("ties", key, "gives")
    if tie.gives not in roles:
        near = nearest(tie.gives, list(roles))
        hint = f'Did you mean "{near}"?' if near else "Declare it under roles:."
        what = f'unknown role "{tie.gives}".'
        yield Fault("unknown-role", what, hint, path=path, lacks=("roles", tie.gives))
    if tie.between != (Side.PERSON, Side.UNIT):
        what = f'"{key}" leads to no unit from a person and can give no role.'
        yield Fault("gives-without-unit", what, "Say between: [person, unit], or drop gives.", path=path)
