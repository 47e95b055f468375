"""Move a matter along its flow: one wins, the other is told; step, entries and followers together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from haitang.kernel.ledger.actions.record import record_by_move
from haitang.kernel.ledger.storage import speaking_of_storage
from haitang.kernel.matters.acting import Guise, guise_for, keeps_own
from haitang.kernel.matters.actions.again import same_step
from haitang.kernel.matters.actions.calls import see_to_calls
from haitang.kernel.matters.actions.claiming import follow_claim
from haitang.kernel.matters.actions.family import date_erasure, hand_over, leave, take_along
from haitang.kernel.matters.actions.reopening import undo_closing
from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.actions.timekeeping import see_time_run_over, work_the_clock
from haitang.kernel.matters.asked import Given, Note, cleaned, first_language, in_both
from haitang.kernel.matters.companions import ask_companions, tell_companions
from haitang.kernel.matters.entries import Deed, drafts_of
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.follow import came_by_staff
from haitang.kernel.matters.handing import Sender, is_of_house, lived_through, sender_of, still_there
from haitang.kernel.matters.hindering import hindrance
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Handler, Matter, Step
from haitang.kernel.matters.offering import taker_of
from haitang.kernel.matters.refusals import (
    gathered_elsewhere,
    moved_meanwhile,
    no_such_move,
    not_yours,
    nothing_asked,
    parts_open,
)
from haitang.kernel.matters.returned import GivenBack, before, given_back, worker
from haitang.kernel.matters.routing import Router
from haitang.kernel.matters.standing import STANDING, enter, reckon_anew, run_clock
from haitang.kernel.matters.words import CLOCK, RESIDENT, STAYS, Move, Write
from haitang.kernel.playbooks.fields import Answers, FileField, canonical
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Person, Unit
from haitang.kernel.registry.planned import plans_kept
from haitang.lib import clock

#: What a move changes besides answers.
_CHANGED = ("serial", "owner", "assignee", "rating", "code_by_staff", *STANDING)


@plans_kept()
def make_move(
    matter: Matter,
    *,
    move: str,
    seen: int,
    client_id: UUID,
    actor: Actor,
    note: Note = "",
    answers: Mapping[str, Any] | None = None,  # reason: checked by the kind's fields
    to_unit: Unit | None = None,
    invited: Sequence[Unit] = (),
    assignee: Person | None = None,
    quantity: int | None = None,
    rating: int | None = None,
    attachments: tuple[UUID, ...] = (),
    behalf: str = "",
) -> Step:
    """Make the declared *move*; *seen* is the serial that was shown, *client_id* the step's own UUID.

    *behalf* names the desk that makes it, where the move is that desk's own.
    """
    said = first_language(note), answers or {}, to_unit, invited, assignee, quantity, rating, attachments
    given = Given(*said, in_both(note))
    with speaking_of_storage(), transaction.atomic():
        locked = lock(matter, actor=actor)
        for before in Step.objects.filter(uuid=client_id):
            return same_step(before, locked, move=move, given=given, actor=actor)
        moving = _checked(locked, move, seen, actor)
        ask_companions(locked, moving.kind, move, behalf)
        region = matter.region_id
        answers = cleaned(given, move=moving.move, kind=moving.kind, to=moving.to, region_id=region)
        return _carry_out(moving, given, answers, client_id)


def lock(matter: Matter, *, actor: Actor) -> Matter:
    """The matter as it is now, nobody else changing it until the end; another region's is not found."""
    # The lock is taken without joins: PostgreSQL re-checks a locked row against the rows it joined before
    # the wait, and would find none once somebody else has changed the state. SQLite's is alone anyhow.
    own = Matter.objects.filter(region_id=actor.region_id)
    if connection.features.has_select_for_update:
        own.select_for_update().only("pk").get(pk=matter.pk)
    found = own.select_related("state", "kind", "unit", "owner").get(pk=matter.pk)
    found.is_followed = matter.is_followed
    return found


@dataclass
class _Moving:
    matter: Matter
    kind: Kind
    key: str
    move: Move
    guise: Guise
    actor: Actor
    now: datetime

    @property
    def to(self) -> str:
        """The state it will stand in."""
        here = self.kind.spec.flow.state_now(self.matter.state.key)
        return here if self.move.to == STAYS else self.move.to

    def concerns_one(self, answers: Answers) -> bool:
        """Whether it takes the matter on for its own resident alone: they made it, or do not ask any more."""
        goes_on = self.kind.state_id(self.to) != self.matter.state_id
        not_asked = self.to in self.kind.spec.flow.taken_back
        of_one = any(answers.get(field) in said for field, said in self.move.alone.items())
        return goes_on and (self.guise.role == RESIDENT or not_asked or of_one)

    @cached_property
    def sender(self) -> Sender | None:
        """Who gets it back, if the move gives it back; asked before it is handed on."""
        return sender_of(self.matter) if self.move.hands_to == "sender" else None

    @cached_property
    def back(self) -> GivenBack:
        """Who had sent it to the unit that gave it back, if its entries ask; before it is handed on."""
        asked = any(one.speaks_of_dispatcher or one.elsewhere for one in self.move.writes)
        standing = any(one.standing for one in self.move.writes)
        return given_back(self.matter, self.kind, standing=standing) if asked else GivenBack()


