"""Open a matter: number it, write its first step and its entries, seal the resident's contact."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from haitang.kernel.ledger.actions.record import record_by_move
from haitang.kernel.ledger.storage import speaking_of_storage
from haitang.kernel.ledger.turns import writing_turn
from haitang.kernel.matters import follow as codes
from haitang.kernel.matters.actions.numbers import draw_numbers
from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.actions.wordbook import keep_words
from haitang.kernel.matters.actions.writing import Opening, Written, write_openings
from haitang.kernel.matters.admission import Admission, Admitted
from haitang.kernel.matters.contacts import sealed_contact
from haitang.kernel.matters.drafts import ContactDetails, MatterDraft, Opened
from haitang.kernel.matters.entries import drafts_of, opening_deed
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.rows import MatterRow
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.planned import planned_once, plans_kept
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, SentAlready
from haitang.lib.gathering import Gathering

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
    occurred_at: datetime | None = None,
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
        occurred_at=occurred_at,
        follow=follow,
    )
    return open_admitted(Opening(Admission(actor, clock.now()).admit(draft), actor))


@plans_kept()
def open_admitted(opening: Opening) -> Opened:
    """Write down what was admitted, with those that come at the same time where that may be."""
    opened = _GATHERING.write(opening) if _may_share(opening) else None
    return opened or _open_alone(opening)


def _may_share(opening: Opening) -> bool:
    """Whether it may be written with others: what may be refused late is looked at by itself.

    Within a transaction it stands or falls with what else is in it.
    """
    draft = opening.admitted.draft
    return not (connection.in_atomic_block or draft.outside_key.strip() or draft.parent or draft.attachments)


def _open_alone(opening: Opening) -> Opened:
    """The matter that was opened before, or a new one, in a transaction of its own or the caller's."""
    admitted = opening.admitted
    try:
        with speaking_of_storage(), transaction.atomic():
            return _there(admitted) or _open(admitted, opening.actor)
    except IntegrityError:
        # Somebody sent the same form between our look and our write.
        found = _there(admitted)
        if found is None:
            raise
        return found


def _open_together(take: Callable[[], list[Opening]]) -> Sequence[Opened | None]:
    """Open those that *take* hands over in one transaction; None for what has to be looked at by itself.

    Matters that come at once share their write as entries do (docs/decisions/0010), and so their wait for
    the locked row of running numbers.
    """
    with writing_turn(), transaction.atomic():
        taken = take()
        new = _new(taken)
        written = write_openings(new, clock.now()) if new else []
    opened = {id(one): _opened(one, its) for one, its in zip(new, written, strict=True)}
    return [opened.get(id(one)) for one in taken]


def _new(taken: Sequence[Opening]) -> list[Opening]:
    """Those of the first one's region that were certainly never opened."""
    region = taken[0].admitted.row.region_id
    first = {one.admitted.row.uuid: one for one in reversed(taken)}
    there = _there_of(list(first))
    here = (one for one in taken if one.admitted.row.region_id == region)
    return [one for one in here if first[one.admitted.row.uuid] is one and one.admitted.row.uuid not in there]


def _there_of(uuids: list[UUID]) -> set[UUID]:
    """Those of *uuids* that are there; on PostgreSQL one statement however many they are, planned once."""
    if connection.vendor != "postgresql":
        return set(Matter.objects.filter(uuid__in=uuids).values_list("uuid", flat=True))
    with planned_once() as cursor:
        cursor.execute("SELECT uuid FROM matters_matter WHERE uuid = ANY(%s)", [uuids])
        return {found for (found,) in cursor.fetchall()}


def _opened(opening: Opening, written: Written) -> Opened:
    """The matter just written, without asking the database for it."""
    row, draft = opening.admitted.row, opening.admitted.draft
    matter = Matter(**row._replace(number=written.number, follow_digest=written.digest)._asdict())
    matter.pk, matter.unit = written.id, draft.at
    matter._state.adding, matter._state.db = False, "default"  # noqa: SLF001 -- what Model.from_db sets
    return Opened(matter, written.code)


_GATHERING: Gathering[Opening, Opened | None] = Gathering(_open_together, _open_alone)


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
        by_form = found.uuid == row.uuid
        raise SentAlready("matters.uuid_taken", at=found.opened_at, found=found) if by_form else _taken()
    # Found by its outside key alone, it is not the form that was told the code.
    fresh = found.uuid == row.uuid and clock.now() - found.opened_at < _SAME_FORM
    return Opened(found, codes.first_code(found) if fresh else "", repeated=True)


def _same(found: Matter, row: MatterRow) -> bool:
    same = all(
        getattr(found, name) == getattr(row, name)
        for name in ("region_id", "kind_id", "unit_id", "body", "opened_by_id")
    )
    # A better title may have been put to it since.
    return same and (found.title == row.title or found.steps.filter(kind=StepKind.EDITED).exists())


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
    keep_words([(matter.pk, matter.title, matter.body)])
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
