"""Posts and units of a word that goes are given the word that the playbook names in its stead."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from haitang.kernel.registry.actions.stamp import bump
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.conditions import role_of
from haitang.kernel.registry.models import Post, Role, Unit, UnitKind
from haitang.kernel.registry.rules import require
from haitang.kernel.registry.spans import overlapping
from haitang.lib import clock


@transaction.atomic
def give_roles(at: Unit, *, instead: Mapping[str, str], actor: Actor) -> None:
    """Posts held today or later in a role that went are of the role *instead*; ended ones stay as they were.

    As with a rename, who holds one keeps it since its day, with the tokens that act by it.
    """
    require(actor, "registry.declare", at)
    for old, new in instead.items():
        for gone in Role.objects.filter(region=at.region_id, holder=at, key=old).exclude(retired_on=None):
            role = role_of(at, new)
            held = Post.objects.filter(overlapping(clock.today(), None), role=gone)
            doubled = list(_twice(held, role))
            _end(doubled)
            held.exclude(pk__in=[post.pk for post in doubled]).update(role=role)
    bump(at.region_id)


def _twice(held: QuerySet[Post], role: Role) -> QuerySet[Post]:
    """Those whose holder has had the new role at the same unit since the same day."""
    same = Post.objects.filter(
        role=role, person=OuterRef("person"), unit=OuterRef("unit"), since=OuterRef("since")
    )
    return held.filter(Exists(same))


def _end(posts: list[Post]) -> None:
    """A post lasts a day at least."""
    for post in posts:
        post.until = max(clock.today(), post.since + timedelta(days=1))
        post.save(update_fields=["until"])


@transaction.atomic
def give_unit_kinds(at: Unit, *, instead: Mapping[str, str], actor: Actor) -> None:
    """Units of a kind that went are of the kind *instead*, unless they are closed."""
    require(actor, "registry.declare", at)
    for old, new in instead.items():
        gone = UnitKind.objects.filter(region=at.region_id, holder=at, key=old).exclude(retired_on=None)
        kind = UnitKind.objects.filter(region=at.region_id, key=new, retired_on=None).first()
        if kind:
            Unit.objects.filter(overlapping(clock.today(), None), kind__in=gone).update(kind=kind)
    bump(at.region_id)
