"""Who is told of a step or a deadline: those in whose hands the matter is, who asked, who joined."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from haitang.desks.notice.declare import Notices, NoticeSection, minutes
from haitang.desks.notice.timing import after_quiet
from haitang.kernel.matters.api import BY_RESIDENT, Kind, called_by, joined_by, kind_of, taker_of
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.playbooks.api import holding_at
from haitang.kernel.registry.api import holders_of, holders_over, holders_with
from haitang.lib import clock

SEES = "matters.see"
_HAPPENS = {StepKind.OPENED, StepKind.MOVED, StepKind.PARTED, StepKind.HANDED}
_SAYS = {StepKind.COMMENTED, StepKind.ATTACHED}


@dataclass
class Audience:
    """Finds people for many steps at once, and asks each thing once."""

    _kinds: dict[tuple[str, str], Kind] = field(default_factory=dict)
    _holders: dict[tuple[int, str], list[int]] = field(default_factory=dict)

    def of_step(self, step: Step) -> dict[int, str]:
        """Whom to tell of *step*, each with the occasion; never who made it."""
        told: dict[int, str] = {}
        for person, occasion in self._of_step(step):
            if person != step.actor_id:
                told.setdefault(person, occasion)
        return told

    def in_charge(self, matter: Matter) -> list[int]:
        """The people who should act now: the one it is assigned to, else the role's holders at its owner."""
        if matter.closed_at or matter.gathered_under_id:
            return []
        if matter.assignee_id:
            return [matter.assignee_id]
        role = self.role(matter, matter.state.key)
        return self._at(matter.owner_id, role) if role not in {"", BY_RESIDENT} else []

    def of_group(self, step: Step) -> set[str]:
        """What the whole group of the unit in charge may hear of *step*."""
        matter = step.matter
        if not self.in_charge(matter):
            return set()
        if step.role == BY_RESIDENT and step.kind != StepKind.OPENED:
            return {"answered"}
        return {"came"} if step.kind in _HAPPENS and self._is_handed(step) else set()

    def role(self, matter: Matter, state: str) -> str:
        """The role that must act in *state*."""
        flow = self.kind(matter).spec.flow
        now = flow.state_now(state)
        return flow.states[now].owner if now else ""

    def kind(self, matter: Matter) -> Kind:
        """The kind as the playbook over the matter's unit says it today."""
        key = matter.unit.path, matter.kind.key
        if key not in self._kinds:
            self._kinds[key] = kind_of(holding_at(matter.region_id, matter.unit.path), matter.kind.key)
        return self._kinds[key]

    def notices(self, matter: Matter) -> Notices:
        """What the playbook over the matter's unit says about telling people."""
        return self.kind(matter).house.section(NoticeSection).notice

    def after_quiet(self, matter: Matter, moment: datetime) -> datetime:
        """*moment*, or when the quiet hours of the matter's playbook end."""
        quiet = self.notices(matter).quiet
        return after_quiet(moment, since=minutes(quiet.from_), until=minutes(quiet.until))

    def _of_step(self, step: Step) -> Iterator[tuple[int, str]]:
        matter = step.matter
        charged = self.in_charge(matter)
        if step.role == BY_RESIDENT and step.kind != StepKind.OPENED:
            yield from ((person, "answered") for person in charged)
        if step.kind in _HAPPENS and self._is_handed(step):
            yield from ((person, "came") for person in charged)
        yield from ((person, "called") for person in self._called(step))
        yield from ((person, "joined") for person in self._joined(step))
        yield from self._taker(step)
        if step.kind == StepKind.MOVED and step.shown and matter.opened_by_id:
            yield matter.opened_by_id, "moved"
        if step.kind in _HAPPENS | _SAYS:
            yield from ((person, "beside") for person in charged)

    def _taker(self, step: Step) -> Iterator[tuple[int, str]]:
        """Who took it on hears what others did with it: thanks, or that it is not done yet."""
        offers = self.kind(step.matter).spec.offers
        if offers is None or step.kind != StepKind.MOVED or step.move is None:
            return
        taker = taker_of(step.matter)
        if taker:
            yield taker, "thanked" if step.move.key == offers.thanks else "taken"

    def _is_handed(self, step: Step) -> bool:
        """Whether somebody else has to act after *step* than before."""
        if step.kind != StepKind.MOVED or step.from_owner_id != step.to_owner_id:
            return True
        if step.from_state is None or step.to_state is None:
            return True
        before, after = (self.role(step.matter, state.key) for state in (step.from_state, step.to_state))
        return before != after

    def _called(self, step: Step) -> Iterator[int]:
        """Whom *step* called besides: to decide what was asked, or since the time is up below them."""
        for unit, role in called_by(step) if step.matter.called else ():
            yield from self._at(unit, role)

    def _joined(self, step: Step) -> list[int]:
        if step.kind != StepKind.MOVED:
            return []
        units, today = joined_by(step), clock.today()
        # Who may speak there without seeing is not told: even a number is of a matter that is not theirs.
        seeing = set(holders_with(SEES, units=units, day=today))
        speaking = holders_with("matters.comment", units=units, day=today)
        return [person for person in speaking if person in seeing]

    def _at(self, unit: int, role: str) -> list[int]:
        """The role's holders at the unit; never one whom the matter itself would be hidden from."""
        key = unit, role
        if key not in self._holders:
            today = clock.today()
            seeing = holders_over(SEES, unit=unit, day=today)
            holders = holders_of(role, unit=unit, day=today)
            self._holders[key] = [person for person in holders if person in seeing]
        return self._holders[key]
