"""A request's way from the resident's phone to the rating, and what it leaves behind."""

from datetime import timedelta

import pytest
import time_machine

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import (
    comment,
    followed,
    inbox,
    make_move,
    matter_for,
    moves_open,
    open_matter,
    story,
)
from haitang.kernel.matters.models import Step
from haitang.kernel.matters.tests.county import PLAYBOOK, County, followed_copy, fresh
from haitang.kernel.registry.api import end_post
from haitang.kernel.registry.models import Post
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.ids import new_id


def deeds(matter) -> list[tuple[str, str, int | None]]:
    """The entries of a matter: kind, unit, person."""
    entries = Entry.objects.filter(matter=matter.uuid).order_by("pk").select_related("kind", "unit")
    return [(entry.kind.key, entry.unit.name, entry.person_id) for entry in entries]


def test_a_request_goes_its_whole_way(county: County):
    opened = county.open()
    matter = opened.matter
    assert (matter.number, matter.owner.name) == (f"HT-{clock.today():%Y}-10001", "East")
    county.move(matter, "dispatch", "carl", to_unit="lake")
    county.move(matter, "accept", "sun")
    county.move(matter, "visit_site", "anna", note="三盏灯都不亮")
    county.move(matter, "answer", "sun", note="已修好", answers={"summary": "路灯已修"})
    mine = followed(matter.number, opened.follow_code)
    assert mine is not None
    assert [view.key for view in moves_open(mine, county.resident)] == ["confirm", "reopen", "withdraw"]
    county.move(mine, "confirm", county.resident, rating=5)
    done = fresh(matter)
    assert (done.state.key, done.rating, done.closed_on, done.due_at) == ("closed", 5, done.opened_on, None)
    people = county.people
    assert deeds(matter) == [
        ("taken", "Lake", None),
        ("sent", "East", people["carl"].pk),
        ("site_visit", "Lake", people["anna"].pk),
        ("solved", "Lake", people["sun"].pk),
    ]


def test_the_story_tells_every_step_and_the_resident_no_names(county: County):
    matter = county.answered()
    county.move(matter, "confirm", county.resident, rating=4)
    told = story(fresh(matter), county.actor("clara"))
    assert [(step.label.en, step.actor, step.unit) for step in told] == [
        ("Opened", "", ""),
        ("Dispatch", "Clara", county.units["county"].name),
        ("Accept", "Fred", "Parks"),
        ("Answer", "Fred", "Parks"),
        ("Confirm", "", ""),
    ]
    assert [step.actor for step in story(followed_copy(matter), county.resident)] == [""] * 5
    assert Step.objects.filter(matter=matter).count() == 5


def test_a_clerk_sees_it_in_the_inbox_and_another_town_does_not(county: County):
    matter = county.open().matter
    assert [row.number for row in inbox(county.actor("carl")).rows] == [matter.number]
    assert inbox(county.actor("cora")).rows == []
    assert matter_for(county.actor("carl"), matter.number) == matter
    assert matter_for(county.actor("cora"), matter.number) is None


def test_sending_back_returns_it_to_who_sent_it(county: County):
    matter = county.dispatched(to="parks")
    county.move(matter, "send_back", "fred", note="不归我们管")
    assert (fresh(matter).owner, fresh(matter).state.key) == (county.units["east"], "returned")


def test_what_is_sent_back_is_assigned_to_whoever_sent_it_while_they_are_there(county: County):
    matter = county.dispatched(to="parks")
    county.move(matter, "send_back", "fred", note="不归我们管")
    assert fresh(matter).assignee == county.people["clara"]
    county.move(matter, "dispatch", "carl", to_unit="police")
    assert fresh(matter).assignee is None
    post = Post.objects.get(person=county.people["carl"])
    end_post(post, on=clock.today(), actor=county.house)
    county.move(matter, "send_back", "paul", note="也不归我们管")
    assert (fresh(matter).owner, fresh(matter).assignee) == (county.units["east"], None)


