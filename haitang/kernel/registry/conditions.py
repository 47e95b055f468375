"""What acts ask before they write, and the refusals when it is not so."""

from datetime import date

from django.db.models import QuerySet

from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Person, Post, Role, RoleAbility, Unit, UnitKind
from haitang.kernel.registry.rules import forbidden
from haitang.kernel.registry.spans import overlapping
from haitang.lib.diagnostics import Conflict, Refusal

#: The ability whose last holder at a region's root cannot leave without a successor.
LAST_OFFICE = "registry.appoint"


def kind_of(region_id: int, key: str) -> UnitKind:
    """The declared kind of units with this key; refused if there is none or it is retired."""
    kind = UnitKind.objects.filter(region=region_id, key=key, retired_on=None).first()
    if kind is None:
        raise Refusal(
            "registry.unknown_unit_kind",
            zh=f"方案里没有名为 {key} 的单位类型(或已停用)。",
            en=f"No playbook here declares a unit kind {key}, or it is retired.",
            field="kind",
        )
    return kind


def require_open_unit(unit: Unit, day: date) -> None:
    """Refused unless the unit exists on *day* and from then on."""
    if unit.since > day or unit.until is not None:
        raise Refusal(
            "registry.unit_not_open",
            zh=f"“{unit.name}”在 {day} 尚未设立或已撤销。",
            en=f"{unit.name} does not exist on {day}, or is closed.",
            field="unit",
        )


def clean_unit_name(name: str) -> str:
    """The name without blanks around it; refused if empty or too long."""
    name = name.strip()
    if not name or len(name) > 120:
        raise Refusal(
            "registry.unit_name",
            zh="请填写单位名称,不超过 120 字。",
            en="Give the unit a name of at most 120 characters.",
            field="name",
        )
    return name


def require_free_code(region_id: int, code: str) -> None:
    """Refused if another unit of the region has this code."""
    if code and Unit.objects.filter(region=region_id, code=code).exists():
        raise Conflict(
            "registry.code_taken",
            zh=f"代码 {code} 已被另一个单位使用。",
            en=f"Another unit has the code {code} already.",
            field="code",
        )


def role_of(region_id: int, key: str) -> Role:
    """The declared role with this key; refused if there is none or it is retired."""
    role = Role.objects.filter(region=region_id, key=key, retired_on=None).first()
    if role is None:
        raise Refusal(
            "registry.unknown_role",
            zh=f"方案里没有名为 {key} 的角色(或已停用)。",
            en=f"No playbook here declares a role {key}, or it is retired.",
            field="role",
        )
    return role


def require_may_grant(role: Role, unit: Unit, actor: Actor) -> None:
    """Nobody hands out, or takes, what they may not do themselves, except those named to."""
    if actor.may("registry.grant", unit):
        return
    for ability in role.abilities.values_list("ability", flat=True):
        if not actor.may(ability, unit):
            raise forbidden(f"registry.grant: {role.key} → {ability}")


def require_successors(posts: QuerySet[Post], *, on: date, actor: Actor) -> None:
    """Refused if ending *posts* leaves nobody at a region's root who may appoint; the house itself may."""
    if actor.is_system:
        return
    office = Post.objects.filter(
        overlapping(on, None),
        region=actor.region_id,
        unit__parent=None,
        role__in=RoleAbility.objects.filter(ability=LAST_OFFICE).values("role"),
    )
    leaving = office.filter(pk__in=posts.values("pk"))
    if leaving.exists() and not office.filter(until=None, since__lte=on).exclude(pk__in=leaving.values("pk")):
        raise Refusal(
            "registry.last_office",
            zh="这是本地区最后一个可以任免职务的职务。请先任命接任者。",
            en="This is the last post of this region that may appoint. Appoint a successor first.",
        )


def held_already() -> Conflict:
    """The refusal of the same post twice on one day."""
    return Conflict(
        "registry.post_twice",
        zh="此人在这段时间已在这里担任同一职务。",
        en="This person holds the same post here during that time already.",
        field="since",
    )


def require_not_erased(person: Person) -> None:
    """Refused for one whose particulars were erased."""
    if person.erased_at is not None:
        raise Refusal(
            "registry.person_erased",
            zh="此人的信息已按本人要求删除,不能再修改或任职。",
            en="This person's particulars were erased; they are not changed and hold no posts any more.",
            field="person",
        )


def identity_taken() -> Conflict:
    """The refusal of a second person with one identity number."""
    return Conflict(
        "registry.identity_taken",
        zh="这个身份证号已经登记过。请在花名册中查找此人。",
        en="Someone with this identity number is enrolled already. Look for them in the registry.",
        field="identity",
    )
