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
from haitang.kernel.matters.entries import drafts_of, opening_deed
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.rows import MatterRow
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
    row, draft = admitted.row, admitted.draft
    found = Matter.objects.filter(uuid=row.uuid).first() if draft.uuid else None
    if found is None and row.outside_key:
        known = Matter.objects.filter(region_id=row.region_id, kind_id=row.kind_id)
        found = known.filter(outside_key=row.outside_key).first()
    if found is None:
        return None
    if not _same(found, row):
        raise _taken()
    # Found by its outside key alone, it is not the form that was told the code.
    fresh = found.uuid == row.uuid and clock.now() - found.opened_at < _SAME_FORM
    return Opened(found, codes.code_of(found.uuid) if fresh and found.follow_digest else "", repeated=True)


def _same(found: Matter, row: MatterRow) -> bool:
    return all(
        getattr(found, name) == getattr(row, name)
        for name in ("region_id", "kind_id", "unit_id", "body", "opened_by_id")
    )


def _taken() -> Conflict:
    """The identifier belongs to a matter that says something else."""
    return Conflict(
        "matters.uuid_taken",
        zh="这个编号的事项已经存在，内容不同。请刷新页面后重新提交。",
        en="a matter with this identifier exists and says something else; reload the page and send it anew.",
    )


def _open(admitted: Admitted, actor: Actor) -> Opened:
    draft, spec, matter = admitted.draft, admitted.kind.spec, admitted.matter()
    year = matter.opened_on.year
    matter.number = draw_numbers(spec.number, year=year, count=1, actor=actor)[0]
    code = codes.code_of(matter.uuid) if draft.follow else ""
    matter.follow_digest = codes.digest_of(matter.number, code) if code else ""
    matter.unit = draft.at
    matter.save(force_insert=True)
    contact = sealed_contact(draft.contact, phone=admitted.phone, matter_id=matter.pk)
    if contact:
        contact.save(force_insert=True)
    write_step(_first_step(matter, admitted), attachments=draft.attachments, actor=actor)
    for entry in drafts_of(spec.flow.opening.writes, opening_deed(admitted.row)):
        record_by_move(entry, actor=actor)
    return Opened(matter, code)


def _first_step(matter: Matter, admitted: Admitted) -> Step:
    return Step(
        matter=matter,
        kind=StepKind.OPENED,
        to_state_id=matter.state_id,
        to_owner_id=matter.owner_id,
        role=admitted.role,
        unit_id=admitted.unit_id,
        version_id=matter.version_id,
        at=matter.opened_at,
        shown=True,
    )
