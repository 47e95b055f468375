"""Writing down one step of a matter's history, with its files."""

from collections.abc import Iterable
from uuid import UUID

from haitang.kernel.ledger.files import is_picture, photos_only
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.ledger.voices import is_voice
from haitang.kernel.matters.hearing import tell_hearers
from haitang.kernel.matters.kinds import kind_of
from haitang.kernel.matters.models import Matter, MatterAttachment, Step
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.lib.diagnostics import Refusal


def write_step(step: Step, *, attachments: Iterable[UUID], actor: Actor) -> Step:
    """Append *step* to its matter's history, with files that *actor* kept before."""
    step.actor_id = actor.person_id
    step.save(force_insert=True)
    attach_files(step, attachments=attachments, actor=actor)
    tell_hearers([step.pk])
    look_again(step.matter)
    return step


def look_again(matter: Matter) -> None:
    """Have *matter* looked through for numbers again, as something was said in it since."""
    if matter.cleared_at:
        Matter.objects.filter(pk=matter.pk).update(cleared_at=None)


def attach_files(step: Step, *, attachments: Iterable[UUID], actor: Actor) -> None:
    """Hang files on *step*."""
    wanted = list(dict.fromkeys(attachments))
    if not wanted:
        return
    rows = Attachment.objects.filter(region=actor.region_id, uuid__in=wanted, erased_at=None)
    kept = {one.uuid: one for one in rows}
    if any(uuid not in kept or not _own(kept[uuid], actor) for uuid in wanted):
        raise Refusal(
            "matters.unknown_file",
            zh="有的文件没有上传成功，请重新上传。",
            en="a file was not kept; upload it again.",
            field="attachments",
        )
    plain = all(is_picture(kept[uuid].media_type) or is_voice(kept[uuid].media_type) for uuid in wanted)
    if not plain and not _takes_files(step.matter):
        raise photos_only()
    MatterAttachment.objects.bulk_create(
        MatterAttachment(matter_id=step.matter_id, step=step, attachment=kept[uuid]) for uuid in wanted
    )


def _takes_files(matter: Matter) -> bool:
    return kind_of(holding(matter.unit), matter.kind.key).spec.takes == "files"


def _own(file: Attachment, actor: Actor) -> bool:
    """Nobody hangs another person's file on a matter by guessing its UUID."""
    return actor.is_system or file.uploaded_by_id == actor.person_id
