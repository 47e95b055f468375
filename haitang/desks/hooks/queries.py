"""Which addresses are told, what waits, and what could not be told."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from haitang.desks.hooks.enums import Stand
from haitang.desks.hooks.models import Hook, Telling
from haitang.desks.hooks.rules import REACHES
from haitang.kernel.matters.api import gathered_under
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor


def standing_hooks(region_id: int) -> QuerySet[Hook]:
    """The addresses that are told now."""
    return Hook.objects.filter(region=region_id, until=None).order_by("channel")


def hook_of(region_id: int, channel: str) -> Hook | None:
    """The address that is told of *channel*."""
    return standing_hooks(region_id).filter(channel=channel).first()


def counted(actor: Actor) -> dict[int, dict[str, int]]:
    """By hook and where they stand: how many tellings of what *actor* manages."""
    rows = tellings(actor).values_list("hook", "state").annotate(n=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for hook, state, number in rows:
        found.setdefault(hook, {})[state] = number
    return found


def concerned(main: Matter, hooks: list[Hook]) -> list[tuple[Hook, Matter]]:
    """Matters known outside that stand where *main* does: itself, and what is gathered under it."""
    by_channel = {hook.channel: hook for hook in hooks}
    family = gathered_under(main).filter(channel__in=by_channel).exclude(outside_key="")
    own = [main] if main.outside_key and main.channel in by_channel else []
    return [(by_channel[matter.channel], matter) for matter in [*own, *family.select_related("region")]]


def waiting(now: datetime, most: int) -> Iterator[Telling]:
    """What may be told now, oldest first; of one matter nothing before what came earlier is told."""
    earlier = Telling.objects.filter(
        matter=OuterRef("matter"), hook=OuterRef("hook"), state=Stand.WAITING, pk__lt=OuterRef("pk")
    )
    found = Telling.objects.filter(~Exists(earlier), state=Stand.WAITING, due_at__lte=now)
    yield from found.select_related("hook").order_by("due_at", "pk")[:most]


def tellings(actor: Actor) -> QuerySet[Telling]:
    """All that is to be told of what lies where *actor* manages it."""
    return Telling.objects.filter(REACHES.visible(actor), hook__region=actor.region_id)


def dead_tellings(actor: Actor) -> QuerySet[Telling]:
    """What of that could not be told, the latest first."""
    return tellings(actor).filter(state=Stand.DEAD).select_related("hook", "matter").order_by("-pk")
