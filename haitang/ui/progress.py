"""The stages of a flow as a resident reads them: been there, there now, still to come."""

from collections.abc import Sequence
from dataclasses import dataclass

from haitang.kernel.matters.api import STAYS, Flow
from haitang.lib.text import Text


@dataclass(frozen=True)
class Stage:
    """One stage; ``standing`` is ``done``, ``now`` or ``next``."""

    label: Text
    standing: str
    note: str = ""


def progress(flow: Flow, *, visited: Sequence[str], now: str, note: str = "") -> list[Stage]:
    """Where the matter has been, where it stands, and the usual way from there to the end."""
    ahead = way_ahead(flow, now)
    been = [state for state in dict.fromkeys(visited) if state != now and state not in ahead]
    ended = flow.states[now].end
    return [
        *(Stage(flow.states[state].label, "done") for state in been if state in flow.states),
        Stage(flow.states[now].label, "done" if ended else "now", note),
        *(Stage(flow.states[state].label, "next") for state in ahead),
    ]


def way_ahead(flow: Flow, now: str) -> list[str]:
    """The usual way on: along the flow's own way, or back to it from a state beside it."""
    usual = _onward(flow, flow.start)
    if now == flow.start or now in usual:
        return _onward(flow, now)
    # Beside the way lie states such as "sent back": the first move from there to the way leads on.
    joins = next((state for state in _leads(flow, now) if state in usual), "")
    return [joins, *_onward(flow, joins)] if joins else _onward(flow, now)


def due_moves(flow: Flow, now: str) -> list[str]:
    """The moves that *now* waits for: of who must act there, on along the usual way.

    Several where there is something to decide; where what another did is reviewed, no side of it is usual.
    """
    owner, ahead = flow.states[now].owner, way_ahead(flow, now)
    here = {key: move for key, move in flow.moves.items() if now in move.from_ and owner in move.by}
    reviews = [key for key, move in here.items() if move.other_than]
    if reviews or not ahead:
        return reviews
    onward = [key for key, move in flow.moves.items() if now in move.from_ and move.to == ahead[0]]
    return [key for key in onward if key in here] or onward


def _onward(flow: Flow, start: str) -> list[str]:
    """From each state the first move, of who must act there before all others, to a state declared later."""
    order = list(flow.states)
    way: list[str] = []
    state = start
    while not flow.states[state].end:
        ahead = order[order.index(state) + 1 :]
        state = next((to for to in _leads(flow, state) if to in ahead), "")
        if not state:
            break
        way.append(state)
    return way


def _leads(flow: Flow, state: str) -> list[str]:
    """Where the moves from *state* lead; handing back is not the way on, nor is giving it up."""
    owner = flow.states[state].owner
    moves = [move for move in flow.moves.values() if state in move.from_ and move.to not in (STAYS, state)]
    forth = [move for move in moves if move.hands_to != "sender" and move.to not in flow.taken_back]
    by_others = [move for move in forth if owner not in move.by]
    return [move.to for move in (*(move for move in forth if owner in move.by), *by_others)]
