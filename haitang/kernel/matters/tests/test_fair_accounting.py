"""Classes that somebody else reviews, wrong dispatches charged to who sent, and asking again after weeks."""

from datetime import timedelta

import pytest
import time_machine

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import followed, inbox, moves_open, story, tick
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.tests.county import County, followed_copy, fresh
from haitang.kernel.matters.tests.fair import FAIR
from haitang.kernel.matters.tests.test_limits import MINE, TUESDAY, working
from haitang.lib.diagnostics import Faults, Forbidden, Refusal, Refusals


def wrong() -> list[tuple[str, int | None]]:
    """The wrong dispatches on the ledger: the unit they count for, the person."""
    found = Entry.objects.filter(kind__key="wrong").select_related("unit")
    return [(entry.unit.name, entry.person_id) for entry in found]


def declined(county: County) -> Matter:
    matter = working(county)
    county.move(matter, "decline", "fred", note="不归县里管", answers={"class": "beyond_powers"})
    return fresh(matter)


def closed(county: County, day=TUESDAY) -> tuple[Matter, str]:
    """A request that its resident confirmed, with the code it is followed by."""
    with time_machine.travel(day):
        opened = county.open()
        county.move(opened.matter, "dispatch", "clara", to_unit="parks")
        county.move(opened.matter, "accept", "fred")
        county.move(opened.matter, "answer", "fred", note="已修好")
        county.move(followed_copy(opened.matter), "confirm", county.resident, rating=5)
    return fresh(opened.matter), opened.follow_code


def keys(matter: Matter, actor) -> list[str]:
    return [view.key for view in moves_open(matter, actor)]


def test_a_class_is_reviewed_by_somebody_else_and_upheld(fair: County):
    matter = declined(fair)
    host = fair.actor("host")
    assert [row.number for row in inbox(host, MINE).rows] == [matter.number]
    fair.move(matter, "uphold", "host")
    now = fresh(matter)
    assert (now.state.key, now.closed_at is not None) == ("declined", True)
    assert now.choice3 or now.choice1 or now.choice2


def test_what_is_overturned_goes_back_to_work_where_it_was(fair: County):
    matter = declined(fair)
    fair.move(matter, "overturn", "host", note="路灯归你们管")
    now = fresh(matter)
    assert (now.state.key, now.owner) == ("working", fair.units["parks"])
    assert now.due_at is not None


def test_what_a_reviewer_closed_and_somebody_reopens_comes_back_to_who_has_to_work_on_it(fair: County):
    again = "reopen_closed: {label: {zh: 又出现了, en: It came back}, from: [closed"
    fair.apply(FAIR.replace(f"{again}], ", f"{again}, declined], hands_to: worker, ", 1))
    matter = declined(fair)
    fair.move(matter, "uphold", "host")
    fair.move(followed_copy(matter), "reopen_closed", fair.resident, note="路灯是县里装的")
    now = fresh(matter)
    assert (now.state.key, now.owner) == ("working", fair.units["parks"])
    fair.move(matter, "answer", "fred", note="修好了")
    fair.move(followed_copy(matter), "confirm", fair.resident, rating=5)
    fair.move(followed_copy(matter), "reopen_closed", fair.resident, note="又不亮了")
    assert fresh(matter).owner == fair.units["parks"]


def test_who_classed_does_not_review_even_where_a_post_would_let_them(fair: County):
    matter = declined(fair)
    Matter.objects.filter(pk=matter.pk).update(owner=fair.units["parks"])
    assert keys(fresh(matter), fair.actor("fred")) == []
    with pytest.raises(Forbidden) as refused:
        fair.move(matter, "uphold", "fred")
    assert refused.value.code == "matters.not_by_the_same"
    assert keys(fresh(matter), fair.actor("fiona")) == ["uphold", "overturn"]


def test_a_wrong_dispatch_counts_against_who_sent_it_never_who_gave_it_back(fair: County):
    matter = fair.open().matter
    fair.move(matter, "dispatch", "carl", to_unit="parks")
    fair.move(matter, "send_back", "fred", note="不归我们管")
    assert wrong() == []
    fair.move(matter, "dispatch", "clara", to_unit="police")
    assert wrong() == [("East", fair.people["carl"].pk)]


