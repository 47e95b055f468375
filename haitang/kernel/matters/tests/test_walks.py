"""No walk through a flow that passed the check reaches a state without a way out or an owner."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.flaws import flaws
from haitang.kernel.matters.words import CLOCK, RESIDENT, STAYS, Flow
from haitang.kernel.registry.declare import RegistrySection
from haitang.lib.declare import House

NAMES = ("a", "b", "c", "d", "e")
ROLES = ("clerk", "handler")
TEXT = {"zh": "字", "en": "word"}
REGISTRY = RegistrySection.model_validate({"roles": {role: {"label": TEXT} for role in ROLES}})


@st.composite
def states(draw: st.DrawFn, moves: tuple[str, ...]) -> dict[str, Any]:
    """One state: an end, or waiting for somebody, with or without a limit."""
    if draw(st.booleans()):
        return {"label": TEXT, "end": True}
    said: dict[str, Any] = {"label": TEXT, "owner": draw(st.sampled_from((*ROLES, RESIDENT, "")))}
    if draw(st.booleans()):
        said["limit"] = {"working_days": draw(st.integers(1, 9))}
        said["then"] = draw(st.sampled_from(("", *moves)))
    return said


@st.composite
def flows(draw: st.DrawFn) -> dict[str, Any]:
    """Any flow at all: most are wrong."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    moves = tuple(f"m{n}" for n in range(draw(st.integers(1, 8))))
    some = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    by = st.lists(st.sampled_from((*ROLES, RESIDENT, CLOCK)), min_size=1, max_size=3, unique=True)
    return {
        "start": names[0],
        "states": {name: draw(states(moves)) for name in names},
        "moves": {
            key: {
                "label": TEXT,
                "from": draw(some),
                "to": draw(st.sampled_from((*names, STAYS))),
                "by": draw(by),
                "hands_to": draw(st.sampled_from(("stays", "stays", "unit", "sender"))),
                "over": draw(st.sampled_from(("owner", "owner", "sender"))),
            }
            for key in moves
        },
    }


def mended(flow: Mapping[str, Any]) -> dict[str, Any]:
    """Made likelier to pass, without being made to: an end that all reach, owners that may act."""
    whole = {**flow, "states": {**flow["states"], "end": {"label": TEXT, "end": True}}}
    open_ = [key for key, state in whole["states"].items() if not state.get("end")]
    for key in open_:
        whole["states"][key] = {"owner": "clerk", **{k: v for k, v in whole["states"][key].items() if v}}
    if open_:
        finish = {"label": TEXT, "from": open_, "to": "end", "by": [*ROLES, RESIDENT, CLOCK]}
        whole["moves"] = {**flow["moves"], "finish": finish}
        for key in open_:
            if whole["states"][key]["owner"] == RESIDENT:
                whole["states"][key] |= {"limit": {"days": 3}, "then": "finish"}
    return whole


def checked(flow: Mapping[str, Any]) -> Flow | None:
    """The flow if the check finds nothing against it."""
    kind = {"label": TEXT, "number": "X", "flow": flow}
    section = MattersSection.model_validate({"matters": {"thing": kind}})
    house = House("test", {MattersSection: section, RegistrySection: REGISTRY})
    return None if list(flaws(section, house)) else section.matters["thing"].flow


def can_end(flow: Flow, state: str) -> bool:
    """Whether some walk from *state* comes to an end: looked for the plain way, not the check's own."""
    seen: set[str] = set()
    open_ = [state]
    while open_:
        here = open_.pop()
        if flow.states[here].end:
            return True
        seen.add(here)
        nexts = {move.to for move in flow.moves.values() if here in move.from_} - {STAYS}
        open_ += sorted(nexts - seen)
    return False


class Walk(RuleBasedStateMachine):
    """A matter moved at random through a random flow that passed."""

    flow: Flow | None = None

    @initialize(flow=flows())
    def begin(self, flow: dict[str, Any]) -> None:
        self.flow = checked(flow) or checked(mended(flow))
        assume(self.flow is not None)
        assert self.flow is not None
        self.state = self.flow.start

    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        assert self.flow is not None
        ways = [key for key, move in self.flow.moves.items() if self.state in move.from_]
        if ways:
            to = self.flow.moves[data.draw(st.sampled_from(ways))].to
            self.state = self.state if to == STAYS else to

    @invariant()
    def somebody_can_go_on(self) -> None:
        if self.flow is None:
            return
        state = self.flow.states[self.state]
        assert can_end(self.flow, self.state)
        if state.end:
            return
        leaving = [move for move in self.flow.moves.values() if self.state in move.from_]
        assert state.owner
        assert any(state.owner in move.by and move.over == "owner" for move in leaving)
        if state.owner == RESIDENT:
            assert state.limit
            assert any(CLOCK in move.by for move in leaving)


Walk.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestWalk = pytest.mark.slow(reason="two dozen random walks")(Walk.TestCase)


@pytest.mark.slow(reason="sixty random flows")
@given(flow=flows() | flows().map(mended))
@settings(max_examples=60, deadline=None)
def test_a_flow_with_a_dead_end_never_passes(flow: dict[str, Any]):
    passed = checked(flow)
    if passed is not None:
        assert all(can_end(passed, state) for state in passed.states)
        assert all(state.end or state.owner for state in passed.states.values())
