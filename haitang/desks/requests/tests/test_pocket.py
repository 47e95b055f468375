from base64 import b64decode, b64encode

import pytest
import time_machine
from django.contrib.sessions.backends.signed_cookies import SessionStore

from haitang.desks.requests.pocket import KEPT_MATTERS, Pocket
from haitang.kernel.registry.api import seal


def test_a_slip_is_found_by_its_number_and_by_its_page():
    pocket = Pocket(SessionStore())
    pocket.keep("east", "HT-2026-1", "ABC", draft="d1")
    assert pocket.slip("east", "HT-2026-1").code == "ABC"
    assert pocket.told("east", "d1").number == "HT-2026-1"
    assert pocket.slip("west", "HT-2026-1") is None


def test_keeping_the_same_matter_again_replaces_its_slip():
    pocket = Pocket(SessionStore())
    pocket.keep("east", "HT-2026-1", "ABC", draft="d1")
    pocket.keep("east", "HT-2026-1", "ABC")
    assert [slip.number for slip in pocket.of("east")] == ["HT-2026-1"]


def test_a_slip_is_forgotten_after_a_day():
    pocket = Pocket(SessionStore())
    with time_machine.travel("2026-11-20T08:00:00+08:00", tick=False):
        pocket.keep("east", "HT-2026-1", "ABC")
    with time_machine.travel("2026-11-21T08:00:01+08:00", tick=False):
        assert pocket.of("east") == []


def test_emptying_forgets_one_region_only():
    pocket = Pocket(SessionStore())
    pocket.keep("east", "HT-2026-1", "ABC")
    pocket.keep("west", "HT-2026-2", "DEF")
    pocket.empty("east")
    assert (pocket.of("east"), len(pocket.of("west"))) == ([], 1)


def test_a_pocket_holds_only_so_many():
    pocket = Pocket(SessionStore())
    for number in range(KEPT_MATTERS + 5):
        pocket.keep("east", f"HT-{number}", "ABC")
    assert len(pocket.of("east")) == KEPT_MATTERS


def test_who_reads_the_table_of_sessions_learns_no_code():
    session = SessionStore()
    Pocket(session).keep("east", "HT-2026-1", "ABCDEFGH", draft="d1")
    kept = str(session["requests"])
    assert not any(word in kept or word.encode() in b64decode(kept) for word in ("ABCDEFGH", "HT-2026-1"))


@pytest.mark.parametrize("left", [[{"region": "east", "number": "HT-1"}], "no base64", "", None])
def test_what_an_older_house_left_is_forgotten_without_a_fault(left):
    session = SessionStore()
    session["requests"] = left
    pocket = Pocket(session)
    assert pocket.of("east") == []
    pocket.keep("east", "HT-2026-1", "ABC")
    assert len(pocket.of("east")) == 1


def test_a_slip_with_other_fields_is_forgotten_without_a_fault():
    session = SessionStore()
    session["requests"] = b64encode(seal('[{"region": "east", "colour": "red"}]', "requests")).decode()
    assert Pocket(session).of("east") == []
