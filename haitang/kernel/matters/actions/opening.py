"""Open a matter: number it, write its first step and its entries, seal the resident's contact."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from haitang.kernel.ledger.actions.record import record_by_move
from haitang.kernel.ledger.storage import speaking_of_storage
from haitang.kernel.matters import follow as codes
from haitang.kernel.matters.actions.numbers import draw_numbers
from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.admission import Admission, Admitted
from haitang.kernel.matters.contacts import sealed_contact
from haitang.kernel.matters.drafts import ContactDetails, MatterDraft, Opened
from haitang.kernel.matters.entries import drafts_of, first_step, opening_deed
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Unit
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict

#: So long the same form sent again is told its code again; afterwards the code is only on the first page.
_SAME_FORM = timedelta(hours=1)


def open_matter(
    kind: str,
    *,
    at: Unit,
    actor: Actor,
    title: str = "",
    body: str = "",
    answers: Mapping[str, Any] | None = None,  # reason: checked by the kind's fields
    category: str = "",
    channel: str = "",
    contact: ContactDetails | None = None,
    attachments: tuple[UUID, ...] = (),
    outside_key: str = "",
    parent: Matter | None = None,
    uuid: UUID | None = None,
    follow: bool = True,
) -> Opened:
    """Open a matter of *kind* for the unit *at*; again under its *uuid* or *outside_key* it is the same."""
    draft = MatterDraft(
        kind,
        at,
        title=title,
        body=body,
        answers=answers or {},
        category=category,
        channel=channel,
        contact=contact,
        attachments=attachments,
        outside_key=outside_key,
        parent=parent,
        uuid=uuid,
        follow=follow,
    )
    admitted = Admission(actor, clock.now()).admit(draft)
    try:
        with speaking_of_storage(), transaction.atomic():
            return _there(admitted) or _open(admitted, actor)
    except IntegrityError:
        # Somebody sent the same form between our look and our write.
        found = _there(admitted)
        if found is None:
            raise
        return found


def _there(admitted: Admitted) -> Opened | None:
    """The matter that this draft opened before, if it did."""
    wanted, draft = admitted.matter, admitted.draft
    found = Matter.objects.filter(uuid=draft.uuid).first() if draft.uuid else None
    if found is None and wanted.outside_key:
        found = Matter.objects.filter(
            region_id=wanted.region_id, kind_id=wanted.kind_id, outside_key=wanted.outside_key
        ).first()
    if found is None:
        return None
    if not _same(found, wanted):
        raise _taken()
    fresh = bool(draft.uuid) and clock.now() - found.opened_at < _SAME_FORM
    return Opened(found, codes.code_of(found.uuid) if fresh and found.follow_digest else "", repeated=True)


def _same(found: Matter, wanted: Matter) -> bool:
    return all(
        getattr(found, name) == getattr(wanted, name)
        for name in ("region_id", "kind_id", "unit_id", "body", "opened_by_id")
    )


def _taken() -> Conflict:
    """The identifier belongs to a matter that says something else."""
    return Conflict(
        "matters.uuid_taken",
        zh="这个编号的事项已经存在,内容不同。请刷新页面后重新提交。",
        en="a matter with this identifier exists and says something else; reload the page and send it anew.",
    )


def _open(admitted: Admitted, actor: Actor) -> Opened:
    matter, spec = admitted.matter, admitted.kind.spec
    year = matter.opened_on.year
    matter.number = draw_numbers(spec.number, year=year, count=1, actor=actor)[0]
    code = codes.code_of(matter.uuid) if admitted.draft.follow else ""
    matter.follow_digest = codes.digest_of(matter.number, code) if code else ""
    matter.save(force_insert=True)
    contact = sealed_contact(admitted)
    if contact:
        contact.save(force_insert=True)
    write_step(first_step(admitted), attachments=admitted.draft.attachments, actor=actor)
    for draft in drafts_of(spec.flow.opening.writes, opening_deed(admitted)):
        record_by_move(draft, actor=actor)
    return Opened(matter, code)
