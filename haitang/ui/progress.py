"""The stages of a flow as a resident reads them: been there, there now, still to come."""

from collections.abc import Sequence
from dataclasses import dataclass

from haitang.kernel.matters.api import Flow, Move
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
    """The usual way on: from each state the first declared move to a state declared later."""
    order = list(flow.states)
    way: list[str] = []
    state = now
    while not flow.states[state].end:
        ahead = order[order.index(state) + 1 :]
        moves = (move for move in flow.moves.values() if state in move.from_ and _leads_on(move))
        state = next((move.to for move in moves if move.to in ahead), "")
        if not state:
            break
        way.append(state)
    return way


def _leads_on(move: Move) -> bool:
    # Handing back is not the way on, though the state it leads to may be declared later.
    return move.to != "stays" and move.hands_to != "sender"
