"""What a form asks, in one act with its photos: a form refused keeps none, one sent twice keeps them once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from haitang.kernel.ledger.api import Draft, keep_attachment, record
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import MatterDraft, Opened, comment, edit, make_move, open_matter, steps_of
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Region
from haitang.ui.asked import MoveForm
from haitang.ui.units import units_of
from haitang.ui.uploads import Upload


@transaction.atomic
def move_as_asked(matter: Matter, *, form: MoveForm, actor: Actor) -> Step:
    """Make the move of a valid *form*; sent twice it is one step, and its photos are kept once."""
    given = form.cleaned_data
    answers, _ = kept_answers(form.answers, of=form.step, region=matter.region, actor=actor)
    return make_move(
        matter,
        move=form.asked.key,
        seen=_categorised(matter, form, actor),
        client_id=form.step,
        to_unit=next(iter(units_of(matter.region_id, [given.get("to_unit", "")])), None),
        invited=units_of(matter.region_id, given.get("invited", [])),
        note=given.get("note", ""),
        rating=given.get("rating"),
        quantity=given.get("quantity"),
        answers=answers,
        attachments=keep_photos(form.photos, of=form.step, region=matter.region, actor=actor),
        actor=actor,
    )


def _categorised(matter: Matter, form: MoveForm, actor: Actor) -> int:
    """Give the category that was said with the move, in the same act; the serial to go on from."""
    seen, category = int(form.cleaned_data["seen"]), form.cleaned_data.get("category")
    if category is None or steps_of(matter).filter(uuid=form.step).exists():
        return seen
    return seen + 1 if edit(matter, seen=seen, category=category, actor=actor) else seen


@transaction.atomic
def open_as_told(told: MatterDraft, *, photos: Sequence[Upload], actor: Actor) -> Opened:
    """Open the matter of a form, whose ``uuid`` is made when the form is shown."""
    assert told.uuid is not None
    region = told.at.region
    answers, files = kept_answers(told.answers, of=told.uuid, region=region, actor=actor)
    return open_matter(
        told.kind,
        at=told.at,
        title=told.title,
        body=told.body,
        answers=answers,
        category=told.category,
        channel=told.channel,
        contact=told.contact,
        attachments=(*keep_photos(photos, of=told.uuid, region=region, actor=actor), *files),
        uuid=told.uuid,
        occurred_at=told.occurred_at,
        actor=actor,
    )


@transaction.atomic
def comment_as_said(
    matter: Matter, *, text: str, photos: Sequence[Upload], step: UUID, shown: bool, actor: Actor
) -> Step:
    """Say something beside the flow."""
    kept = keep_photos(photos, of=step, region=matter.region, actor=actor)
    return comment(matter, text=text, shown=shown, attachments=kept, client_id=step, actor=actor)


@transaction.atomic
def record_as_done(draft: Draft, *, photos: Sequence[Upload], region: Region, actor: Actor) -> Entry:
    """Record the deed of a form."""
    kept = keep_photos(photos, of=draft.uuid, region=region, actor=actor)
    # The ledger hangs on an entry the files that its answers name.
    answers, _ = kept_answers(draft.answers, of=draft.uuid, region=region, actor=actor)
    return record(draft.model_copy(update={"attachments": kept, "answers": answers}), actor=actor)


def keep_photos(photos: Sequence[Upload], *, of: UUID, region: Region, actor: Actor) -> tuple[UUID, ...]:
    """Keep what came with a form; the same form sent again keeps nothing twice."""
    kept = (
        keep_attachment(photo, uuid=uuid5(of, f"photo {place}"), region=region, actor=actor)
        for place, photo in enumerate(photos)
    )
    return tuple(one.uuid for one in kept)


def kept_answers(
    answers: Mapping[str, Any], *, of: UUID, region: Region, actor: Actor
) -> tuple[dict[str, Any], tuple[UUID, ...]]:  # reason: answers of any kind
    """*answers* with the files uploaded in them kept and named, and which files those are."""
    told, files = dict(answers), list[UUID]()
    for key, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], UploadedFile):
            kept = keep_photos(value, of=uuid5(of, key), region=region, actor=actor)
            told[key] = [str(one) for one in kept]
            files += kept
    return told, tuple(files)
