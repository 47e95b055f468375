"""What the tables cannot forbid and must yet hold: each check one question, each finding with its remedy."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from haitang.kernel.registry.models import Post, Region, Tie, Unit
from haitang.lib.clock import today
from haitang.lib.text import Text


@dataclass(frozen=True)
class IntegrityFinding:
    """Something that does not hold: which question found it, where, and what to do."""

    code: str
    where: str
    what: Text
    mend: Text

    def __str__(self) -> str:
        lines = (f"{self.what.zh}{self.mend.zh}", f"{self.what.en} {self.mend.en}")
        return f"{self.code} {self.where}\n  " + "\n  ".join(lines)


@dataclass(frozen=True)
class Check:
    """One question; ``seek`` names where in a region the answer is no."""

    code: str
    what: Text
    mend: Text
    seek: Callable[[Region], Iterable[str]]


def findings(region: Region) -> Iterator[IntegrityFinding]:
    """Every finding of every check, the checks of the parts above among them."""
    for check in CHECKS:
        for where in check.seek(region):
            yield IntegrityFinding(check.code, where, check.what, check.mend)


def register_check(check: Check) -> None:
    """Ask one question more: a part above the registry hands in its own."""
    if check not in CHECKS:
        CHECKS.append(check)


#: Any day in a span that is not over.
_ENDLESS = Value(date.max)


def _outlives(unit: str) -> Q:
    """What goes on after the unit it is at was closed."""
    return Q(**{f"{unit}__until__isnull": False}) & (Q(until=None) | Q(until__gt=F(f"{unit}__until")))


def _outside(region: Region) -> Iterator[str]:
    wrong = Q(since__lt=F("unit__since")) | _outlives("unit")
    return _posts(Post.objects.filter(wrong, region=region))


def _doubled(region: Region) -> Iterator[str]:
    same = Post.objects.filter(
        person=OuterRef("person"), role=OuterRef("role"), unit=OuterRef("unit"), pk__lt=OuterRef("pk")
    )
    ended = Coalesce(OuterRef("until"), _ENDLESS)
    overlapping = same.filter(Q(until=None) | Q(until__gt=OuterRef("since")), since__lt=ended)
    return _posts(Post.objects.filter(Exists(overlapping), region=region))


def _of_the_erased(region: Region) -> Iterator[str]:
    return _posts(Post.objects.filter(region=region, person__erased_at__isnull=False, until=None))


def _posts(found: QuerySet[Post]) -> Iterator[str]:
    for post in found.select_related("unit", "role").order_by("pk").iterator():
        yield f"post {post.pk} ({post.role.key}) · {post.unit.name} {post.unit.code}".strip()


def _holds_elsewhere(region: Region) -> Iterator[str]:
    beyond = Q(role__holder__isnull=False) & ~Q(unit__path__startswith=F("role__holder__path"))
    return _posts(Post.objects.filter(beyond, region=region).filter(Q(until=None) | Q(until__gt=today())))


def _ties(region: Region) -> Iterator[str]:
    ended = Tie.objects.filter(_outlives("to_unit") | _outlives("from_unit"), region=region)
    return (f"tie {tie.pk} ({tie.kind.key})" for tie in ended.select_related("kind").order_by("pk"))


def _orphans(region: Region) -> Iterator[str]:
    return _units(Q(region=region) & _outlives("parent"))


def _astray(region: Region) -> Iterator[str]:
    own = Concat(Coalesce(F("parent__path"), Value("")), Cast("pk", CharField()), Value("/"))
    return _units(Q(region=region) & ~Q(path=own))


def _units(wrong: Q) -> Iterator[str]:
    for unit in Unit.objects.filter(wrong).order_by("pk").iterator():
        yield f"unit {unit.pk} · {unit.name} {unit.code}".strip()


CHECKS = [
    Check(
        "post.outside_its_unit",
        Text(zh="任职的起止超出了单位的起止。", en="The post begins before its unit or goes on after it."),
        Text(zh="请在单位撤销之日结束任职。", en="End the post on the day the unit closed."),
        _outside,
    ),
    Check(
        "post.held_twice",
        Text(
            zh="同一人在同一单位的同一职务有两段重叠。",
            en="One person holds one role at one unit twice at once.",
        ),
        Text(zh="请结束其中一段。", en="End one of the two."),
        _doubled,
    ),
    Check(
        "post.of_another_units_role",
        Text(
            zh="职务的角色是另一单位自己的方案声明的。",
            en="The role of the post is declared by the playbook of a unit that this one does not lie under.",
        ),
        Text(
            zh="那份方案能改它的权限：请结束任职，改用这里的角色。",
            en="That playbook says what it may do: end the post, and appoint to a role that holds here.",
        ),
        _holds_elsewhere,
    ),
    Check(
        "post.of_an_erased_person",
        Text(zh="信息已删除的人仍在任。", en="Somebody whose data was erased still holds the post."),
        Text(zh="请结束任职。", en="End the post."),
        _of_the_erased,
    ),
    Check(
        "tie.to_a_closed_unit",
        Text(zh="结对的单位已撤销。", en="The tie holds with a unit that closed."),
        Text(zh="请解除结对。", en="Untie it."),
        _ties,
    ),
    Check(
        "unit.outlives_its_parent",
        Text(zh="上级单位先于它撤销。", en="The unit it lies under closed before it."),
        Text(zh="请把它移到另一单位下，或一并撤销。", en="Move it under another unit, or close it as well."),
        _orphans,
    ),
    Check(
        "unit.path",
        Text(zh="单位的路径与它的上级不符。", en="The unit's path is not its parent's and its own id."),
        Text(zh="权限因此有误：请从备份恢复。", en="Permissions are wrong by it: restore from the backup."),
        _astray,
    ),
]
