"""Posts: who holds which role where, from when until when. Permission hangs on nothing else."""

from datetime import date

from django.db import transaction

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actions.stamp import bump, hold
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.conditions import (
    cleaned_reason,
    require_days_fit,
    require_may_grant,
    require_person_here,
    require_role_fits,
    require_successors,
    role_of,
)
from haitang.kernel.registry.models import ApiToken, Person, Post, Unit
from haitang.kernel.registry.rules import APPOINTS, require
from haitang.kernel.registry.spans import overlapping
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


@transaction.atomic
def appoint(
    person: Person,
    *,
    role: str,
    unit: Unit,
    actor: Actor,
    since: date | None = None,
    until: date | None = None,
) -> Post:
    """*person* holds *role* (its key) at *unit* from *since* (today if not said).

    Who serves elsewhere is appointed by whoever may appoint there too: a post gives power over its holder.
    """
    require(actor, "registry.appoint", unit)
    hold(unit.region_id)
    unit = Unit.objects.get(pk=unit.pk)  # as it stands now: it may have moved meanwhile
    found = role_of(unit, role)
    require_may_grant(found, unit, actor)
    post = Post(
        region_id=unit.region_id,
        person=person,
        role=found,
        unit=unit,
        since=since or clock.today(),
        until=until,
    )
    require_person_here(person, unit.region_id)
    _require_theirs(person, actor)
    require_days_fit(unit, post.since, until)
    require_role_fits(unit, found)
    _require_not_twice(post)
    post.save(force_insert=True)
    bump(post.region_id)
    return post


def _require_theirs(person: Person, actor: Actor) -> None:
    if not (actor.is_system or APPOINTS.allows(actor, person)):
        raise Refusal(
            "registry.serves_elsewhere",
            zh="此人在别处任职，请由两处共同的上级任命。",
            en="This person serves elsewhere: whoever is above both places appoints them.",
            field="person",
        )


@transaction.atomic
def end_post(post: Post, *, on: date, actor: Actor, why: str = "") -> Post:
    """The post ends: *on* is the first day without it; *why* is kept with it."""
    hold(post.region_id)
    post = Post.objects.select_related("unit", "role").get(pk=post.pk)
    require(actor, "registry.appoint", post.unit)
    require_may_grant(post.role, post.unit, actor)
    if on <= post.since or (post.until is not None and post.until <= on):
        raise Refusal(
            "registry.post_end_day",
            zh=f"结束日期应晚于任职之日（{post.since}），且早于已登记的结束日期。",
            en=f"A post ends after the day it began ({post.since}) and before the end it has already.",
            field="on",
        )
    require_successors(Post.objects.filter(pk=post.pk), on=on, actor=actor)
    post.until, post.ended_because = on, cleaned_reason(why)
    post.save(update_fields=["until", "ended_because"])
    bump(post.region_id)
    return post


@transaction.atomic
def withdraw_post(post: Post, *, actor: Actor) -> None:
    """Take back a post that has not begun; as if it had never been entered."""
    hold(post.region_id)
    post = Post.objects.select_related("unit").get(pk=post.pk)
    require(actor, "registry.appoint", post.unit)
    if post.since <= clock.today():
        raise Refusal(
            "registry.post_has_begun",
            zh="任职已经开始，只能结束，不能撤回。",
            en="The post has begun: end it, it cannot be taken back.",
        )
    ApiToken.objects.filter(post=post).delete()
    post.delete()
    bump(post.region_id)


def _require_not_twice(post: Post) -> None:
    same = Post.objects.filter(
        overlapping(post.since, post.until), person=post.person, role=post.role, unit=post.unit
    )
    if same.exists():
        raise refusals.held_already()