def _checked(matter: Matter, key: str, seen: int, actor: Actor) -> _Moving:
    kind = kind_of(holding(matter.unit), matter.kind.key)
    move = kind.moves_from(matter.state.key).get(key)
    if matter.gathered_under and not (move and keeps_own(matter, move, kind=kind, actor=actor)):
        raise gathered_elsewhere(matter.gathered_under)
    if matter.serial != seen:
        raise moved_meanwhile(matter, actor)
    if move is None:
        raise no_such_move(kind, matter.state.key, key)
    guise = guise_for(matter, move, kind=kind, actor=actor)
    if guise is None:
        raise nothing_asked(move) if move.decides and not matter.called else not_yours(move)
    against = hindrance(matter, key, kind=kind, actor=actor)
    if against:
        raise against
    moving = _Moving(matter, kind, key, move, guise, actor, clock.now())
    _check_parts(moving)
    return moving


def _check_parts(moving: _Moving) -> None:
    if moving.kind.spec.flow.states[moving.to].end:
        open_ = moving.matter.parts.filter(closed_at=None).values_list("number", flat=True)[:5]
        if open_:
            raise parts_open(list(open_))


def _carry_out(moving: _Moving, given: Given, answers: Answers, client_id: UUID) -> Step:
    matter = moving.matter
    if moving.concerns_one(answers):
        _go_alone(moving)
    step = _step(moving, given, answers, client_id)
    owner = _next_owner(moving, given)
    deed = Deed(
        matter,
        clock.day_of(moving.now),
        matter.owner_id,
        _people(moving),
        given.note,
        given.quantity,
        answers,
        attachments=given.attachments,
        dispatchers=moving.back.dispatchers,
        sender=moving.sender,
        by_house=is_of_house(moving.actor.person_id, moving.guise.role),
    )
    writes = _written(moving, owner)
    _change(moving, given, answers, owner)
    step.to_owner_id, step.to_state_id = matter.owner_id, matter.state_id
    write_step(step, attachments=(*given.attachments, *_files(answers, moving)), actor=moving.actor)
    see_to_calls(step, move=moving.move, kind=moving.kind, now=moving.now)
    _invite(moving, given)
    for draft in drafts_of(writes, deed):
        record_by_move(draft, actor=moving.actor)
    follow_claim(matter, moving.kind, step, actor=moving.actor)
    take_along(matter, step, kind=moving.kind)
    tell_companions(matter, moving.kind, step)
    return step


def _go_alone(moving: _Moving) -> None:
    """Nobody else is taken along: who joined leaves, and of whom others joined the eldest leads on."""
    matter, main = moving.matter, moving.matter.gathered_under
    see_time_run_over(matter, moving.kind, moving.now)
    if main is None:
        hand_over(matter)
        return
    parted = Step(
        matter=matter,
        kind=StepKind.PARTED,
        from_state_id=matter.state_id,
        from_owner_id=matter.owner_id,
        role=moving.guise.role,
        version_id=moving.kind.house.version_id,
        at=moving.now,
    )
    leave(matter, main, step=parted, actor=moving.actor)


def _files(answers: Answers, moving: _Moving) -> Iterator[UUID]:
    """The files that *answers* name: they hang on the step, where who sees it finds them."""
    for key, value in answers.items():
        if isinstance(moving.kind.spec.fields[key], FileField) and isinstance(value, list):
            yield from map(UUID, value)


def _step(moving: _Moving, given: Given, answers: Answers, client_id: UUID) -> Step:
    matter = moving.matter
    told: dict[str, Any] = {"serial": matter.serial, **given.said}  # reason: JSON
    if given.invited:
        told["invited"] = [unit.name for unit in given.invited]
    if answers:
        told["answers"] = moving.kind.stored(answers)
    if given.assignee:
        told["assignee"] = given.assignee.pk
    told |= {key: value for key in ("rating", "quantity") if (value := getattr(given, key)) is not None}
    if matter.due_at:
        told["due_at"] = matter.due_at.isoformat()
    return Step(
        uuid=client_id,
        matter=matter,
        kind=StepKind.MOVED,
        move_id=moving.kind.move_id(moving.key),
        from_state_id=matter.state_id,
        from_owner_id=matter.owner_id,
        role=moving.guise.role,
        unit_id=moving.guise.unit_id,
        version_id=moving.kind.house.version_id,
        at=moving.now,
        note=given.note,
        data=canonical(told),
        shown=moving.move.shown,
    )


