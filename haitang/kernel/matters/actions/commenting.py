"""Say something beside the flow, or add files to it."""

from uuid import UUID

from django.db import transaction

from haitang.kernel.ledger.storage import speaking_of_storage
from haitang.kernel.matters.acting import is_resident, speaking
from haitang.kernel.matters.actions.again import same_files
from haitang.kernel.matters.actions.moving import lock
from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.admission import storable
from haitang.kernel.matters.asked import NOTE_LENGTH, Note, first_language, in_both
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.kinds import kind_of
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.refusals import may_not_comment, step_taken
from haitang.kernel.matters.rules import COMMENTS
from haitang.kernel.playbooks.fields import canonical
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal, SentAlready


def comment(
    matter: Matter,
    *,
    text: Note,
    actor: Actor,
    client_id: UUID,
    shown: bool = False,
    attachments: tuple[UUID, ...] = (),
) -> Step:
    """Say something; *shown* to the resident or among staff only. A resident's own words are always shown."""
    note = first_language(text)
    if not note or len(note) > NOTE_LENGTH or not storable(note):
        zh, en = (
            f"请填写留言，最多 {NOTE_LENGTH} 字。",
            f"write a comment of at most {NOTE_LENGTH} characters.",
        )
        raise Refusal("matters.comment", zh=zh, en=en, field="text")
    step = Step(uuid=client_id, kind=StepKind.COMMENTED, note=note, shown=shown)
    step.data = canonical(in_both(text))
    return _say(matter, step, attachments=attachments, actor=actor)


def attach(
    matter: Matter, *, attachments: tuple[UUID, ...], actor: Actor, client_id: UUID, shown: bool = False
) -> Step:
    """Add files that were kept before."""
    if not attachments:
        raise Refusal("matters.no_files", zh="请先选择文件。", en="choose a file first.", field="attachments")
    step = Step(uuid=client_id, kind=StepKind.ATTACHED, shown=shown)
    return _say(matter, step, attachments=attachments, actor=actor)


def _say(matter: Matter, step: Step, *, attachments: tuple[UUID, ...], actor: Actor) -> Step:
    with speaking_of_storage(), transaction.atomic():
        locked = lock(matter, actor=actor)
        before = Step.objects.filter(uuid=step.uuid).first()
        if before:
            return _same(before, step, matter, attachments)
        house = holding(locked.unit)
        resident = is_resident(locked, kind_of(house, locked.kind.key), actor)
        if not (resident or actor.is_system or COMMENTS.allows(actor, locked)):
            raise may_not_comment()
        guise = speaking(locked, actor)
        step.matter, step.at, step.version_id = locked, clock.now(), house.version_id
        step.role, step.unit_id = guise.role, guise.unit_id
        step.shown = step.shown or resident
        return write_step(step, attachments=attachments, actor=actor)


def _same(before: Step, step: Step, matter: Matter, attachments: tuple[UUID, ...]) -> Step:
    """What is there under this UUID; Conflict when it says something else."""
    if (before.matter_id, before.kind) != (matter.pk, step.kind):
        raise step_taken()
    if before.erased_at is None and not (before.note == step.note and same_files(before, attachments)):
        raise SentAlready("matters.step_taken", at=before.at, found=before)
    return before
