"""Write down matters that were admitted, many with a few statements, inside the caller's transaction."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from haitang.kernel.ledger import admission as ledger
from haitang.kernel.ledger.directory import Directory
from haitang.kernel.ledger.gathered import store_all
from haitang.kernel.matters import follow as codes
from haitang.kernel.matters.actions.numbers import draw_numbers
from haitang.kernel.matters.actions.steps import attach_files
from haitang.kernel.matters.actions.wordbook import keep_words
from haitang.kernel.matters.admission import Admitted
from haitang.kernel.matters.contacts import sealed_contact
from haitang.kernel.matters.entries import drafts_of, opening_deed
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.hearing import tell_hearers
from haitang.kernel.matters.models import Contact, Step
from haitang.kernel.matters.rows import MatterRow
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.pouring import draw_ids, kept, pour
from haitang.lib.ids import new_id


class Opening(NamedTuple):
    """A matter to be opened, and by whom."""

    admitted: Admitted
    actor: Actor


class Written(NamedTuple):
    """A matter that was written: its row, its number, the code to follow it by and what is kept of that."""

    id: int
    number: str
    code: str
    digest: str


def write_openings(openings: Sequence[Opening], now: datetime) -> list[Written]:
    """Write *openings*, none of which is there yet, with their first steps, contacts and entries.

    They are all of one region; numbers are drawn in the order given.
    """
    ids = draw_ids("matters_matter", len(openings))
    steps = _write_steps(ids, openings)
    _write_contacts(ids, openings)
    _record(openings, now)
    keep_words([(key, one.row.title, one.row.body) for key, (one, _) in zip(ids, openings, strict=True)])
    # The numbers last: whoever opens others meanwhile waits for them.
    written = [_written(*one) for one in zip(ids, _numbers(openings), openings, strict=True)]
    rows = [
        (new.id, *one.row._replace(number=new.number, follow_digest=new.digest))
        for new, (one, _) in zip(written, openings, strict=True)
    ]
    pour("matters_matter", ("id", *MatterRow._fields), kept(rows))
    _attach(steps, ids, openings)
    return written


def _written(key: int, number: str, opening: Opening) -> Written:
    follow = opening.admitted.draft.follow
    code = codes.code_of(opening.admitted.row.uuid) if follow else ""
    return Written(key, number, code, codes.digest_of(number, code) if follow else "")


def _numbers(openings: Sequence[Opening]) -> list[str]:
    """Numbers in the order given, a block for each series and year."""
    wanted, actor = Counter(_series(one) for one, _ in openings), openings[0].actor
    blocks = {
        (series, year): iter(draw_numbers(series, year=year, count=count, actor=actor))
        for (series, year), count in sorted(wanted.items())
    }
    return [next(blocks[_series(one)]) for one, _ in openings]


def _series(admitted: Admitted) -> tuple[str, int]:
    return admitted.kind.spec.number, admitted.row.opened_on.year


_STEP = (
    "id", "uuid", "matter_id", "kind", "to_state_id", "to_owner_id", "actor_id", "role", "unit_id",
    "version_id", "at", "note", "data", "shown",
)  # fmt: skip


def _write_steps(ids: Sequence[int], openings: Sequence[Opening]) -> Sequence[int]:
    steps = draw_ids("matters_step", len(ids))
    rows = [_step(step, matter, one) for step, matter, (one, _) in zip(steps, ids, openings, strict=True)]
    pour("matters_step", _STEP, kept(rows))
    tell_hearers(steps)
    return steps


def _attach(steps: Sequence[int], ids: Sequence[int], openings: Sequence[Opening]) -> None:
    for step, matter, (one, actor) in zip(steps, ids, openings, strict=True):
        if one.draft.attachments:
            attach_files(Step(pk=step, matter_id=matter), attachments=one.draft.attachments, actor=actor)


def _step(step: int, matter: int, admitted: Admitted) -> tuple[object, ...]:
    row = admitted.row
    what = (step, new_id(), matter, str(StepKind.OPENED), row.state_id, row.owner_id, row.opened_by_id)
    return (*what, admitted.role, admitted.unit_id, row.version_id, row.opened_at, "", "{}", True)


def _write_contacts(ids: Sequence[int], openings: Sequence[Opening]) -> None:
    contacts = (
        sealed_contact(one.draft.contact, phone=one.phone, matter_id=matter)
        for matter, (one, _) in zip(ids, openings, strict=True)
    )
    if found := [contact for contact in contacts if contact]:
        Contact.objects.bulk_create(found)


def _record(openings: Sequence[Opening], now: datetime) -> None:
    """The entries that openings write: the ledger's own checks, its own writer, this transaction."""
    doors = {id(actor): ledger.DeedAdmission(actor, now, by_move=True) for _, actor in openings}
    drafts = [
        (draft, doors[id(actor)])
        for one, actor in openings
        for draft in drafts_of(one.kind.spec.flow.opening.writes, opening_deed(one.row))
    ]
    # Units are looked up once for all of them, whoever opens; mostly an act before this one knew them.
    directory = Directory(openings[0].actor.revision)
    directory.learn([draft.unit for draft, _ in drafts], (), sees=Q)
    for door in doors.values():
        door.directory = directory
        door.learn([draft for draft, its in drafts if its is door])
    if drafts:
        store_all([door.admit(draft) for draft, door in drafts])
