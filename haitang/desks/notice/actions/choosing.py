"""How somebody wants to hear: choices, hours, browsers; and a resident who wants no more."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from haitang.desks.notice.enums import LetterState, WayKey, When
from haitang.desks.notice.models import Choice, Device, Habit, Hush, Letter
from haitang.desks.notice.occasions import occasions
from haitang.desks.notice.preferences import OF_GROUPS
from haitang.desks.notice.ways.base import Receiver
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor, blind_index, seal
from haitang.kernel.registry.models import Person
from haitang.lib import clock
from haitang.lib.diagnostics import Forbidden, Refusal
from haitang.lib.ids import new_id
from haitang.lib.webpush import is_receiver

DAY = 24 * 60
#: More browsers than anybody has.
MOST_DEVICES = 10


@transaction.atomic
def choose(person: Person, *, choices: Mapping[tuple[str, str], str], actor: Actor) -> None:
    """Keep how soon *person*, who acts, wants to hear of each occasion by each way."""
    _own(person, actor)
    for (occasion, way), soon in choices.items():
        if occasion not in occasions() or way not in WayKey or way in OF_GROUPS or soon not in When:
            zh, en = "没有这个选项。", "there is no such choice."
            raise Refusal("notice.unknown_choice", zh=zh, en=en)
    said = [Choice(person=person, occasion=one, way=way, soon=soon) for (one, way), soon in choices.items()]
    told_apart = ["person", "occasion", "way"]
    Choice.objects.bulk_create(said, update_conflicts=True, unique_fields=told_apart, update_fields=["soon"])


@transaction.atomic
def keep_habit(
    person: Person, *, quiet: tuple[int, int], digest_at: int, language: str, actor: Actor
) -> Habit:
    """Keep when *person*, who acts, is left alone, when the daily message comes, and in which language."""
    _own(person, actor)
    if not all(0 <= minute < DAY for minute in (*quiet, digest_at)) or language not in {"zh", "en"}:
        raise Refusal("notice.unknown_hour", zh="没有这个时间。", en="there is no such time.")
    kept, _ = Habit.objects.update_or_create(
        person=person,
        defaults={
            "quiet_from": quiet[0],
            "quiet_until": quiet[1],
            "digest_at": digest_at,
            "language": language,
        },
    )
    return kept


@transaction.atomic
def keep_device(person: Person, *, receiver: Receiver, actor: Actor) -> Device:
    """Let a browser of *person*, who acts, take messages; one that was another's is theirs now."""
    _own(person, actor)
    if not is_receiver(receiver.p256dh, receiver.auth):
        raise Refusal("notice.keys", zh="浏览器给的密钥不对。", en="those are not the keys of a browser.")
    index = blind_index(receiver.endpoint, "endpoint")
    others = Device.objects.filter(person=person).exclude(endpoint_index=index)
    if others.count() >= MOST_DEVICES:
        zh, en = f"最多 {MOST_DEVICES} 个浏览器。", f"at most {MOST_DEVICES} browsers."
        raise Refusal("notice.devices", zh=zh, en=en)
    uuid = new_id()
    kept, _ = Device.objects.update_or_create(
        endpoint_index=index,
        defaults={
            "person": person,
            "uuid": uuid,
            "endpoint_sealed": seal(receiver.endpoint, f"{uuid}/endpoint"),
            "p256dh": receiver.p256dh,
            "auth": receiver.auth,
            "since": clock.now(),
        },
    )
    return kept


@transaction.atomic
def forget_device(device: Device, *, actor: Actor) -> None:
    """Send nothing to this browser any more."""
    _own(device.person, actor)
    device.delete()


@transaction.atomic
def leave_device(uuid: UUID, *, actor: Actor | None) -> None:
    """Who acts uses the browser named *uuid* now, or nobody does: messages for others end there."""
    Device.objects.filter(uuid=uuid).exclude(person=actor.person_id if actor else None).delete()


@transaction.atomic
def forget_ways(person: Person, *, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """*person* is erased: forget how they wanted to hear, and the browsers they heard by."""
    for kept in (Choice, Habit, Device):
        kept.objects.filter(person=person).delete()


@transaction.atomic
def hush(matter: Matter, *, actor: Actor) -> None:
    """Send its resident nothing more about *matter*; for who holds the link that came with a message."""
    if actor.region_id != matter.region_id or not (actor.is_system or matter.is_followed):
        raise _not_yours()
    Hush.objects.get_or_create(matter=matter, defaults={"since": clock.now()})
    waiting = Letter.objects.filter(matter=matter, person=None, state=LetterState.WAITING)
    waiting.update(state=LetterState.DROPPED)


def _own(person: Person, actor: Actor) -> None:
    if actor.person_id != person.pk:
        raise _not_yours()


def _not_yours() -> Forbidden:
    return Forbidden("notice.not_yours", zh="这不是您的设置。", en="that is not yours to set.")
