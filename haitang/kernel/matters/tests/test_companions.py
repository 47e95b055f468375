"""A desk may refuse a move and act upon one; and a matter may stand to the day that it says itself."""

from datetime import date

import pytest

from haitang.kernel.matters import companions
from haitang.kernel.matters.api import Companion, moves_open, register_companion
from haitang.kernel.matters.models import Step
from haitang.kernel.matters.tests.county import PLAYBOOK, County, fresh
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

OPEN = "open: {label: {zh: 进行中, en: Open}, owner: secretary}"
FIELDS = "number: RW\n    fields: {promised: {kind: day, label: {zh: 期限, en: By}}}"
PROMISE = (
    "promise: {label: {zh: 改期, en: Another day}, from: [open], to: stays, by: [secretary], "
    "ask: {fields: [promised]}}"
)
UNTIL = (
    PLAYBOOK.replace(OPEN, OPEN.replace("secretary}", "secretary, limit: {until: promised}}"))
    .replace("number: RW", FIELDS)
    .replace("        finish: {label", f"        {PROMISE}\n        finish: {{label")
)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No companion but the test's own."""
    monkeypatch.setattr(companions, "_COMPANIONS", {})


def test_a_companion_may_refuse_a_move_and_nothing_is_changed(county: County, alone: None):
    def before(matter, kind, move):
        if move == "accept":
            raise Refusal("tests.no", zh="不行。", en="no.")

    register_companion(Companion("tests", before=before))
    matter = county.dispatched(to="lake")
    with pytest.raises(Refusal, match=r"tests\.no|no\."):
        county.move(matter, "accept", "sun")
    assert fresh(matter).state.key == "dispatched"


def test_a_companion_is_told_of_a_move_where_it_led_and_within_its_transaction(county: County, alone: None):
    told = []

    def after(matter, kind, step):
        told.append((kind.key, step.move.key, fresh(matter).state.key))
        if step.move.key == "accept":
            raise Refusal("tests.no", zh="不行。", en="no.")

    register_companion(Companion("tests", after=after))
    matter = county.dispatched(to="lake")
    steps = Step.objects.count()
    with pytest.raises(Refusal):
        county.move(matter, "accept", "sun")
    assert told == [("request", "dispatch", "dispatched"), ("request", "accept", "working")]
    assert (fresh(matter).state.key, Step.objects.count()) == ("dispatched", steps)


def test_a_desks_own_move_is_offered_and_made_on_its_behalf_alone(county: County, alone: None):
    register_companion(Companion("tests", own=lambda kind: {"accept"} if kind.key == "request" else ()))
    matter, sun = county.dispatched(to="lake"), county.actor("sun")
    assert "accept" not in [view.key for view in moves_open(matter, sun)]
    assert "accept" in [view.key for view in moves_open(matter, sun, behalf="tests")]
    with pytest.raises(Refusal) as refused:
        county.move(matter, "accept", "sun")
    assert refused.value.code == "matters.move_of_a_desk"
    county.move(matter, "accept", "sun", behalf="tests")
    assert fresh(matter).state.key == "working"


def task(county: County, promised: str | None):
    return county.open(
        kind="task", actor=county.actor("sun"), answers={"promised": promised} if promised else {}
    ).matter


def test_a_limit_may_be_the_day_a_matter_says_and_moves_with_it(county: County):
    county.apply(UNTIL)
    matter = task(county, "2030-05-06")
    assert clock.day_of(matter.due_at) == date(2030, 5, 6)
    county.move(matter, "promise", "sun", answers={"promised": "2030-06-01"})
    again = fresh(matter)
    assert clock.day_of(again.due_at) == date(2030, 6, 1)
    assert again.sort_at == again.due_at


def test_one_that_says_no_day_waits_without_a_limit(county: County):
    county.apply(UNTIL)
    assert task(county, None).due_at is None
