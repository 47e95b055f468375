"""What happened to a matter, and what may happen next, as the one who asks may know it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from haitang.kernel.matters.acting import guise_for, keeps_own
from haitang.kernel.matters.asked import asked_fields
from haitang.kernel.matters.companions import idle_moves, is_anothers
from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.hindering import hindrance
from haitang.kernel.matters.kinds import Kind, kind_of, read_answers
from haitang.kernel.matters.models import Matter, MatterAttachment, Step
from haitang.kernel.matters.queries.neighbourly import Neighbour, reads_head, spans
from haitang.kernel.matters.words import CLOCK, RESIDENT, TAKER, Move
from haitang.kernel.playbooks.fields import AnyField, Value
from haitang.kernel.playbooks.queries import compiled_many, holding
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.declare import RegistrySection
from haitang.lib.declare import House
from haitang.lib.text import Text

_ROLES = {
    RESIDENT: Text(zh="居民", en="Resident"),
    CLOCK: Text(zh="到期自动办理", en="By the clock"),
    TAKER: Text(zh="认领人", en="Who took it on"),
    "": Text(zh="系统", en="System"),
}
_LABELS = {
    StepKind.OPENED: Text(zh="受理", en="Opened"),
    StepKind.MOVED: Text(zh="随方案调整", en="Moved by a change of the playbook"),
    StepKind.COMMENTED: Text(zh="留言", en="Comment"),
    StepKind.GATHERED: Text(zh="归并", en="Gathered"),
    StepKind.PARTED: Text(zh="拆开", en="Parted"),
    StepKind.EDITED: Text(zh="修改", en="Changed"),
    StepKind.ATTACHED: Text(zh="附件", en="Files"),
    StepKind.WARNED: Text(zh="即将到期", en="Due soon"),
    StepKind.RAISED: Text(zh="超时上报", en="Raised: time is up"),
    StepKind.RESUMED: Text(zh="恢复计时", en="The clock runs again"),
    StepKind.ASKED: Text(zh="回访", en="Asked again"),
    StepKind.HANDED: Text(zh="单位撤销，移交", en="Handed over: the unit was closed"),
    StepKind.ERASED: Text(zh="文字已依法抹去", en="Words erased by law"),
}


@dataclass(frozen=True)
class MoveView:
    """A move that the actor may make now, with what it asks."""

    key: str
    label: Text
    move: Move
    fields: dict[str, AnyField]
    to_state: Text
    takes: str
    #: Who may make it, and so may be offered what only they see.
    actor: Actor
    #: Whether what was answered before suggests it.
    suggested: bool = False
    #: The field that everyone reads, where this move lets it out.
    lets_out: str = ""
    #: The field of the public sentence, where it is written here: of another answer it says nothing.
    anew: str = ""


@dataclass(frozen=True)
class AnswerView:
    """One answered field."""

    key: str
    label: Text
    said: Text
    kind: str = ""


@dataclass(frozen=True)
class StepView:
    """One step of a history. A resident sees the unit and the role, never a name."""

    uuid: UUID
    kind: str
    move: str
    label: Text
    at: datetime
    actor: str
    role_key: str
    role: Text
    unit: str
    to_owner: str
    to_state: Text | None
    state_key: str
    note: str
    answers: tuple[AnswerView, ...]
    rating: int | None
    quantity: int | None
    shown: bool
    files: tuple[MatterAttachment, ...]
    #: The number of the main matter, where this step is its.
    of: str = ""
    #: The note in both languages, where the house wrote it; who was asked to join in by this step.
    said: Text | None = None
    invited: tuple[str, ...] = ()


def moves_open(matter: Matter, actor: Actor, *, behalf: str = "") -> list[MoveView]:
    """The moves that *actor* may make now, in the playbook's order; a desk's own on its *behalf*."""
    if actor.region_id != matter.region_id:
        return []
    kind = kind_of(holding(matter.unit), matter.kind.key)
    suggested, idle = _suggested(matter, kind), idle_moves(matter, kind)
    return [
        _move_view(key, move, kind, actor=actor, suggested=key in suggested)
        for key, move in kind.moves_from(matter.state.key).items()
        if (actor.is_system or move.by != (CLOCK,))
        and key not in idle
        and not is_anothers(kind, key, behalf)
        and (not matter.gathered_under_id or keeps_own(matter, move, kind=kind, actor=actor))
        and guise_for(matter, move, kind=kind, actor=actor)
        and hindrance(matter, key, kind=kind, actor=actor) is None
    ]


def _suggested(matter: Matter, kind: Kind) -> set[str]:
    """The moves that an answer given before suggests, such as taking up again what did not stay solved."""
    asking = [move for move in kind.spec.flow.moves.values() if move.suggests]
    said = (
        {key: value for key, _, value in read_answers(json.loads(matter.data), kind.house)} if asking else {}
    )
    return {
        moves[str(said[field])]
        for move in asking
        for field, moves in move.suggests.items()
        if field in said and str(said[field]) in moves
    }


def _move_view(key: str, move: Move, kind: Kind, *, actor: Actor, suggested: bool) -> MoveView:
    fields = asked_fields(move, kind)
    state = kind.spec.flow.states.get(move.to)
    leads_to = state.label if state else move.label
    asks_it = key == kind.spec.published_by and kind.spec.published in fields
    lets_out = kind.spec.published if asks_it else ""
    anew = kind.spec.published if not asks_it and kind.spec.published in fields else ""
    takes = kind.spec.takes
    return MoveView(key, move.label, move, fields, leads_to, takes, actor, suggested, lets_out, anew)


def story(matter: Matter, actor: Actor) -> list[StepView]:
    """Every step in order; and while it went with a main one, how that one went on.

    Of the main one whoever may see that one reads what was shown; anyone else what every neighbour may.
    """
    inside = actor.is_system or actor.person_id is not None
    own, others = list(_steps(Q(matter=matter), inside=inside)), _main_steps(matter, inside=inside)
    steps = sorted([*_told_once(own, others), *others], key=lambda step: (step.at, step.pk))
    houses = compiled_many(step.version_id for step in steps)
    steps = steps if inside else _for_resident(steps, houses)
    views = [_view(step, houses[step.version_id], matter, inside=inside) for step in steps]
    if not others or reads_head(matter, actor):
        return views
    neighbour = Neighbour(others, matter)
    return [
        neighbour.told(view, step, houses[step.version_id]) if view.of else view
        for view, step in zip(views, steps, strict=True)
    ]


def _steps(wanted: Q, *, inside: bool) -> QuerySet[Step]:
    # What was called back without a word to the resident is read too: what it undid is left out.
    found = Step.objects.filter(wanted if inside else wanted & (Q(shown=True) | Q(kind=StepKind.MOVED)))
    related = found.select_related("actor", "unit", "to_owner", "move", "to_state", "matter__kind")
    return related.prefetch_related("attachments__attachment")


def _main_steps(matter: Matter, *, inside: bool) -> list[Step]:
    """The moves of what it went with, in the times it did."""
    if not matter.gathered_under_id and not matter.steps.filter(kind=StepKind.PARTED).exists():
        return []
    moves = Q(kind=StepKind.MOVED, shown=True) if inside else Q(kind=StepKind.MOVED)
    wanted = [span.steps & moves for span in spans(matter)]
    return [step for one in wanted for step in _steps(one, inside=False)]


def _told_once(own: list[Step], others: list[Step]) -> list[Step]:
    """Its *own* steps without those that only say how the main one went on: that is read of the main one."""
    told = {(step.move_id, step.at) for step in others}
    return [one for one in own if (one.move_id, one.at) not in told or "with" not in json.loads(one.data)]


def _for_resident(steps: list[Step], houses: Mapping[int, House]) -> list[Step]:
    """The steps shown; without a dispatch that was called back before anybody did anything about it.

    Else two dispatches would follow one another, and nothing would say why.
    """
    told: list[Step] = []
    for step in steps:
        if not step.shown and told and _called_back(told[-1], step, houses[step.version_id]):
            told.pop()
        if step.shown:
            told.append(step)
    return told


def _called_back(last: Step, step: Step, house: House) -> bool:
    """Whether *step* takes back what *last* handed on."""
    move = _move(step, house)
    if move is None or not (move.over == move.hands_to == "sender"):
        return False
    return last.kind == StepKind.MOVED and last.to_owner_id == step.from_owner_id != last.from_owner_id


def _move(step: Step, house: House) -> Move | None:
    try:
        path = house.path_of(step.move_id) if step.move_id else ()
    except KeyError:
        return None
    return house.section(MattersSection).matters[path[1]].flow.moves[path[-1]] if path else None


def _view(step: Step, house: House, matter: Matter, *, inside: bool) -> StepView:
    told = json.loads(step.data)
    return StepView(
        uuid=step.uuid,
        kind=step.kind,
        move=step.move.key if step.move else "",
        label=_label(step, house),
        at=step.at,
        actor=step.actor.name if step.actor and inside else "",
        role_key=step.role,
        role=_role(step.role, house),
        unit=step.unit.name if step.unit else "",
        to_owner=step.to_owner.name if step.to_owner and step.to_owner_id != step.from_owner_id else "",
        to_state=_state(step, house),
        state_key=step.to_state.key if step.to_state else "",
        note=step.note,
        answers=tuple(shown_answers(told.get("answers", {}), house)),
        rating=told.get("rating"),
        quantity=told.get("quantity"),
        shown=step.shown,
        files=tuple(step.attachments.all()),
        of=step.matter.number if step.matter_id != matter.pk else "",
        said=Text(**told["said"]) if told.get("said") else None,
        invited=tuple(told.get("invited", ())),
    )


def _state(step: Step, house: House) -> Text | None:
    if step.to_state is None:
        return None
    try:
        path = house.path_of(step.to_state.pk)
    except KeyError:
        return Text.both(step.to_state.key)
    return house.section(MattersSection).matters[path[1]].flow.states[path[-1]].label


def _label(step: Step, house: House) -> Text:
    if step.move_id is None:
        return _LABELS[StepKind(step.kind)]
    try:
        path = house.path_of(step.move_id)
    except KeyError:
        return Text.both(step.move.key if step.move else "")
    return house.section(MattersSection).matters[path[1]].flow.moves[path[-1]].label


def _role(key: str, house: House) -> Text:
    spec = house.section(RegistrySection).roles.get(key)
    return _ROLES.get(key) or (spec.label if spec else Text.both(key))


def shown_answers(stored: Mapping[str, Value], house: House) -> Iterator[AnswerView]:
    """Stored answers in words, by the version that they were given under."""
    for key, spec, value in read_answers(stored, house):
        said = Text(zh=spec.show(value, "zh"), en=spec.show(value, "en"))
        yield AnswerView(key, spec.label, said, spec.kind)
