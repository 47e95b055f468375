"""Rows of what playbooks declare: unit kinds, roles, kinds of ties and places; written by apply.

Each word belongs to the unit whose playbook declared it: a town's playbook neither changes nor retires
what its county declared, nor what another town did: keys are one's own in the whole region. What is no
longer declared is retired, never deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actions.stamp import bump
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.conditions import is_anothers, role_of
from haitang.kernel.registry.enums import Side
from haitang.kernel.registry.models import PlaceKind, Role, RoleAbility, TieKind, Unit, UnitKind, Word
from haitang.kernel.registry.rules import require
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import Text

W = TypeVar("W", bound=Word)


@dataclass(frozen=True)
class WordSpec:
    """A declared word: its label, and the key it is renamed from."""

    label: Text
    was: str = ""


@dataclass(frozen=True)
class RoleRow(WordSpec):
    """A role: its abilities, and the kinds of unit where it is held (none: any)."""

    abilities: tuple[str, ...] = ()
    at: tuple[str, ...] = ()


@dataclass(frozen=True)
class TieRow(WordSpec):
    """A kind of tie: what it leads from and to, and the key of the role it gives, if any."""

    between: tuple[Side, Side] = (Side.PERSON, Side.PERSON)
    gives: str = ""


@transaction.atomic
def declare_unit_kinds(at: Unit, *, kinds: Mapping[str, WordSpec], actor: Actor) -> None:
    """Make *kinds* the unit kinds that the playbook at *at* declares."""
    require(actor, "registry.declare", at)
    _declare(UnitKind, at, kinds)
    bump(at.region_id)


@transaction.atomic
def declare_roles(at: Unit, *, roles: Mapping[str, RoleRow], actor: Actor) -> None:
    """Make *roles* the roles that the playbook at *at* declares; posts gain and lose abilities at once."""
    require(actor, "registry.declare", at)
    rows = _declare(Role, at, roles)
    kinds = {kind.key: kind for kind in UnitKind.objects.filter(region=at.region_id)}
    for key, role in rows.items():
        _set_abilities(role, set(roles[key].abilities))
        missing = [kind for kind in roles[key].at if kind not in kinds]
        if missing:
            raise Refusal(
                "registry.unknown_unit_kind",
                zh=f"角色 {key} 所在的单位类型 {'、'.join(missing)} 没有声明。",
                en=f"The role {key} is held at kinds of unit that are not declared: {', '.join(missing)}.",
            )
        role.at.set([kinds[kind] for kind in roles[key].at])
    bump(at.region_id)


@transaction.atomic
def declare_tie_kinds(at: Unit, *, kinds: Mapping[str, TieRow], actor: Actor) -> None:
    """Make *kinds* the kinds of tie that the playbook at *at* declares; reach is gained and lost at once."""
    require(actor, "registry.declare", at)
    for key, row in _declare(TieKind, at, kinds).items():
        row.from_side, row.to_side = kinds[key].between
        row.gives = role_of(at, kinds[key].gives) if kinds[key].gives else None
        row.save(update_fields=["from_side", "to_side", "gives"])
    bump(at.region_id)


@transaction.atomic
def declare_place_kinds(at: Unit, *, kinds: Mapping[str, WordSpec], actor: Actor) -> None:
    """Make *kinds* the kinds of place that the playbook at *at* declares."""
    require(actor, "registry.declare", at)
    _declare(PlaceKind, at, kinds)
    bump(at.region_id)


def _is_aboves(word: Word, at: Unit) -> bool:
    """Whether a unit that *at* lies under, not *at* itself, declares *word* today."""
    holder = word.holder
    there = holder is not None and holder.pk != at.pk and at.path.startswith(holder.path)
    return there and word.retired_on is None


def _renamed(row: W | None, at: Unit) -> W | None:
    """The row that takes another key: *at*'s own, or one that nobody's playbook has declared yet."""
    return row if row and row.holder_id in (None, at.pk) else None


def _declare(model: type[W], at: Unit, words: Mapping[str, WordSpec]) -> dict[str, W]:
    """The rows of those words that are *at*'s own, made, renamed, relabelled, revived or retired."""
    known = model._default_manager.filter(region=at.region_id)  # noqa: SLF001 -- an abstract class has no other
    rows = {row.key: row for row in known.select_related("holder")}
    mine: dict[str, W] = {}
    for key, spec in words.items():
        row = rows.get(key) or _renamed(rows.get(spec.was), at) or model(region_id=at.region_id, holder=at)
        if is_anothers(row, at):
            raise refusals.declared_elsewhere(row.holder, key)
        if not _is_aboves(row, at):
            mine[key] = row
            _write(row, at, key, spec)
    for row in rows.values():
        if row.holder_id == at.pk and row.key not in mine and row.retired_on is None:
            row.retired_on = clock.today()
            row.save(update_fields=["retired_on"])
    return mine


def _write(row: Word, at: Unit, key: str, spec: WordSpec) -> None:
    row.key, row.holder, row.retired_on = key, at, None
    row.label_zh, row.label_en = spec.label.zh, spec.label.en
    row.save()


def _set_abilities(role: Role, abilities: set[str]) -> None:
    held = set(role.abilities.values_list("ability", flat=True))
    role.abilities.filter(ability__in=held - abilities).delete()
    RoleAbility.objects.bulk_create(
        RoleAbility(role=role, ability=ability) for ability in sorted(abilities - held)
    )
