"""Which unit gave a matter back, and who had sent it there: a wrong dispatch is charged to its sender."""

from typing import NamedTuple

from django.db.models import F, QuerySet

from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.handing import is_of_house, lived_through
from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.words import CLOCK, RESIDENT


class Dispatcher(NamedTuple):
    """The unit that gave it back, and who had handed it there, for which unit; ``by_house`` if by itself."""

    returned_by: int
    person_id: int | None
    unit_id: int
    by_house: bool


def before(matter: Matter) -> int | None:
    """Who had the matter before it came to its owner; None where it came into this state without going on."""
    entered = lived_through(matter).filter(kind=StepKind.MOVED, to_state_id=matter.state_id)
    entered = entered.exclude(from_state_id=matter.state_id).order_by("-pk")
    if entered.values_list("from_owner_id", flat=True).first() == matter.owner_id:
        return None
    came = _handings(matter).filter(to_owner_id=matter.owner_id).values_list("from_owner_id", flat=True)
    return came.first()


class GivenBack(NamedTuple):
    """Whoever sent it to the unit that gave it back, once for each time; none where no unit did.

    ``is_recalled``: sent there once more and called back from there, so that it stands again as given back.
    """

    dispatchers: tuple[Dispatcher, ...] = ()
    is_recalled: bool = False


def worker(matter: Matter, kind: Kind) -> int | None:
    """From whom it came to its owner, if that was only to be looked at; None where its owner works on it."""
    came = (
        _handings(matter).filter(to_owner_id=matter.owner_id).values_list("from_owner_id", "move_id").first()
    )
    looks = {kind.move_id(key) for key, move in kind.spec.flow.moves.items() if move.hands_to == "host"}
    return came[0] if came and came[1] in looks else None


def given_back(matter: Matter, kind: Kind, *, standing: bool = False) -> GivenBack:
    """Which dispatches of *matter* came back and were not charged yet; *standing*: and which did not."""
    # Where it stands was come back to, unless it is taken from who has it.
    flow, here = kind.spec.flow, set() if standing else {matter.state_id}
    rounds = _Rounds(_backs(kind) | here)
    moved = lived_through(matter).filter(kind=StepKind.MOVED).order_by("pk")
    upheld = {kind.move_id(key) for key, move in flow.moves.items() if move.hands_to == "before"}
    recalled = {kind.move_id(key) for key, move in flow.moves.items() if move.over == "sender"}
    for row in moved.values_list(*_Passing._fields):
        step = _Passing(*row)
        rounds.follow(step, upheld=step.move_id in upheld, recalled=step.move_id in recalled)
    if standing and rounds.sent and rounds.sent.returned_by == matter.owner_id:
        rounds.returned.append(rounds.sent)
    return GivenBack(tuple(rounds.returned), bool(rounds.returned) and rounds.is_recalled)


def _backs(kind: Kind) -> set[int]:
    """The states in which a matter stands once it was given back: leaving them is what charges."""
    writes = (write for move in kind.spec.flow.moves.values() for write in move.writes)
    charging = (one for one in writes if one.speaks_of_dispatcher or one.elsewhere)
    return {kind.state_id(state) for write in charging for state in write.leaving}


class _Passing(NamedTuple):
    """What a step says of the way a matter went."""

    from_owner_id: int | None
    to_owner_id: int | None
    from_state_id: int | None
    to_state_id: int | None
    actor_id: int | None
    role: str
    move_id: int | None


class _Rounds:
    """Follows a matter from unit to unit: which sendings came back since it last went elsewhere."""

    def __init__(self, backs: set[int]) -> None:
        self.backs = backs
        self.returned: list[Dispatcher] = []
        self.sent: Dispatcher | None = None
        #: The dispatch before that: it stands again once who looked at the matter hands it back.
        self.sent_before: Dispatcher | None = None
        #: The dispatch that was given back and said again: it stands for itself once that is called back.
        self.said_again: Dispatcher | None = None
        self.is_recalled = False

    def follow(self, step: _Passing, *, upheld: bool, recalled: bool) -> None:
        """Take one step; *upheld*: sent there again all the same, *recalled*: taken back by who sent it."""
        left, reached = step.from_owner_id, step.to_owner_id
        if self._goes_elsewhere(step, recalled=recalled):
            self.returned = []
        if recalled or step.from_state_id != step.to_state_id:
            self.is_recalled = recalled
        if left is None or reached is None or left == reached:
            return
        if recalled:
            self._is_taken_back()
        elif self._gives_back(step):
            self._came_back(left)
        else:
            self._goes_to(step, reached, left, upheld=upheld)

    def _goes_elsewhere(self, step: _Passing, *, recalled: bool) -> bool:
        """Whether it leaves where it came back to, and not for the unit that gave it back."""
        if not self.returned or recalled or step.from_state_id == step.to_state_id:
            return False
        is_back = self.is_recalled or step.from_state_id in self.backs
        return is_back and step.to_owner_id != self.returned[-1].returned_by

    def _is_taken_back(self) -> None:
        """As if it had not been sent again: what was given back before is as open as it was."""
        if self.said_again:
            self.returned.append(self.said_again)
        self.sent = self.said_again = None

    def _gives_back(self, step: _Passing) -> bool:
        by_unit = step.role not in (RESIDENT, CLOCK)
        has_it = self.sent is not None and self.sent.returned_by == step.from_owner_id
        return by_unit and has_it and step.to_state_id in self.backs

    def _came_back(self, unit: int) -> None:
        if self.returned and self.returned[-1].returned_by != unit:
            self.returned = []
        if self.sent:
            self.returned.append(self.sent)
        self.sent = self.said_again = None

    def _goes_to(self, step: _Passing, unit: int, left: int, *, upheld: bool) -> None:
        by_house, before = is_of_house(step.actor_id, step.role), self.sent_before
        self.sent_before = self.sent
        if upheld and not self.returned and before and before.returned_by == unit:
            self.sent = before
            return
        self.sent = Dispatcher(unit, step.actor_id, left, by_house=by_house)
        self.said_again = None
        if not self.returned:
            return
        if self.returned[-1].returned_by != unit:
            self.returned = []
        elif upheld:
            # Not another dispatch, but the same one said again: whoever upheld it answers for it.
            self.said_again = self.returned.pop()


def _handings(matter: Matter) -> QuerySet[Step]:
    """The steps that handed it from one unit to another, the latest first."""
    handed = lived_through(matter).filter(
        kind=StepKind.MOVED, from_owner__isnull=False, to_owner__isnull=False
    )
    return handed.exclude(from_owner_id=F("to_owner_id")).order_by("-pk")
