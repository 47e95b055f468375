"""The bar of stages: been there, there now, and the way that such a matter usually goes on."""

import pytest

from haitang.kernel.matters.api import Flow
from haitang.ui.progress import due_moves, progress, way_ahead

LABELS = {"received": "受理", "sent": "派单", "returned": "退回", "meeting": "联席会议", "working": "办理中"}
ENDS = {"closed": "办结", "withdrawn": "撤回"}
MOVES = {
    "send": (["received", "returned"], "sent", "unit"),
    "give_back": (["sent", "working"], "returned", "sender"),
    "accept": (["sent"], "working", "stays"),
    "look": (["sent", "working", "meeting"], "stays", "stays"),
    "call_meeting": (["received", "returned", "sent", "working"], "meeting", "host"),
    "decide": (["meeting"], "working", "unit"),
    "answer": (["working"], "closed", "stays"),
    "withdraw": (["received", "sent", "returned", "meeting", "working"], "withdrawn", "stays"),
}


def text(word: str) -> dict[str, str]:
    return {"zh": word, "en": word}


@pytest.fixture(scope="module")
def flow() -> Flow:
    """A flow with two states beside its way: sent back, and taken to a meeting."""
    states = {key: {"label": text(word), "owner": "clerk"} for key, word in LABELS.items()}
    ends = {key: {"label": text(word), "end": True} for key, word in ENDS.items()}
    moves = {
        key: {"label": text(key), "from": leaves, "to": to, "by": ["clerk"], "hands_to": hands_to}
        for key, (leaves, to, hands_to) in MOVES.items()
    }
    return Flow.model_validate({"start": "received", "states": states | ends, "moves": moves})


WAYS = {
    "received": ["sent", "working", "closed"],
    "sent": ["working", "closed"],
    "returned": ["sent", "working", "closed"],
    "meeting": ["working", "closed"],
    "working": ["closed"],
    "closed": [],
}


@pytest.mark.parametrize("state", WAYS)
def test_the_way_on_is_the_ordinary_one_also_from_beside_it(flow: Flow, state: str):
    assert way_ahead(flow, state) == WAYS[state]


def test_what_was_sent_back_is_next_sent_out_again_and_goes_to_no_meeting(flow: Flow):
    bar = progress(flow, visited=["received", "sent", "returned"], now="returned")
    assert [(stage.label.zh, stage.standing) for stage in bar] == [
        ("受理", "done"),
        ("退回", "now"),
        ("派单", "next"),
        ("办理中", "next"),
        ("办结", "next"),
    ]


def decided(by: dict[str, list[str]], **more: dict[str, object]) -> Flow:
    """A small work: agreed upon or dropped, done by another, looked at again."""
    owners = {"agreed": "steward", "done": "delegate"}
    states = {key: {"label": text(key), "owner": owner} for key, owner in owners.items()}
    ends = {key: {"label": text(key), "end": True} for key in ("dropped", "accepted", "declined")}
    moves = {
        key: {"label": text(key), "from": [leaves], "to": to, "by": by[key], **more.get(key, {})}
        for key, leaves, to in (
            ("drop", "agreed", "dropped"),
            ("finish", "agreed", "done"),
            ("accept", "done", "accepted"),
            ("decline", "done", "declined"),
        )
    }
    order = {"agreed": states["agreed"], "dropped": ends["dropped"], "done": states["done"]}
    return Flow.model_validate({"start": "agreed", "states": order | ends, "moves": moves})


BY = {"drop": ["delegate"], "finish": ["steward"], "accept": ["delegate"], "decline": ["delegate"]}


def test_the_way_on_is_that_of_who_must_act_though_others_may_end_it():
    flow = decided(BY)
    assert way_ahead(flow, "agreed") == ["done", "accepted"]
    assert due_moves(flow, "agreed") == ["finish"]
    assert due_moves(flow, "done") == ["accept"]


def test_where_another_looks_again_no_side_is_the_usual_one():
    seen_to = {"other_than": ["finish"]}
    flow = decided(BY, accept=seen_to, decline=seen_to)
    assert due_moves(flow, "done") == ["accept", "decline"]


def test_what_waits_for_nobody_is_due_to_nobody(flow: Flow):
    assert due_moves(flow, "closed") == []
