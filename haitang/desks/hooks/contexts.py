"""What the page of other systems shows: hosts, never whole addresses; numbers, never words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from haitang.desks.hooks.actions import ADDRESS
from haitang.desks.hooks.enums import Stand
from haitang.desks.hooks.models import Hook, Telling
from haitang.desks.hooks.posting import target_of
from haitang.desks.hooks.queries import counted, dead_tellings, standing_hooks
from haitang.kernel.matters.api import MattersSection
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import Actor, unseal
from haitang.lib.text import Text
from haitang.ui.undelivered import UndeliveredRow
from haitang.ui.words import say

SIZE = 200


@dataclass(frozen=True)
class HookRow:
    """An address by its host, and how much it was told."""

    channel: str
    host: str
    since: datetime
    sent: int
    waiting: int
    dead: int


@dataclass(frozen=True)
class HooksPage:
    """Which systems are told, and what they could not be told."""

    hooks: list[HookRow]
    dead: list[UndeliveredRow]


def hooks_page(actor: Actor) -> HooksPage:
    """The page of the actor's region: every system that is told, and of what there is to tell, one's own."""
    labels = {
        key: channel.label
        for key, channel in house_of(actor.region_id).section(MattersSection).channels.items()
    }
    told = counted(actor)
    return HooksPage(
        [_hook(hook, told.get(hook.pk, {}), labels) for hook in standing_hooks(actor.region_id)],
        [_dead(one, labels) for one in dead_tellings(actor)[:SIZE]],
    )


def host_of(hook: Hook) -> str:
    """The host alone: the rest of an address may hold a key."""
    target = target_of(unseal(hook.address_sealed, ADDRESS))
    return target.named if target else ""


def _hook(hook: Hook, told: Mapping[str, int], labels: Mapping[str, Text]) -> HookRow:
    return HookRow(
        _label(hook.channel, labels),
        host_of(hook),
        hook.since,
        told.get(Stand.SENT, 0),
        told.get(Stand.WAITING, 0),
        told.get(Stand.DEAD, 0),
    )


def _dead(telling: Telling, labels: Mapping[str, Text]) -> UndeliveredRow:
    number = telling.matter.number
    return UndeliveredRow(
        f"{number} · {telling.matter.outside_key}",
        _label(telling.hook.channel, labels),
        telling.trouble,
        telling.tries,
        telling.made_at,
        number,
        reverse("hooks:again", args=[telling.pk]),
        reverse("hooks:drop", args=[telling.pk]),
    )


def _label(channel: str, labels: Mapping[str, Text]) -> str:
    return say(labels.get(channel) or Text.both(channel))
