"""Make a move as its form says: keep the photos and move, in one act."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction

from haitang.kernel.ledger.api import keep_attachment
from haitang.kernel.matters.api import make_move
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
    return make_move(
        matter,
        move=form.asked.key,
        seen=given["seen"],
        client_id=form.step,
        to_unit=next(iter(units_of(matter.region_id, [given.get("to_unit", "")])), None),
        invited=units_of(matter.region_id, given.get("invited", [])),
        note=given.get("note", ""),
        rating=given.get("rating"),
        quantity=given.get("quantity"),
        answers=form.answers,
        attachments=keep_photos(form.photos, of=form.step, region=matter.region, actor=actor),
        actor=actor,
    )


def keep_photos(photos: Sequence[Upload], *, of: UUID, region: Region, actor: Actor) -> tuple[UUID, ...]:
    """Keep what came with a form; the same form sent again keeps nothing twice."""
    kept = (
        keep_attachment(photo, uuid=uuid5(of, f"photo {place}"), region=region, actor=actor)
        for place, photo in enumerate(photos)
    )
    return tuple(one.uuid for one in kept)
