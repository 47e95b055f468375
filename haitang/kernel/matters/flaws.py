"""What can be wrong with declared matters: one rule a function, every fault found."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from haitang.kernel.ledger.declare import LedgerSection
from haitang.kernel.matters.calendars import calendar_flaws
from haitang.kernel.matters.cases import Case, Known, one_unknown, unknown
from haitang.kernel.matters.flaws_of_ends import ended_by_staff_alone
from haitang.kernel.matters.handed import unsent
from haitang.kernel.matters.timely import TIMELY
from haitang.kernel.matters.words import (
    CLOCK,
    PUBLIC_CHANNELS,
    RESIDENT,
    STAYS,
    TAKER,
    Flow,
    MatterKind,
    Move,
    State,
)
from haitang.kernel.matters.written import quantities, unanswered_fields, unserved, written_entries
from haitang.kernel.playbooks.header import HeaderSection
from haitang.kernel.registry.declare import RegistrySection
from haitang.lib.declare import House
from haitang.lib.diagnostics import Fault

if TYPE_CHECKING:
    from haitang.kernel.matters.declare import MattersSection


def flaws(section: "MattersSection", house: House) -> Iterator[Fault]:
    """Every fault of every kind."""
    registry = house.section(RegistrySection)
    known = Known(
        tuple(registry.roles),
        tuple(registry.unit_kinds),
        house.section(LedgerSection).entries,
        tuple(section.categories),
        tuple(section.matters),
        tuple(section.channels),
        house.section(HeaderSection).rules,
        tuple(dict.fromkeys(_category_names(section))),
    )
    for key, kind in section.matters.items():
        yield from (fault for rule in RULES for fault in rule(Case(key, kind, known)))
    yield from _same_number(section.matters)
    yield from calendar_flaws(section.calendar)


def _category_names(section: "MattersSection") -> Iterator[str]:
    """Every name that finds a category: its key, and its dotted path."""
    for path, _ in section.walk_categories():
        yield path[-1]
        yield ".".join(path[1::2])


# ---- names


def names_of_kind(case: Case) -> Iterator[Fault]:
    """Roles, categories, kinds, units and fields that the kind itself names."""
    yield from unknown(case.kind.by, case.known.roles, "role", case.at("by"))
    yield from unknown(case.kind.categories, case.known.categories, "category", case.at("categories"))
    yield from unknown(case.kind.under, case.known.kinds, "matter kind", case.at("under"))
    yield from unknown(case.kind.at, case.known.unit_kinds, "unit kind", case.at("at"))
    if case.kind.published:
        yield from one_unknown(case.kind.published, case.kind.fields, "field", case.at("published"))
    yield from _mapped(case)
    for word in ("published_by", "unpublished_by"):
        if move := getattr(case.kind, word):
            yield from one_unknown(move, case.flow.moves, "move", case.at(word))
    opening = case.at("flow", "opening", "ask")
    yield from unknown(case.flow.opening.ask, case.kind.fields, "field", opening)


def _mapped(case: Case) -> Iterator[Fault]:
    """What everyone sees on a map is a point, of words that everyone may read."""
    places = [key for key, spec in case.kind.fields.items() if spec.kind == "place"]
    if case.kind.mapped:
        yield from one_unknown(case.kind.mapped, places, "place field", case.at("mapped"))
    if case.kind.mapped and not case.kind.published:
        what = "`mapped` shows where something was done, and nothing of it is ever published."
        yield Fault("mapped-unpublished", what, "Add `published`, or drop `mapped`.", path=case.at("mapped"))


def names_of_flow(case: Case) -> Iterator[Fault]:
    """States that the flow names besides its moves."""
    states = case.flow.states
    yield from one_unknown(case.flow.start, states, "state", case.at("flow", "start"))
    for gone, now in case.flow.instead.items():
        path = case.at("flow", "instead", gone)
        yield from one_unknown(now, states, "state", path)
        if gone in states:
            what = f'"{gone}" is declared, so nothing takes its place.'
            yield Fault("state-and-instead", what, "Drop one of the two.", path=path)


def names_of_states(case: Case) -> Iterator[Fault]:
    """Owners of states."""
    for key, state in case.flow.states.items():
        path = case.at("flow", "states", key)
        if key == STAYS:
            yield Fault("reserved-state", f'"{STAYS}" cannot name a state.', "Choose another key.", path=path)
        if state.owner:
            yield from one_unknown(state.owner, (*case.known.roles, RESIDENT), "role", (*path, "owner"))
        if state.limit and state.limit.until:
            days = [name for name, field in case.kind.fields.items() if field.kind == "day"]
            yield from one_unknown(state.limit.until, days, "field", (*path, "limit", "until"))


def names_of_moves(case: Case) -> Iterator[Fault]:
    """States, roles, kinds of unit and fields that moves name."""
    for key, move in case.flow.moves.items():
        path = case.at("flow", "moves", key)
        yield from unknown(move.from_, case.flow.states, "state", (*path, "from"))
        yield from one_unknown(move.to, (*case.flow.states, STAYS), "state", (*path, "to"))
        without_post = (RESIDENT, CLOCK, TAKER) if case.kind.offers else (RESIDENT, CLOCK)
        yield from unknown(move.by, (*case.known.roles, *without_post), "role", (*path, "by"))
        yield from unknown(move.to_kinds, case.known.unit_kinds, "unit kind", (*path, "to_kinds"))
        yield from unknown(move.invites, case.known.unit_kinds, "unit kind", (*path, "invites"))
        yield from unknown(move.ask.fields, case.kind.fields, "field", (*path, "ask", "fields"))


# ---- the shape of the flow


def _leaving(flow: Flow, state: str) -> Iterator[tuple[str, Move]]:
    return ((key, move) for key, move in flow.moves.items() if state in move.from_)


def _next(flow: Flow, state: str) -> set[str]:
    return {move.to for _, move in _leaving(flow, state) if move.to != STAYS}


def _reach(start: Iterable[str], step: Callable[[str], Iterable[str]]) -> set[str]:
    found, open_ = set(start), list(start)
    while open_:
        for state in step(open_.pop()):
            if state not in found:
                found.add(state)
                open_.append(state)
    return found


def unreachable_states(case: Case) -> Iterator[Fault]:
    """States that no matter ever comes to."""
    flow = case.flow
    reached = _reach([flow.start, *flow.instead.values()], lambda state: _next(flow, state))
    for key in flow.states:
        if key not in reached:
            hint = "Add a move to it, or drop it."
            path = case.at("flow", "states", key)
            yield Fault("unreachable-state", f'no move ever leads to "{key}".', hint, path=path)


def endless_states(case: Case) -> Iterator[Fault]:
    """States from which no walk reaches an end."""
    flow = case.flow
    ends = {key for key, state in flow.states.items() if state.end}
    if not ends:
        what = f'the flow of "{case.key}" has no end.'
        path = case.at("flow", "states")
        hint, lacks = "Mark a state with end: true.", (*path, "*", "end")
        yield Fault("flow-without-end", what, hint, path=path, lacks=lacks)
        return
    before = {state: {one for one in flow.states if state in _next(flow, one)} for state in flow.states}
    ending = _reach(ends, lambda state: before[state])
    for key in flow.states:
        if key not in ending:
            path = case.at("flow", "states", key)
            hint = "Add a move that leads on."
            yield Fault("state-without-way-out", f'a matter in "{key}" can never be closed.', hint, path=path)


def unowned_states(case: Case) -> Iterator[Fault]:
    """Open states that nobody must act in; closed ones that somebody must."""
    for key, state in case.flow.states.items():
        path = case.at("flow", "states", key)
        if not state.end and not state.owner:
            hint = "Name the role that must act, or resident."
            what, lacks = f'nobody must act in "{key}".', (*path, "owner")
            yield Fault("state-without-owner", what, hint, path=path, lacks=lacks)
        if state.end and (state.owner or state.limit or state.then):
            hint = "Drop owner, limit and then, or end: true."
            yield Fault("end-that-waits", f'"{key}" is an end and still waits for somebody.', hint, path=path)


def idle_owners(case: Case) -> Iterator[Fault]:
    """States whose owner has no move to make there."""
    for key, state in case.flow.states.items():
        own = [move for _, move in _leaving(case.flow, key) if move.over == "owner"]
        if state.owner and not any(state.owner in move.by for move in own):
            what = f'{state.owner} must act in "{key}" and may make no move from it.'
            hint = f"Add {state.owner} to the by: of such a move."
            path = case.at("flow", "states", key, "owner")
            yield Fault("owner-without-move", what, hint, path=path)


def waits_for_ever(case: Case) -> Iterator[Fault]:
    """States that wait for a resident without end: nobody can be told to hurry."""
    for key, state in case.flow.states.items():
        if state.owner == RESIDENT and not (state.limit and state.then):
            what = f'"{key}" waits for a resident for ever.'
            hint = "Give it a limit: and a then:, the move the clock makes."
            yield Fault("waits-for-ever", what, hint, path=case.at("flow", "states", key))


def clock_moves(case: Case) -> Iterator[Fault]:
    """What the clock is told to do must be something it may do."""
    for key, state in case.flow.states.items():
        if state.then:
            yield from _clock_move(case, key, state)


def _clock_move(case: Case, key: str, state: State) -> Iterator[Fault]:
    path = case.at("flow", "states", key, "then")
    move = case.flow.moves.get(state.then)
    if move is None:
        yield from one_unknown(state.then, case.flow.moves, "move", path)
        return
    if state.limit is None:
        yield Fault("then-without-limit", f'"{key}" has no limit.', "Say when: limit: …", path=path)
    if CLOCK not in move.by or key not in move.from_:
        hint = f"Let {state.then} leave {key}, with clock among its by:."
        yield Fault("then-not-the-clocks", f"the clock may not {state.then} here.", hint, path=path)
    if _demands(move):
        hint = "Ask nothing that must be given."
        yield Fault("clock-asked", f"the clock cannot answer what {state.then} asks.", hint, path=path)


def _demands(move: Move) -> bool:
    return _asks(move) or move.hands_to == "unit"


def _asks(move: Move) -> bool:
    ask = move.ask
    return "required" in (ask.note, ask.photos, ask.rating) or bool(ask.quantity)


# ---- moves


def unit_choices(case: Case) -> Iterator[Fault]:
    """Kinds of unit to choose from, where none is chosen."""
    for key, move in case.flow.moves.items():
        if move.to_kinds and move.hands_to != "unit":
            what = f'"{key}" chooses no unit.'
            path = case.at("flow", "moves", key, "to_kinds")
            yield Fault("to-kinds-without-unit", what, "Say hands_to: unit, or drop to_kinds.", path=path)


def routing_moves(case: Case) -> Iterator[Fault]:
    """The move that the house makes by itself: to a unit, and without asking what only people know."""
    routing = case.kind.routing
    if routing is None:
        return
    path = case.at("routing", "move")
    move = case.flow.moves.get(routing.move)
    if move is None:
        yield from one_unknown(routing.move, case.flow.moves, "move", path)
    elif move.hands_to != "unit":
        what = f'"{routing.move}" hands a matter to no unit.'
        yield Fault("routing-to-nobody", what, "Name a move with hands_to: unit.", path=path)
    elif routing.dispatch_above is not None and _asks(move):
        what, hint = f"the house cannot answer what {routing.move} asks.", "Ask nothing that must be given."
        yield Fault("routing-asked", what, hint, path=path)


def late_moves(case: Case) -> Iterator[Fault]:
    """``within_days`` counts from closing."""
    for key, move in case.flow.moves.items():
        open_ = [one for one in move.from_ if one in case.flow.states and not case.flow.states[one].end]
        if move.within_days and open_:
            what = f'"{open_[0]}" is not an end, so no days run there.'
            path = case.at("flow", "moves", key, "within_days")
            yield Fault("within-days-while-open", what, "Use limit: at the state instead.", path=path)


def closed_doors(case: Case) -> Iterator[Fault]:
    """Anonymous opening needs a public kind."""
    if case.kind.anonymous and not case.kind.public:
        what = f'"{case.key}" takes matters without contact, yet only staff open them.'
        yield Fault(
            "anonymous-not-public", what, "Say public: true, or drop anonymous.", path=case.at("anonymous")
        )


def doors_without_channel(case: Case) -> Iterator[Fault]:
    """What residents tell comes in by the page and by programs; without its channel it would be refused."""
    for channel in PUBLIC_CHANNELS if case.kind.public else ():
        if channel not in case.known.channels:
            what = f'"{case.key}" is public, and residents come by the channel "{channel}", not declared.'
            hint = f"Declare {channel}: {{label: …}} under channels:."
            lacks = ("channels", channel)
            yield Fault("public-without-channel", what, hint, path=case.at("public"), lacks=lacks)


def _same_number(kinds: Mapping[str, MatterKind]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for key, kind in kinds.items():
        other = seen.setdefault(kind.number, key)
        if other != key:
            what = f'"{other}" and "{key}" both number {kind.number}-….'
            yield Fault("same-number", what, "Give each its own letters.", path=("matters", key, "number"))


RULES: tuple[Callable[[Case], Iterator[Fault]], ...] = (
    names_of_kind,
    names_of_flow,
    names_of_states,
    names_of_moves,
    unreachable_states,
    endless_states,
    unowned_states,
    idle_owners,
    waits_for_ever,
    clock_moves,
    unit_choices,
    unsent,
    routing_moves,
    late_moves,
    ended_by_staff_alone,
    closed_doors,
    doors_without_channel,
    *TIMELY,
    written_entries,
    unanswered_fields,
    unserved,
    quantities,
)
