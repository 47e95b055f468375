"""What can be wrong with handing on and back: nobody to hand it back to, nobody who may call it back."""

from collections.abc import Iterator

from haitang.kernel.matters.cases import Case
from haitang.kernel.matters.words import STAYS, Flow, Move
from haitang.lib.diagnostics import Fault


def unsent(case: Case) -> Iterator[Fault]:
    """Moves of or to a sender, from states to which no matter comes by another's hand."""
    reached = _after_handing(case.flow)
    for key, move in case.flow.moves.items():
        for number, state in enumerate(move.from_):
            if "sender" in (move.over, move.hands_to) and state in case.flow.states and state not in reached:
                what = f'nobody has handed over what stands in "{state}", so it has no sender.'
                hint = f"Drop {state} from the from: of {key}, or have a move hand it over before."
                path = case.at("flow", "moves", key, "from", number)
                yield Fault("nobody-sent-it", what, hint, path=path)


def _after_handing(flow: Flow) -> set[str]:
    """The states in which a matter may stand that one unit has handed to another."""
    found = {state for move in flow.moves.values() if _hands_on(move) for state in _ends(move)}
    open_ = list(found)
    while open_:
        here = open_.pop()
        ahead = {end for move in flow.moves.values() if here in move.from_ for end in _ends(move)} - found
        found |= ahead
        open_ += ahead
    return found


def _hands_on(move: Move) -> bool:
    return move.hands_to not in ("stays", "sender")


def _ends(move: Move) -> tuple[str, ...]:
    return move.from_ if move.to == STAYS else (move.to,)
