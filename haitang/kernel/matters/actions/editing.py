"""Change what a matter is called and what it is about; how it stands is for moves alone."""

from django.db import transaction

from haitang.kernel.matters.acting import speaking
from haitang.kernel.matters.actions.family import take_time_along
from haitang.kernel.matters.actions.moving import lock
from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.actions.timekeeping import see_time_run_over
from haitang.kernel.matters.actions.wordbook import change_words
from haitang.kernel.matters.admission import TITLE_LENGTH, category_id, storable
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.refusals import moved_meanwhile
from haitang.kernel.matters.rules import EDITS
from haitang.kernel.matters.standing import STANDING, reckon_anew
from haitang.kernel.playbooks.fields import canonical
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.rules import forbidden
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


@transaction.atomic
def edit(
    matter: Matter, *, seen: int, actor: Actor, title: str | None = None, category: str | None = None
) -> Step | None:
    """Give another *title* or *category* (empty for none); what it was stays in the history."""
    locked = lock(matter, actor=actor)
    if not (actor.is_system or EDITS.allows(actor, locked)):
        raise forbidden("matters.edit")
    if locked.serial != seen:
        raise moved_meanwhile(locked, actor)
    was = {"title": locked.title, "category": locked.category_id}
    if title is not None:
        locked.title = _clean_title(title)
    if category is not None:
        kind = kind_of(holding(locked.unit), locked.kind.key)
        locked.category_id = category_id(category, kind)
        if locked.category_id != was["category"]:
            _reckon(locked, kind)
    now = {"title": locked.title, "category": locked.category_id}
    changed = {key: [was[key], now[key]] for key in was if was[key] != now[key]}
    if not changed:
        return None
    locked.serial += 1
    locked.save(update_fields=["title", "category", "serial", *STANDING])
    if "title" in changed:
        change_words(locked)
    guise = speaking(locked, actor)
    step = Step(
        matter=locked,
        kind=StepKind.EDITED,
        role=guise.role,
        unit_id=guise.unit_id,
        version_id=holding(locked.unit).version_id,
        at=clock.now(),
        data=canonical(changed),
    )
    return write_step(step, attachments=(), actor=actor)


def _reckon(matter: Matter, kind: Kind) -> None:
    """Another limit may hold by the new category, for all that go with it; who joined goes by the head's."""
    if matter.gathered_under_id is None:
        see_time_run_over(matter, kind, clock.now())
        reckon_anew(matter, state=kind.spec.flow.state_now(matter.state.key), kind=kind)
        take_time_along(matter)


def _clean_title(title: str) -> str:
    title = title.strip()
    if not title or len(title) > TITLE_LENGTH or not storable(title):
        zh, en = (
            f"请填写标题，最多 {TITLE_LENGTH} 字。",
            f"give a title of at most {TITLE_LENGTH} characters.",
        )
        raise Refusal("matters.title", zh=zh, en=en, field="title")
    return title
