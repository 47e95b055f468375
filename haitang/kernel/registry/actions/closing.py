"""A unit is closed: alone, with all below it, or once all below it hangs under another; no orphans."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actions.stamp import bump, hold, stamped_once
from haitang.kernel.registry.actions.units import move_unit
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.closings import Heritage, heritages, units_going
from haitang.kernel.registry.closure import was_below
from haitang.kernel.registry.conditions import cleaned_reason
from haitang.kernel.registry.models import ApiToken, Post, Tie, Unit, UnitAncestor
from haitang.kernel.registry.rules import require
from haitang.kernel.registry.spans import batched, overlapping
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


@transaction.atomic
def close_unit(
    unit: Unit,
    *,
    on: date,
    actor: Actor,
    end_posts: bool = False,
    why: str = "",
    with_below: bool = False,
    below_to: Unit | None = None,
    heir: Unit | None = None,
) -> Unit:
    """The unit ends: *on* is the first day without it. Posts held there end too if *end_posts* says so.

    What lies below it is closed as well (*with_below*), or moved under *below_to* in the same act; else it
    must be gone before. What other parts keep in its hands goes to *heir*. *why* is kept with it, and with
    the posts.
    """
    hold(unit.region_id)
    unit = Unit.objects.select_related("region", "parent").get(pk=unit.pk)
    require(actor, "registry.units", unit)
    _require_may_close(unit, on)
    if below_to is not None:
        _move_below(unit, below_to, on, actor)
    going = units_going(unit, on=on, with_below=with_below)
    _require_leaves(unit, going, on)
    _end_posts(unit, going, on, end_posts=end_posts, why=cleaned_reason(why))
    _hand_on(unit, going, heir, on, actor)
    _end(going, on, cleaned_reason(why))
    bump(unit.region_id)
    unit.refresh_from_db()
    return unit


def _require_may_close(unit: Unit, on: date) -> None:
    if unit.parent_id is None or unit.until is not None or on <= unit.since:
        raise refusals.unit_cannot_close(unit)


def _move_below(unit: Unit, target: Unit, on: date, actor: Actor) -> None:
    """Moves change what lies where at once, so they are not made beforehand."""
    today = clock.today()
    day = min(on, today)
    if on > today + timedelta(days=1):
        raise refusals.move_beforehand()
    if target.pk == unit.pk or was_below(target, unit, since=day):
        raise refusals.heir_goes_too(target, "below_to")
    below = UnitAncestor.objects.filter(overlapping(day, None), ancestor=unit, depth=1)
    with stamped_once():
        for child in Unit.objects.filter(pk__in=list(below.values_list("unit_id", flat=True))):
            move_unit(child, under=target, on=day, actor=actor)


def _require_leaves(unit: Unit, going: Sequence[int], on: date) -> None:
    """Refused if something stays below, or what goes was set up, moved or closed later than *on*."""
    rows = UnitAncestor.objects.filter(overlapping(on, None))
    below = set(rows.filter(ancestor=unit, depth__gt=0).values_list("unit_id", flat=True)) - set(going)
    # A unit moved on that very day goes all the same; one set up on it would never have stood.
    later = Q(since__gt=on) | Q(depth=0, since=on) | Q(until__isnull=False)
    for ids in batched(going):
        below |= set(rows.filter(later, unit__in=ids).values_list("unit_id", flat=True))
    if below:
        raise refusals.unit_has_units(unit, len(below))


def _end_posts(unit: Unit, going: Sequence[int], on: date, *, end_posts: bool, why: str) -> None:
    held = [Post.objects.filter(overlapping(on, None), unit__in=ids) for ids in batched(going)]
    count = sum(posts.count() for posts in held)
    if count and not end_posts:
        raise refusals.unit_has_posts(unit, count)
    for posts in held:
        unbegun = posts.filter(since__gte=on)
        ApiToken.objects.filter(post__in=unbegun).delete()
        unbegun.delete()
        posts.update(until=on, ended_because=why)


def _hand_on(unit: Unit, going: Sequence[int], heir: Unit | None, on: date, actor: Actor) -> None:
    for heritage in heritages():
        left = [ids for ids in batched(going) if heritage.count(ids)]
        if not left:
            continue
        if heir is None:
            raise _not_handed_on(unit, heritage, sum(heritage.count(ids) for ids in left))
        _require_may_inherit(unit, heir, going, on, actor)
        for ids in left:
            heritage.hand_on(ids, heir, actor)


def _not_handed_on(unit: Unit, heritage: Heritage, count: int) -> Refusal:
    return refusals.unit_holds(unit, heritage.words, count)


def _require_may_inherit(unit: Unit, heir: Unit, going: Sequence[int], on: date, actor: Actor) -> None:
    """The unit above may always take over; any other where *actor* may change units."""
    if heir.pk in going or heir.region_id != unit.region_id:
        raise refusals.heir_goes_too(heir, "heir")
    if heir.since > min(on, clock.today()) or heir.until is not None:
        raise refusals.unit_not_open(heir)
    if heir.pk != unit.parent_id:
        require(actor, "registry.units", heir)


def _end(going: Sequence[int], on: date, why: str) -> None:
    for ids in batched(going):
        ties = Tie.objects.filter(overlapping(on, None)).filter(Q(to_unit__in=ids) | Q(from_unit__in=ids))
        ties.filter(since__gte=on).delete()
        ties.update(until=on)
        UnitAncestor.objects.filter(overlapping(on, None), unit__in=ids).update(until=on)
        Unit.objects.filter(pk__in=ids).update(until=on, ended_because=why)
