"""Who may end what a resident asked for: never staff alone."""

from collections.abc import Iterator

from haitang.kernel.matters.cases import Case
from haitang.kernel.matters.words import CLOCK, RESIDENT, TAKER, Move
from haitang.lib.diagnostics import Fault, Severity


def ended_by_staff_alone(case: Case) -> Iterator[Fault]:
    """Moves by which staff close what a resident opened, without the resident, the clock, or a review."""
    ends = {key for key, state in case.flow.states.items() if state.end}
    for key, move in case.flow.moves.items() if case.kind.public else ():
        closes = move.to in ends and not ends.issuperset(move.from_)
        staff = [role for role in move.by if role not in (RESIDENT, CLOCK, TAKER)]
        if closes and staff and not _reviewed(move):
            what = f'by "{key}" staff alone ({", ".join(staff)}) end what a resident asked for.'
            hint = (
                "Leave resident or clock alone in by:, or lead to a state that somebody else reviews, "
                "and let the reviewing move say other_than:."
            )
            path = case.at("flow", "moves", key, "by")
            yield Fault("ended-by-staff-alone", what, hint, path=path, severity=Severity.WARNING)


def _reviewed(move: Move) -> bool:
    return bool(move.other_than or move.decides)