HAND_ON = """\
        hand_on: {label: {zh: 转, en: On}, from: [dispatched], to: dispatched, by: [handler], hands_to: unit}
        give_back: {label: {zh: 还, en: Back}, from: [dispatched], to: stays, by: [handler], hands_to: sender}
        accept: {"""


def test_what_was_handed_on_goes_back_the_way_it_came_and_never_round(county: County):
    county.apply(PLAYBOOK.replace("        accept: {", HAND_ON))
    matter = county.dispatched(to="parks")
    county.move(matter, "hand_on", "fred", to_unit="police")
    county.move(matter, "give_back", "paul", note="还是您那里的事")
    assert (fresh(matter).owner, fresh(matter).assignee) == (county.units["parks"], county.people["fred"])
    county.move(matter, "send_back", "fiona", note="不归我们管")
    assert (fresh(matter).owner, fresh(matter).assignee) == (county.units["east"], county.people["clara"])


def test_a_wrong_dispatch_is_called_back_by_the_desk_that_made_it(county: County):
    matter = county.dispatched(to="parks")
    assert "recall" in {view.key for view in moves_open(fresh(matter), county.actor("carl"))}
    county.move(matter, "recall", "carl", note="派错了，应给交警")
    now = fresh(matter)
    assert (now.owner, now.state.key, now.assignee) == (
        county.units["east"],
        "received",
        county.people["carl"],
    )


@pytest.mark.parametrize("who", ["cora", "fred", "host", "sun"])
def test_nobody_else_calls_it_back(county: County, who: str):
    matter = county.dispatched(to="parks")
    assert "recall" not in {view.key for view in moves_open(fresh(matter), county.actor(who))}
    with pytest.raises(Forbidden):
        county.move(matter, "recall", who, note="x")
    assert fresh(matter).owner == county.units["parks"]


def test_what_was_taken_in_hand_is_called_back_no_more(county: County):
    matter = county.dispatched(to="parks")
    county.move(matter, "accept", "fred")
    with pytest.raises(Refusal) as refused:
        county.move(matter, "recall", "carl", note="派错了")
    assert refused.value.code == "matters.no_such_move"


def test_a_joint_meeting_is_the_hosts_and_the_invited_see_it_and_comment(county: County):
    matter = county.dispatched(to="parks")
    assert matter_for(county.actor("paul"), matter.number) is None
    county.move(matter, "call_meeting", "fred", note="涉及交警", invited=[county.units["police"]])
    assert fresh(matter).owner == county.units["county"]
    seen = matter_for(county.actor("paul"), matter.number)
    assert seen == matter
    assert moves_open(seen, county.actor("paul")) == []
    comment(seen, text="已划线", actor=county.actor("paul"), client_id=new_id())
    assert story(seen, county.actor("paul"))[-1].unit == "Police"
    county.move(matter, "decide", "host", note="错时停车", quantity=6, to_unit="parks")
    entry = Entry.objects.get(matter=matter.uuid, kind__key="meeting")
    assert (entry.quantity, entry.unit) == (6, county.units["county"])


def test_the_place_where_it_happened_may_look_but_not_answer_for_the_owner(county: County):
    matter = county.dispatched(to="parks")
    assert [view.key for view in moves_open(fresh(matter), county.actor("anna"))] == ["visit_site"]
    assert moves_open(fresh(matter), county.actor("sun")) == []
    with pytest.raises(Forbidden) as refused:
        county.move(matter, "answer", "sun", note="修好了")
    assert refused.value.code == "matters.not_yours"


def test_a_clerk_who_wrote_a_request_down_does_not_rate_it(county: County):
    matter = county.open(actor=county.actor("carl"), channel="hotline").matter
    county.move(matter, "dispatch", "carl", to_unit="lake")
    county.move(matter, "answer", "sun", note="好了")
    with pytest.raises(Forbidden):
        county.move(matter, "confirm", "carl", rating=5)


