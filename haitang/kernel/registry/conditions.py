"""What acts ask before they write."""

from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Person, Post, Role, RoleAbility, Unit, UnitKind, Word
from haitang.kernel.registry.rules import forbidden
from haitang.kernel.registry.spans import holds_on, overlapping
from haitang.lib.diagnostics import Refusal

#: The ability whose last holder at a region's root cannot leave without a successor.
LAST_OFFICE = "registry.appoint"
PATH_LIMIT = 200
REASON_LENGTH = 200
W = TypeVar("W", bound=Word)


def kind_of(at: Unit, key: str) -> UnitKind:
    """The kind of units with this key that holds at *at*; refused if there is none or it is retired."""
    kinds = UnitKind.objects.filter(region=at.region_id, key=key, retired_on=None)
    return _held_at(at, kinds.select_related("holder").first(), refusals.unknown_unit_kind(key))


def role_of(at: Unit, key: str) -> Role:
    """The role with this key that holds at *at*; refused if there is none or it is retired."""
    roles = Role.objects.filter(region=at.region_id, key=key, retired_on=None)
    return _held_at(at, roles.select_related("holder").first(), refusals.unknown_role(key))


def _held_at(at: Unit, word: W | None, unknown: Refusal) -> W:
    if word is None:
        raise unknown
    require_holds_at(word, at)
    return word


def require_holds_at(word: Word, unit: Unit) -> None:
    """Refused outside the unit whose playbook declares *word*.

    Otherwise that playbook, which gives a role its abilities, would hand them out where it does not hold.
    """
    if word.holder is not None and not unit.path.startswith(word.holder.path):
        raise refusals.holds_elsewhere(word, word.holder)


def cleaned_reason(why: str) -> str:
    """Why something ends, without blanks around it; refused if it is too long."""
    why = why.strip()
    if len(why) > REASON_LENGTH or "\0" in why:
        raise Refusal(
            "registry.reason_length",
            zh=f"原因不超过 {REASON_LENGTH} 字。",
            en=f"A reason has at most {REASON_LENGTH} characters.",
            field="why",
        )
    return why


def is_anothers(word: Word, at: Unit) -> bool:
    """Whether a unit that is neither *at* nor above it declares *word* today: one beside it, or below."""
    holder = word.holder
    return holder is not None and word.retired_on is None and not at.path.startswith(holder.path)


def clean_unit_name(name: str) -> str:
    """The name without blanks around it; refused if empty or too long."""
    name = name.strip()
    if not name or len(name) > 120:
        raise Refusal(
            "registry.unit_name",
            zh="请填写单位名称，不超过 120 字。",
            en="Give the unit a name of at most 120 characters.",
            field="name",
        )
    return name


def require_open_unit(unit: Unit, day: date) -> None:
    """Refused unless the unit exists on *day* and from then on."""
    if unit.since > day or unit.until is not None:
        raise refusals.unit_not_open(unit)


def require_free_code(region_id: int, code: str) -> None:
    """Refused if another unit of the region has this code."""
    if code and Unit.objects.filter(region=region_id, code=code).exists():
        raise refusals.code_taken(code)


def require_not_erased(person: Person) -> None:
    """Refused for one whose particulars were erased."""
    if person.erased_at is not None:
        raise refusals.person_erased()


def require_person_here(person: Person, region_id: int) -> None:
    """Refused for people of other regions, and for the erased."""
    if person.region_id != region_id or person.erased_at is not None:
        raise refusals.person_not_here()


def require_days_fit(unit: Unit, since: date, until: date | None) -> None:
    """Refused unless a post's days follow one another and lie within its unit's."""
    if until is not None and until <= since:
        raise Refusal(
            "registry.post_days",
            zh="结束日期应晚于开始日期。",
            en="A post ends after it begins.",
            field="until",
        )
    within = unit.until is None or (until is not None and until <= unit.until)
    if not (within and holds_on(since, unit.since, unit.until)):
        raise refusals.unit_not_open(unit)


def require_role_fits(unit: Unit, role: Role) -> None:
    """Refused unless the role is held at units of this kind."""
    kinds = {kind.pk for kind in role.at.all()}
    if kinds and unit.kind_id not in kinds:
        raise refusals.role_not_here(role)


def require_may_grant(role: Role, unit: Unit, actor: Actor) -> None:
    """Nobody hands out, or takes, what they may not do themselves, except those named to."""
    if actor.may("registry.grant", unit):
        return
    for ability in role.abilities.values_list("ability", flat=True):
        if not actor.may(ability, unit):
            raise forbidden(f"registry.grant: {role.key} → {ability}")


def require_successors(posts: QuerySet[Post], *, on: date, actor: Actor) -> None:
    """Refused if ending *posts* leaves nobody at the region's root who may appoint; the house itself may."""
    if actor.is_system:
        return
    appointing = RoleAbility.objects.filter(ability=LAST_OFFICE).values("role")
    office = Post.objects.filter(
        overlapping(on, None), region=actor.region_id, unit__parent=None, role__in=appointing
    )
    leaving = office.filter(pk__in=posts.values("pk"))
    staying = office.filter(until=None, since__lte=on).exclude(pk__in=leaving.values("pk"))
    if leaving.exists() and not staying.exists():
        raise refusals.last_office()
