"""Erase what was said in a matter, on a lawful request: what happened stays, what was said of it goes.

Nothing of a matter is sealed. Its history is append-only by triggers that let a step's text be blanked once;
the entries it wrote keep their free text beside the sealed bytes, where it can be erased and the seals hold.
"""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from haitang.kernel.ledger.actions.erase_files import erase_files_of
from haitang.kernel.ledger.actions.erase_note import erase_notes_of
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.matters.acting import speaking
from haitang.kernel.matters.actions.contact import erase_contact, is_own
from haitang.kernel.matters.actions.moving import lock
from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.actions.wordbook import change_words
from haitang.kernel.matters.admission import storable
from haitang.kernel.matters.companions import tell_erased
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.models import Matter, MatterAttachment, Step
from haitang.kernel.matters.rules import ERASES_WORDS
from haitang.kernel.playbooks.fields import canonical
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import SYSTEM, Actor
from haitang.kernel.registry.erasures import note_erased
from haitang.kernel.registry.rules import forbidden
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

#: What a matter is called whose title was erased.
ERASED_TITLE = "(文字已依法抹去 words erased)"
WHY_LENGTH = 200


@transaction.atomic
def erase_words(matter: Matter, *, why: str, actor: Actor) -> Step:
    """Blank title, body, textual answers, notes and the contact of a closed *matter*; the step says *why*.

    Its photos and files go as well, but for those whose content another entry or matter holds.
    """
    locked = lock(matter, actor=actor)
    if not (is_own(locked, actor) or ERASES_WORDS.allows(actor, locked)):
        raise forbidden("matters.erase")
    if locked.closed_at is None:
        zh, en = "事项还在办理，请先办结或撤回，再抹去文字。", "it is still open: close or withdraw it first."
        raise Refusal("matters.erase_open", zh=zh, en=en)
    return _erase(locked, why=_reason(why), actor=actor)


def erase_words_again(matters: Sequence[UUID], *, why: str) -> int:
    """Erase what an older copy of the house brought back, of open matters as well; how many."""
    found = list(Matter.objects.filter(uuid__in=matters).exclude(title=ERASED_TITLE, body=""))
    for matter in found:
        actor = SYSTEM(matter.region_id)
        with transaction.atomic():
            _erase(lock(matter, actor=actor), why=why, actor=actor)
    return len(found)


def _erase(locked: Matter, *, why: str, actor: Actor) -> Step:
    _drop_files(locked, actor=actor, ground=why)
    blank_steps(list(locked.steps.filter(erased_at=None).exclude(kind=StepKind.ERASED)))
    _blank_matter(locked)
    erase_contact(locked, actor=actor)
    tell_erased(locked)
    note_erased("words", [locked.uuid])
    erase_notes_of(locked.uuid, actor=actor, ground=why)
    return write_step(_step(locked, why, actor), attachments=(), actor=actor)


@transaction.atomic
def erase_own_contact(matter: Matter, *, actor: Actor) -> Step | None:
    """Erase at once what the resident, who acts, left to be reached by; the matter goes on without it."""
    locked = lock(matter, actor=actor)
    if not is_own(locked, actor):
        raise forbidden("matters.erase")
    if not erase_contact(locked, actor=actor):
        return None
    step = _step(locked, "本人删除联系方式 contact erased by the resident", actor)
    step.shown = True
    return write_step(step, attachments=(), actor=actor)


def _reason(why: str) -> str:
    why = why.strip()
    if not why or len(why) > WHY_LENGTH or not storable(why):
        zh = f"请写明抹去的依据（{WHY_LENGTH} 字以内），不要写姓名住址。"
        en = f"say why, in at most {WHY_LENGTH} characters and without names."
        raise Refusal("matters.erase_why", zh=zh, en=en, field="why")
    return why


def _drop_files(matter: Matter, *, actor: Actor, ground: str) -> None:
    hung = MatterAttachment.objects.filter(matter=matter)
    named = Q(pk__in=list(hung.values_list("attachment_id", flat=True))) | Q(uuid__in=_answered_files(matter))
    hung.delete()
    files = Attachment.objects.filter(named, region=matter.region_id, erased_at=None)
    elsewhere = MatterAttachment.objects.filter(attachment=OuterRef("pk"))
    erase_files_of(matter.uuid, files.exclude(Exists(elsewhere)), actor=actor, ground=ground)


def _answered_files(matter: Matter) -> list[str]:
    """The files that answers of the kind ``file`` name."""
    answers = json.loads(matter.data)
    return [uuid for key in _of_kinds(answers, "file") for uuid in answers[key]]


def _blank_matter(matter: Matter) -> None:
    matter.title, matter.body = ERASED_TITLE, ""
    answers = json.loads(matter.data)
    matter.data = canonical(_without(answers, _texts(answers)))
    matter.serial += 1
    matter.save(update_fields=["title", "body", "data", "serial"])
    change_words(matter)


def blank_steps(steps: list[Step]) -> None:
    """Blank what was said in *steps*; what happened in them stays."""
    told = {step.pk: json.loads(step.data) for step in steps}
    texts = _texts(key for one in told.values() for key in one.get("answers", {}))
    for step in steps:
        said = told[step.pk]
        left = {key: value for key, value in said.items() if key not in ("title", "said")}
        if "answers" in left:
            left["answers"] = _without(left["answers"], texts)
        if step.note or left != said:
            erased = Step.objects.filter(pk=step.pk)
            erased.update(note="", data=canonical(left), erased_at=clock.now())


def _texts(answered: Iterable[str]) -> set[str]:
    """Those of the *answered* fields, by their identity rows, that take free text, files or a point."""
    return _of_kinds(answered, "text", "file", "place")


def texts_among(answered: Iterable[str]) -> set[str]:
    """Those of the *answered* fields, by their identity rows, that take free text."""
    return _of_kinds(answered, "text")


def _of_kinds(answered: Iterable[str], *kinds: str) -> set[str]:
    rows = Declared.objects.filter(pk__in={int(key) for key in answered}, kind__in=kinds)
    return {str(row) for row in rows.values_list("pk", flat=True)}


def _without(answers: dict[str, object], texts: set[str]) -> dict[str, object]:
    return {key: value for key, value in answers.items() if key not in texts}


def _step(matter: Matter, why: str, actor: Actor) -> Step:
    guise = speaking(matter, actor)
    return Step(
        matter=matter,
        kind=StepKind.ERASED,
        role=guise.role,
        unit_id=guise.unit_id,
        version_id=holding(matter.unit).version_id,
        at=clock.now(),
        note=why,
    )