def test_sent_to_the_same_unit_again_or_upheld_with_reason_it_was_not_wrong(fair: County):
    matter = fair.open().matter
    fair.move(matter, "dispatch", "carl", to_unit="parks")
    fair.move(matter, "send_back", "fred", note="不归我们管")
    fair.move(matter, "dispatch", "carl", to_unit="parks")
    fair.move(matter, "send_back", "fred", note="真的不归我们管")
    assert "ask_above" not in keys(fresh(matter), fair.actor("fred"))
    fair.move(matter, "insist", "carl", note="路灯管养在你们")
    now = fresh(matter)
    assert (now.owner, now.state.key, wrong()) == (fair.units["parks"], "dispatched", [])
    assert "ask_above" in keys(now, fair.actor("fred"))


def given_back(county: County, matter: Matter, times: int, by: str = "carl") -> None:
    """Sent to the parks department and given back, so many times."""
    for _ in range(times):
        county.move(matter, "dispatch", by, to_unit="parks")
        county.move(matter, "send_back", "fred", note="不归我们管")


def test_each_dispatch_that_came_back_is_charged_once_it_goes_elsewhere(fair: County):
    matter = fair.open().matter
    given_back(fair, matter, 2)
    assert wrong() == []
    fair.move(matter, "dispatch", "carl", to_unit="police")
    charge = ("East", fair.people["carl"].pk)
    assert wrong() == [charge, charge]
    fair.move(matter, "send_back", "paul", note="也不归我们")
    given_back(fair, matter, 1)
    assert wrong() == [charge] * 3
    fair.move(matter, "dispatch", "carl", to_unit="police")
    assert wrong() == [charge] * 4


def test_each_dispatch_is_charged_to_who_made_it(fair: County):
    matter = fair.open().matter
    given_back(fair, matter, 1)
    given_back(fair, matter, 1, by="clara")
    fair.move(matter, "dispatch", "clara", to_unit="police")
    assert sorted(person for _, person in wrong()) == sorted(
        fair.people[name].pk for name in ("carl", "clara")
    )


def test_what_the_dispatcher_called_back_is_no_charge_among_those_that_came_back(fair: County):
    matter = fair.open().matter
    given_back(fair, matter, 1)
    fair.move(matter, "dispatch", "carl", to_unit="parks")
    fair.move(matter, "recall", "carl", note="等一等")
    given_back(fair, matter, 1)
    fair.move(matter, "dispatch", "carl", to_unit="police")
    assert wrong() == [("East", fair.people["carl"].pk)] * 2


def test_upheld_with_reason_and_given_back_again_it_is_one_dispatch(fair: County):
    matter = fair.open().matter
    given_back(fair, matter, 1)
    fair.move(matter, "insist", "clara", note="路灯管养在你们")
    fair.move(matter, "send_back", "fred", note="真的不归我们管")
    fair.move(matter, "dispatch", "carl", to_unit="police")
    assert wrong() == [("East", fair.people["clara"].pk)]


def test_one_level_up_is_asked_only_after_the_dispatcher_insisted(fair: County):
    matter = fair.dispatched()
    with pytest.raises(Refusal) as refused:
        fair.move(matter, "ask_above", "fred")
    assert refused.value.code == "matters.not_made_before"


def test_four_weeks_on_the_clock_asks_once_and_the_resident_answers_without_account(fair: County):
    matter, code = closed(fair)
    mine = followed(matter.number, code)
    with time_machine.travel(TUESDAY + timedelta(days=27)):
        tick()
        assert "say_stayed" not in keys(mine, fair.resident)
        with pytest.raises(Refusal) as refused:
            fair.move(mine, "say_stayed", fair.resident, answers={"stayed": "solved"})
        assert refused.value.code == "matters.too_early"
    with time_machine.travel(TUESDAY + timedelta(days=28, minutes=5)):
        tick()
        tick()
        mine = followed(matter.number, code)
        assert [step.kind for step in story(mine, fair.resident)].count("asked") == 1
        fair.move(mine, "say_stayed", fair.resident, answers={"stayed": "solved"})
        with pytest.raises(Refusal) as refused:
            fair.move(mine, "say_stayed", fair.resident, answers={"stayed": "not_solved"})
    assert refused.value.code == "matters.made_already"
    assert (fresh(matter).clock_at, Step.objects.filter(kind="asked").count()) == (None, 1)


