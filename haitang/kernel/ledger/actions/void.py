"""Void an entry: another entry says so and why; its fact goes, itself stays for ever."""

from uuid import UUID

from django.db import IntegrityError, transaction

from haitang.kernel.ledger.actions.record import write
from haitang.kernel.ledger.admission import AdmittedDeed
from haitang.kernel.ledger.enums import Channel
from haitang.kernel.ledger.facts import NOTHING
from haitang.kernel.ledger.models import Entry, Fact
from haitang.kernel.ledger.rows import row_of
from haitang.kernel.ledger.rules import may_void
from haitang.kernel.ledger.sealing import SealedRow, digest_of, instant
from haitang.kernel.playbooks.models import Version
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.ids import new_id


def void(
    entry: Entry, *, reason: str, actor: Actor, uuid: UUID | None = None, channel: Channel = Channel.WEB
) -> Entry:
    """Void *entry* for *reason*; the voiding entry, the same one when sent again under its *uuid*.

    *channel* is how it came, said by the door; what the house itself voids came by the system.
    """
    there = _recorded(entry, reason, actor, uuid) if uuid else None
    if there is not None:
        return there
    reason = _checked(entry, reason, actor)
    row = _voiding(row_of(entry), reason, actor, uuid or new_id())
    row = row._replace(channel=(channel if actor.person_id else Channel.SYSTEM).value)
    digest = digest_of(row, {entry.version_id: _version_digest(entry.version_id)})
    try:
        with transaction.atomic():
            voiding = write(AdmittedDeed(row, digest, NOTHING, None), with_fact=False)
            Fact.objects.filter(pk=entry.pk).delete()
    except IntegrityError as error:
        raise _already() from error
    return voiding


def _recorded(entry: Entry, reason: str, actor: Actor, uuid: UUID) -> Entry | None:
    """The same voiding by the same actor, who may no longer be allowed it: sent again, it is the same."""
    if actor.person_id is None and not actor.is_system:
        return None
    mine = Entry.objects.filter(region_id=actor.region_id, uuid=uuid, recorded_by=actor.person_id)
    there = mine.filter(voids=entry.uuid).first()
    return there if there and there.reason == reason.strip() else None


def _checked(entry: Entry, reason: str, actor: Actor) -> str:
    reason = reason.strip()
    if not reason or len(reason) > 300 or "\0" in reason:
        zh, en = "请写明作废理由（300 字以内）。", "say why it is void, in at most 300 characters."
        raise Refusal("ledger.reason", zh=zh, en=en, field="reason")
    if entry.voids:
        zh = "作废记录本身不能再作废；如有需要，请重新记一笔。"
        raise Refusal("ledger.voids_a_voiding", zh=zh, en="a voiding cannot be voided; record the deed anew.")
    if not may_void(actor, entry):
        zh = "只有记录人当天、或有作废权限的人可以作废这笔记录。"
        en = "only who recorded it, on the same day, or a post with the ability to void may void this entry."
        raise Forbidden("ledger.may_not_void", zh=zh, en=en)
    return reason


def _voiding(of: SealedRow, reason: str, actor: Actor, uuid: UUID) -> SealedRow:
    moment = clock.now()
    return of._replace(
        uuid=uuid.hex,
        voids=of.uuid,
        reason=reason,
        quantity=0,
        data="{}",
        note="",
        attached="",
        recorded_at=instant(moment),
        recorded_on=clock.day_of(moment).isoformat(),
        recorded_by=actor.person_id,
    )


def _version_digest(version: int) -> str:
    return Version.objects.values_list("digest", flat=True).get(pk=version)


def _already() -> Conflict:
    return Conflict("ledger.already_void", zh="这笔记录已经作废。", en="this entry is void already.")