def test_a_resident_without_the_code_moves_nothing(county: County):
    matter = county.answered()
    matter.is_followed = False
    with pytest.raises(Forbidden):
        county.move(matter, "confirm", county.resident, rating=5)


def test_the_later_of_two_is_told_who_was_faster_and_where_it_went(county: County):
    matter = county.open().matter
    county.move(matter, "dispatch", "clara", to_unit="parks")
    with pytest.raises(Conflict) as refused:
        make_move(
            matter,
            move="dispatch",
            seen=1,
            client_id=new_id(),
            actor=county.actor("carl"),
            to_unit=county.units["police"],
        )
    when = f"{Step.objects.latest('pk').at.astimezone(clock.ZONE):%m-%d %H:%M}"
    assert all(word in refused.value.zh for word in ("Clara", "派单", when))
    assert all(word in refused.value.en for word in ("Clara", "Dispatched", when))


def test_the_same_step_sent_again_is_the_same_step_and_another_under_its_name_is_told(county: County):
    matter, step = county.open().matter, new_id()
    first = county.move(matter, "dispatch", "clara", to_unit="parks", client_id=step)
    again = county.move(matter, "dispatch", "clara", to_unit="parks", client_id=step)
    assert first == again
    with pytest.raises(Conflict) as refused:
        county.move(matter, "accept", "fred", client_id=step)
    assert refused.value.code == "matters.step_taken"
    assert [kind for kind, _, _ in deeds(matter)] == ["taken", "sent"]


@pytest.mark.parametrize(
    "changed",
    [
        {"note": "换了说法"},
        {"answers": {"summary": "另一句"}},
        {"answers": {}},
        {"answers": {"unknown": "x"}},
    ],
)
def test_a_step_sent_again_with_other_words_is_told_and_nothing_is_written(county: County, changed: dict):
    matter, step = county.dispatched(), new_id()
    county.move(matter, "accept", "fred")
    given = {"note": "已修好", "answers": {"summary": "换了三盏灯头"}}
    first = county.move(matter, "answer", "fred", client_id=step, **given)
    assert county.move(matter, "answer", "fred", client_id=step, **given) == first
    with pytest.raises(Conflict) as refused:
        county.move(matter, "answer", "fred", client_id=step, **(given | changed))
    assert refused.value.code == "matters.step_taken"
    assert Step.objects.filter(matter=matter).latest("pk") == first


def test_a_step_sent_again_to_another_unit_or_by_another_is_told(county: County):
    matter, step = county.open().matter, new_id()
    given = {"to_unit": "parks", "assignee": county.people["fred"], "client_id": step}
    first = county.move(matter, "dispatch", "clara", **given)
    assert county.move(matter, "dispatch", "clara", **given) == first
    for who, changed in (
        ("clara", {"to_unit": "police"}),
        ("clara", {"assignee": county.people["fiona"]}),
        ("clara", {"attachments": (new_id(),)}),
        ("clara", {"rating": 5}),
        ("clara", {"invited": [county.units["police"]]}),
        ("carl", {}),
    ):
        with pytest.raises(Conflict):
            county.move(matter, "dispatch", who, **(given | changed))
    assert fresh(matter).owner == county.units["parks"]


def test_a_rating_sent_again_as_another_is_told(county: County):
    matter, step = county.answered(), new_id()
    first = county.move(matter, "confirm", county.resident, rating=2, client_id=step)
    assert county.move(matter, "confirm", county.resident, rating=2, client_id=step) == first
    with pytest.raises(Conflict):
        county.move(matter, "confirm", county.resident, rating=5, client_id=step)
    assert fresh(matter).rating == 2


