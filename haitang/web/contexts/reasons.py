"""Why a matter stands before somebody, and what is expected of them: in a list, and on its own page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from haitang.kernel.matters.api import (
    BY_RESIDENT,
    Called,
    Flow,
    InboxRow,
    Kind,
    MattersSection,
    MoveView,
    calls_to,
    moves_open,
    wording,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor, RegistrySection
from haitang.lib.declare import House
from haitang.lib.text import Text
from haitang.ui.progress import due_moves
from haitang.ui.words import both, say


@dataclass(frozen=True)
class Button:
    """A move that may be made now: ``primary`` is the one that is expected of who looks, if it is one.

    Where they have to choose between several, each of them is ``due`` and none stands out.
    """

    key: str
    label: str
    url: str
    primary: bool
    due: bool


def buttons(matter: Matter, kind: Kind, actor: Actor) -> list[Button]:
    """What *actor* may do now; what is expected of them stands last, nearest to the thumb."""
    found = moves_open(matter, actor)
    due = _due(matter, kind, actor, found)
    made = [
        Button(
            view.key,
            say(view.label),
            reverse("matters:move", args=[matter.number, view.key]),
            primary=len(due) == 1 and view.key in due,
            due=view.key in due,
        )
        for view in found
    ]
    return sorted(made, key=lambda button: button.due)


def why_here(matter: Matter, kind: Kind, actor: Actor, moves: Sequence[Button]) -> str:
    """Why what somebody else has stands before *actor*, who may make *moves*; empty where nobody called."""
    called = calls_to(actor, [matter.pk]).get(matter.pk) if matter.called else None
    if called is None:
        return ""
    flow, who, state = kind.spec.flow, matter.owner.name, kind.state(matter.state.key).label
    if called.question:
        label = _question(flow, called.question)
        return both(f"{who}申请“{label.zh}”，等您决定。", f"{who} asks for “{label.en}”: you decide.")
    # Nobody is called to take a matter back from whoever asked.
    moves_on = (one for one in moves if flow.moves[one.key].to not in flow.taken_back)
    may = [button.label for button in moves_on]
    can_zh, can_en = (
        (f"可以{'、'.join(may)}，也可以", f"You may: {', '.join(may)}; or ") if may else ("可以", "")
    )
    return both(
        f"超时上报：{who}的“{state.zh}”已超时，请您过问。{can_zh}在下面留言。",
        f"Raised to you: “{state.en}” at {who} is over time. {can_en}comment below.",
    )


class WaitsFor(NamedTuple):
    """Why a matter waits: in words, and whether for who looks or for others at their unit."""

    words: str
    own: bool


UNSAID = WaitsFor("", own=True)


def reasons(actor: Actor, rows: Sequence[InboxRow]) -> dict[int, WaitsFor]:
    """For each of what waits for *actor*: what is expected, or why it was brought here; two queries."""
    if not rows:
        return {}
    called, words = calls_to(actor, [row.id for row in rows]), wording(actor.region_id)
    return {row.id: _reason(row, words.house(row.path), called.get(row.id), actor) for row in rows}


def _reason(row: InboxRow, house: House, called: Called | None, actor: Actor) -> WaitsFor:
    kind = house.section(MattersSection).matters.get(row.kind_key)
    if called and called.question:
        label = say(_question(kind.flow if kind else None, called.question))
        return WaitsFor(both(f"等您决定：{label}", f"you decide: {label}"), own=True)
    if called:
        return WaitsFor(
            both(f"超时上报：{row.owner}逾期未办", f"raised to you: late at {row.owner}"), own=True
        )
    state = kind.flow.state_now(row.state_key) if kind else ""
    return _waits_for(kind.flow, state, house, actor) if kind and state else UNSAID


def _waits_for(flow: Flow, state: str, house: House, actor: Actor) -> WaitsFor:
    """What is to be done, and by whom, if it is not for who looks."""
    due = [flow.moves[key] for key in due_moves(flow, state)]
    if not due:
        return UNSAID
    to_do = Text(
        zh="、".join(move.label.zh for move in due), en=", ".join(move.label.en.lower() for move in due)
    )
    if any(actor.roles & set(move.by) for move in due):
        return WaitsFor(both(f"等您：{to_do.zh}", f"to do: {to_do.en}"), own=True)
    role = house.section(RegistrySection).roles.get(flow.states[state].owner)
    who = role.label if role else Text(zh="别人", en="somebody else")
    return WaitsFor(both(f"等{who.zh}：{to_do.zh}", f"{who.en}: {to_do.en}"), own=False)


def _due(matter: Matter, kind: Kind, actor: Actor, found: Sequence[MoveView]) -> Collection[str]:
    """Those of the moves *found* that are expected of *actor*: what they decide, else what waits for them."""
    flow = kind.spec.flow
    decided = [view.key for view in found if view.move.decides]
    if decided:
        return decided
    state = flow.state_now(matter.state.key)
    here = any(
        stand.unit_id == matter.owner_id or stand.role == flow.states[state].owner for stand in actor.stands
    )
    asked_it = matter.opened_by_id is not None and matter.opened_by_id == actor.person_id
    expected = asked_it if flow.states[state].owner == BY_RESIDENT else here
    return _open(due_moves(flow, state), found) if expected else ()


def _open(keys: Iterable[str], found: Sequence[MoveView]) -> list[str]:
    may = {view.key for view in found}
    return [key for key in keys if key in may]


def _question(flow: Flow | None, key: str) -> Text:
    spec = flow.questions.get(key) if flow else None
    return spec.label if spec else Text.both(key)