def _next_owner(moving: _Moving, given: Given) -> int:
    matter, hands_to = moving.matter, moving.move.hands_to
    if hands_to == "unit" and given.to_unit:
        return given.to_unit.pk
    if hands_to == "host":
        role = moving.kind.spec.flow.states[moving.to].owner
        return Router().host(matter.owner, role=role, house=moving.kind.house)
    if hands_to == "sender":
        return moving.sender.unit_id if moving.sender else matter.owner_id
    if hands_to in ("before", "worker"):
        found = before(matter) if hands_to == "before" else worker(matter, moving.kind)
        return found or matter.owner_id
    if hands_to == "opener":
        first = matter.steps.filter(kind=StepKind.OPENED).values_list("to_owner_id", flat=True).first()
        return first or matter.owner_id
    return matter.owner_id


def _next_assignee(moving: _Moving, given: Given) -> int | None:
    """Whom it is assigned to once it came into other hands: as asked, or who sent it or called it back."""
    if given.assignee:
        return given.assignee.pk
    if moving.sender is None:
        return None
    return moving.actor.person_id if moving.move.over == "sender" else still_there(moving.sender)


def _written(moving: _Moving, owner: int) -> list[Write]:
    """The entries that this move writes, as the matter leaves where it stands for *owner*."""
    leaves, back = moving.kind.spec.flow.state_now(moving.matter.state.key), moving.back
    stays = back.dispatchers and back.dispatchers[-1].returned_by == owner
    return [
        write
        for write in moving.move.writes
        # Sent to who gave it back, and called back from there: it leaves as what was given back does.
        if (not write.leaving or leaves in write.leaving or (write.speaks_of_dispatcher and back.is_recalled))
        and not (write.elsewhere and stays)
    ]


def _people(moving: _Moving) -> dict[str, int | None]:
    matter = moving.matter
    people = {"actor": moving.actor.person_id, "assignee": matter.assignee_id}
    if any(write.by == "taker" for write in moving.move.writes):
        people["taker"] = taker_of(matter)
    if any(write.by == "last_handler" for write in moving.move.writes):
        worked = lived_through(matter).filter(kind=StepKind.MOVED, actor__isnull=False)
        worked = worked.exclude(role__in=[RESIDENT, CLOCK]).filter(from_owner_id=matter.owner_id)
        people["last_handler"] = worked.order_by("-pk").values_list("actor_id", flat=True).first()
    return people


def _change(moving: _Moving, given: Given, answers: Answers, owner: int) -> None:
    matter, kind = moving.matter, moving.kind
    matter.serial += 1
    if owner != matter.owner_id:
        matter.owner_id, matter.assignee_id = owner, _next_assignee(moving, given)
    elif given.assignee:
        matter.assignee = given.assignee
    if matter.closed_at and not kind.spec.flow.states[moving.to].end:
        undo_closing(matter, kind)
    if given.rating is not None:
        matter.rating, matter.code_by_staff = given.rating, came_by_staff(matter)
    said = _merge_answers(moving, answers)
    was_closed = matter.closed_at is not None
    _stand(moving, answers)
    matter.save(update_fields=None if said else _CHANGED)
    if was_closed != (matter.closed_at is not None):
        date_erasure(matter, kind)


def _stand(moving: _Moving, answers: Answers) -> None:
    """In the state it leads to, by the limit that holds there now, with what the move does to the clock."""
    matter, kind, now = moving.matter, moving.kind, moving.now
    see_time_run_over(matter, kind, now)
    if kind.state_id(moving.to) != matter.state_id:
        enter(matter, state=moving.to, kind=kind, now=now)
    elif answers and not matter.paused_at:
        limit = kind.spec.flow.states[moving.to].limit
        said_anew = limit is not None and limit.until in answers
        (run_clock if said_anew else reckon_anew)(matter, state=moving.to, kind=kind)
    if moving.move.clock:
        work_the_clock(moving.move.clock, matter=matter, state=moving.to, kind=kind, now=now)


def _merge_answers(moving: _Moving, answers: Answers) -> bool:
    """Keep *answers*, and no public words that are outdated; whether anything is said otherwise now."""
    matter, kind = moving.matter, moving.kind
    data = kind.merged(matter.data, answers, without=kind.outdated(moving.key, answers))
    if answers or data != matter.data:
        matter.data, matter.version_id = data, kind.house.version_id
        for column, value in kind.slots(data).items():
            setattr(matter, column, value)
        return True
    return False


def _invite(moving: _Moving, given: Given) -> None:
    if not given.invited:
        return
    already = set(moving.matter.handlers.filter(until=None).values_list("unit_id", flat=True))
    units = {unit.pk for unit in given.invited} - already
    Handler.objects.bulk_create(
        Handler(matter=moving.matter, unit_id=unit, since=moving.now) for unit in sorted(units)
    )