def test_not_solved_suggests_to_take_it_up_again(fair: County):
    matter, code = closed(fair)
    with time_machine.travel(TUESDAY + timedelta(days=30)):
        tick()
        mine = followed(matter.number, code)
        assert [view.key for view in moves_open(mine, fair.resident) if view.suggested] == []
        fair.move(mine, "say_stayed", fair.resident, answers={"stayed": "not_solved"})
        mine = followed(matter.number, code)
        assert [view.key for view in moves_open(mine, fair.resident) if view.suggested] == ["reopen_closed"]
        fair.move(mine, "reopen_closed", fair.resident, note="又不亮了")
    assert fresh(matter).state.key == "working"


def test_what_was_taken_up_again_and_closed_again_is_asked_again(fair: County):
    matter, code = closed(fair)
    with time_machine.travel(TUESDAY + timedelta(days=5)):
        mine = followed(matter.number, code)
        fair.move(mine, "reopen_closed", fair.resident, note="又不亮了")
        fair.move(matter, "answer", "fred", note="再修好了")
        fair.move(followed_copy(matter), "confirm", fair.resident, rating=4)
    with time_machine.travel(TUESDAY + timedelta(days=29)):
        tick()
        assert Step.objects.filter(kind="asked").count() == 0
    with time_machine.travel(TUESDAY + timedelta(days=34)):
        tick()
    assert Step.objects.filter(kind="asked").count() == 1


_SAID_OFF = """
        say_off:
          label: {zh: 口头撤回, en: Said to be withdrawn}
          from: [received]
          to: said_off
          by: [clerk]
          hands_to: host
          ask: {note: required, fields: [class], must: [class], only: {class: [duplicate]}}
        keep_off:
          label: {zh: 属实, en: It is so}
          from: [said_off]
          to: declined
          by: [host]
          other_than: [say_off]
        go_on:
          label: {zh: 不属实, en: Not so}
          from: [said_off]
          to: received
          by: [host]
          other_than: [say_off]
          hands_to: before
        ask_pause:"""


@pytest.fixture
def desk(fair: County) -> County:
    """The desk may say in the first state, and of one class alone, that a matter is to be closed."""
    state = (
        "        said_off: {label: {zh: 口头撤回复核, en: Under review}, owner: host}\n        closed: {label"
    )
    fair.apply(FAIR.replace("        closed: {label", state, 1).replace("\n        ask_pause:", _SAID_OFF, 1))
    return fair


def test_overturned_it_stays_in_the_first_state_even_where_it_was_sent_and_called_back_before(desk: County):
    matter = desk.open(at="county").matter
    desk.move(matter, "dispatch", "clara", to_unit="parks")
    desk.move(matter, "recall", "clara", note="等一等")
    desk.move(matter, "say_off", "clara", note="电话里说的", answers={"class": "duplicate"})
    desk.move(matter, "go_on", "host", note="没有说过")
    now = fresh(matter)
    assert (now.state.key, now.owner) == ("received", desk.units["county"])


def test_overturned_it_goes_back_to_the_unit_whose_desk_said_so(desk: County):
    matter = desk.open().matter
    first = fresh(matter).owner
    desk.move(matter, "say_off", "carl", note="电话里说的", answers={"class": "duplicate"})
    assert fresh(matter).owner != first
    desk.move(matter, "go_on", "host", note="没有说过")
    assert (fresh(matter).state.key, fresh(matter).owner) == ("received", first)


def test_of_a_choice_only_what_the_move_leaves_may_be_chosen(desk: County):
    matter = desk.open().matter
    view = next(one for one in moves_open(fresh(matter), desk.actor("carl")) if one.key == "say_off")
    assert [*view.fields["class"].options] == ["duplicate"]
    with pytest.raises(Refusals) as refused:
        desk.move(matter, "say_off", "carl", note="x", answers={"class": "beyond_powers"})
    assert [one.field for one in refused.value.refusals] == ["class"]


def test_what_a_move_leaves_of_a_choice_is_one_of_its_options(fair: County):
    text = FAIR.replace("must: [class]}", "must: [class], only: {class: [duplicat], summary: [x]}}", 1)
    with pytest.raises(Faults) as found:
        fair.apply(text)
    unknown = sorted(one.code for one in found.value.faults if one.code.startswith("unknown"))
    assert unknown == ["unknown-field", "unknown-option"]