def test_what_a_move_asks_must_be_given_and_nothing_else(county: County):
    matter = county.dispatched()
    county.move(matter, "call_meeting", "fred", note="请会商")
    with pytest.raises(Refusal) as refused:
        county.move(
            matter,
            "decide",
            "host",
            quantity=300,
            rating=3,
            invited=[county.units["parks"]],
            answers={"summary": "x"},
        )
    assert {one.code for one in refused.value.refusals} == {
        "matters.note_required",
        "matters.rating",
        "matters.quantity",
        "matters.unit_required",
        "matters.not_inviting",
        "answer.unknown",
    }
    assert fresh(matter).state.key == "meeting"


def test_a_unit_of_the_wrong_kind_takes_nothing(county: County):
    matter = county.open().matter
    with pytest.raises(Refusal) as refused:
        county.move(matter, "dispatch", "clara", to_unit="county")
    assert refused.value.code == "matters.unit_kind"


def test_a_move_that_does_not_leave_this_state_is_refused(county: County):
    matter = county.open().matter
    with pytest.raises(Refusal) as refused:
        county.move(matter, "answer", "clara", note="x")
    assert refused.value.code == "matters.no_such_move"
    assert "受理" in refused.value.zh


def test_a_closed_matter_can_be_taken_up_again_within_its_days(county: County):
    matter = county.answered()
    county.move(matter, "confirm", county.resident, rating=5)
    closed_at = fresh(matter).closed_at
    with time_machine.travel(closed_at + timedelta(days=61)), pytest.raises(Refusal) as refused:
        county.move(matter, "reopen_closed", county.resident, note="又不亮了")
    assert refused.value.code == "matters.too_late"
    with time_machine.travel(closed_at + timedelta(days=59)):
        county.move(matter, "reopen_closed", county.resident, note="又不亮了")
    again = fresh(matter)
    assert (again.state.key, again.closed_at, again.closed_on) == ("working", None, None)
    assert again.due_at is not None


def test_a_matter_is_not_closed_before_its_parts(county: County):
    matter = county.answered()
    part = open_matter(
        "task",
        at=county.units["lake"],
        actor=county.actor("sun"),
        title="查线路",
        parent=matter,
        channel="web",
    ).matter
    with pytest.raises(Refusal) as refused:
        county.move(matter, "confirm", county.resident, rating=5)
    assert (refused.value.code, part.number in refused.value.zh) == ("matters.parts_open", True)
    county.move(part, "finish", "sun")
    county.move(matter, "confirm", county.resident, rating=5)


def test_who_opened_an_inner_matter_is_its_resident(county: County):
    task = open_matter(
        "task", at=county.units["lake"], actor=county.actor("carl"), title="x", channel="web"
    ).matter
    assert [view.key for view in moves_open(fresh(task), county.actor("carl"))] == ["finish"]
    assert moves_open(fresh(task), county.actor("clara")) == []


def test_answers_given_with_a_move_are_kept_shown_and_survive_a_rename(county: County):
    matter = county.dispatched()
    county.move(matter, "answer", "fred", note="已修", answers={"summary": "路灯已修"})
    step = story(fresh(matter), county.actor("clara"))[-1]
    assert [(one.label.en, one.said.zh) for one in step.answers] == [("Public summary", "路灯已修")]
    renamed = PLAYBOOK.replace("summary: {kind: text,", "brief: {was: summary, kind: text,")
    county.apply(renamed.replace("fields: [summary]", "fields: [brief]"))
    step = story(fresh(matter), county.actor("clara"))[-1]
    assert [(one.label.en, one.said.zh) for one in step.answers] == [("Public summary", "路灯已修")]


def test_when_an_entry_is_refused_nothing_of_the_move_is_kept(county: County):
    matter = county.dispatched()
    narrow = PLAYBOOK.replace("label: {zh: 看到什么, en: Found}", "label: {zh: 看到什么, en: Found}, max: 3")
    county.apply(narrow)
    with pytest.raises(Refusal) as refused:
        county.move(matter, "visit_site", "anna", note="三盏灯都不亮")
    assert refused.value.code == "answer.too_long"
    assert (fresh(matter).serial, matter.steps.count()) == (matter.serial, 2)
