"""The same step sent again: the same step when it says the same, a conflict when it does not.

A client that never heard the answer sends again, and by then the matter has moved on: what was done stays
done. It is read by the playbook version it was made under.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from haitang.kernel.matters.asked import Given, asked_fields
from haitang.kernel.matters.kinds import kind_of
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.refusals import step_taken
from haitang.kernel.playbooks.fields import canonical, clean_answers
from haitang.kernel.playbooks.queries import compiled
from haitang.kernel.registry.actors import Actor
from haitang.lib.diagnostics import Refusal, Refusals, SentAlready

Told = Mapping[str, Any]  # reason: a step's JSON


def same_step(step: Step, matter: Matter, *, move: str, given: Given, actor: Actor) -> Step:
    """The *step* that is there under this UUID; Conflict when another is meant, or it says something else."""
    if step.matter_id != matter.pk or step.move is None or step.move.key != move:
        raise step_taken()
    if step.actor_id != actor.person_id:
        raise step_taken()
    if not _says_the_same(step, matter, given):
        raise SentAlready("matters.step_taken", at=step.at, found=step)
    return step


def same_files(step: Step, attachments: Collection[UUID]) -> bool:
    """Whether *step* has just these files."""
    return set(step.attachments.values_list("attachment__uuid", flat=True)) == set(attachments)


def _says_the_same(step: Step, matter: Matter, given: Given) -> bool:
    told: Told = json.loads(step.data)
    if (told.get("rating"), told.get("quantity")) != (given.rating, given.quantity):
        return False
    if told.get("invited", []) != [unit.name for unit in given.invited]:
        return False
    if given.assignee and told.get("assignee") != given.assignee.pk:
        return False
    if given.to_unit and step.to_owner_id != given.to_unit.pk:
        return False
    return step.erased_at is not None or _same_words(step, matter, given, told)


def _same_words(step: Step, matter: Matter, given: Given, told: Told) -> bool:
    """What is blanked on a lawful request cannot be compared any more; until then it can."""
    if step.note != given.note or not same_files(step, given.attachments):
        return False
    return bool(told.get("answers", {}) == _answered(step, matter, given))


def _answered(step: Step, matter: Matter, given: Given) -> Told | None:
    """What is given now as the step would have kept it; None where its version would have refused it."""
    if not given.answers:
        return {}
    house = compiled(step.version_id)
    try:
        kind = kind_of(house, house.path_of(matter.kind_id)[-1])
        move = kind.spec.flow.moves[house.path_of(step.move_id or 0)[-1]]
        answers = clean_answers(asked_fields(move, kind), given.answers, region_id=matter.region_id)
    except (KeyError, Refusal, Refusals):
        return None
    kept: Told = json.loads(canonical(kind.stored(answers)))
    return kept
