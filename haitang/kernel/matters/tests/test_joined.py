"""Who joined others keeps every right of their own, takes nobody along, and is left behind by nobody."""

import json
from datetime import timedelta

import pytest
import time_machine

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.actions.contact import erase_contact
from haitang.kernel.matters.api import (
    ContactDetails,
    gather,
    kind_of,
    look_at_contact,
    moves_open,
    part,
    read_answers,
    story,
    tick,
)
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.tests.county import County, followed_copy, fresh
from haitang.kernel.matters.tests.fair import FAIR
from haitang.kernel.matters.tests.test_gathering import three
from haitang.kernel.matters.tests.test_limits import TUESDAY
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.api import RESIDENT, SYSTEM
from haitang.lib.diagnostics import Faults, Forbidden, Refusal

Family = tuple[Matter, Matter, Matter]


@pytest.fixture
def family(county: County) -> Family:
    """A head and two that joined it, at work in the parks department."""
    return grown(county)


def grown(county: County) -> Family:
    head, *others = three(county)
    gather(others, under=head, actor=county.actor("carl"))
    county.move(head, "dispatch", "clara", to_unit="parks")
    county.move(head, "accept", "fred")
    return head, others[0], others[1]


def stands(*matters: Matter) -> list[str]:
    return [fresh(one).state.key for one in matters]


def heads(*matters: Matter) -> list[int | None]:
    return [fresh(one).gathered_under_id for one in matters]


def resident(county: County, matter: Matter, move: str, **more) -> Step:
    return county.move(followed_copy(matter), move, county.resident, **more)


def test_who_joined_takes_back_his_own_and_nobody_elses(county, family):
    head, one, _ = family
    resident(county, one, "withdraw", note="我自己修了")
    assert stands(*family) == ["working", "withdrawn", "working"]
    assert heads(*family) == [None, None, head.pk]


def test_when_the_head_is_taken_back_the_eldest_leads_on_and_nothing_is_lost(county, family):
    head, heir, other = family
    resident(county, head, "withdraw", note="我搬走了")
    assert (stands(*family), heads(*family)) == (["withdrawn", "working", "working"], [None, None, heir.pk])
    now, was = fresh(heir), fresh(head)
    assert (now.owner, now.due_at is not None, now.clock_at is not None) == (was.owner, True, True)
    county.move(heir, "answer", "fred", note="灯已修好")
    assert stands(heir, other) == ["answered", "answered"]
    for one in (heir, other):
        told = story(followed_copy(one), county.resident)
        assert [step.state_key for step in told if step.kind == "moved"] == [
            "dispatched",
            "working",
            "answered",
        ]
        assert "灯已修好" in repr(told)
        assert "搬走" not in repr(told)
    assert look_at_contact(fresh(other), actor=county.actor("fred"), why="回访").phone == "13800138000"


def test_each_says_for_himself_that_it_is_solved_and_is_counted_once(county, family):
    county.move(family[0], "answer", "fred", note="灯已修好")
    for stars, one in zip((5, 1, 3), family, strict=True):
        resident(county, one, "confirm", rating=stars)
    assert [fresh(one).rating for one in family] == [5, 1, 3]
    solved = Entry.objects.filter(kind__key="solved")
    assert sorted(solved.values_list("matter", flat=True)) == sorted(one.uuid for one in family)
    assert {entry.person_id for entry in solved} == {county.people["fred"].pk}


def test_whom_it_did_not_help_goes_on_alone_from_where_it_stood(county, family):
    head, one, _ = family
    county.move(head, "answer", "fred", note="灯已修好")
    resident(county, one, "reopen", note="我家门口没修")
    assert stands(*family) == ["answered", "working", "answered"]
    assert fresh(one).owner == county.units["parks"]
    assert "灯已修好" in repr(story(followed_copy(one), county.resident))
    county.move(one, "answer", "fred", note="补修了")
    resident(county, one, "confirm", rating=4)
    assert stands(*family) == ["answered", "closed", "answered"]


def test_whom_the_head_did_not_help_takes_nobody_back_to_work(county, family):
    head, one, other = family
    county.move(head, "answer", "fred", note="灯已修好")
    resident(county, head, "reopen", note="没修好")
    assert stands(*family) == ["working", "answered", "answered"]
    with time_machine.travel(fresh(one).clock_at + timedelta(minutes=1)):
        tick()
    assert stands(one, other) == ["closed", "closed"]


def test_it_may_be_taken_up_again_by_one_after_it_was_closed_for_all(county, family):
    head, one, _ = family
    county.move(head, "answer", "fred", note="灯已修好")
    county.move(head, "lapse", county.house)
    resident(county, one, "reopen_closed", note="又坏了")
    assert stands(*family) == ["closed", "working", "closed"]


def test_he_parts_himself_and_nobody_parts_another(county, family):
    head, one, _ = family
    with pytest.raises(Forbidden):
        part(fresh(one), actor=county.resident)
    part(followed_copy(one), actor=RESIDENT(county.region))
    assert heads(*family) == [None, None, head.pk]
    assert fresh(one).clock_at == fresh(head).clock_at
    county.move(one, "send_back", "fred", note="不归我们")
    assert (fresh(one).owner, stands(*family)) == (county.units["east"], ["working", "returned", "working"])


def test_he_is_shown_what_he_may_do_and_staff_still_move_the_head_alone(county, family):
    one = family[1]
    own = [view.key for view in moves_open(followed_copy(one), county.resident)]
    assert own == ["withdraw"]
    assert moves_open(fresh(one), county.actor("fred")) == []
    with pytest.raises(Refusal) as refused:
        county.move(one, "answer", "fred", note="x")
    assert refused.value.code == "matters.gathered"


def test_after_four_weeks_each_is_asked_whether_it_stayed_solved(fair):
    with time_machine.travel(TUESDAY):
        family = grown(fair)
        fair.move(family[0], "answer", "fred", note="灯已修好")
        fair.move(family[0], "lapse", fair.house)
    with time_machine.travel(TUESDAY + timedelta(days=29)):
        tick()
        tick()
        asked = Step.objects.filter(kind="asked")
        assert sorted(asked.values_list("matter", flat=True)) == [one.pk for one in family]
        resident(fair, family[1], "say_stayed", answers={"stayed": "solved"})
    assert [json_of(one) for one in family].count("{}") == 2


def json_of(matter: Matter) -> str:
    return fresh(matter).data


def test_who_classed_the_head_does_not_review_what_left_it(fair):
    family = grown(fair)
    fair.move(family[0], "decline", "fred", note="不归县里", answers={"class": "beyond_powers"})
    part(followed_copy(family[1]), actor=fair.resident)
    Matter.objects.filter(pk=family[1].pk).update(owner=fair.units["parks"])
    with pytest.raises(Forbidden) as refused:
        fair.move(family[1], "uphold", "fred")
    assert refused.value.code == "matters.not_by_the_same"


def kept(matter: Matter) -> dict[str, object]:
    """All that is filled in on the matter as it is now, by key."""
    now = fresh(matter)
    kind = kind_of(holding(now.unit), now.kind.key)
    return {key: value for key, _, value in read_answers(json.loads(now.data), kind.house)}


@pytest.fixture
def filling(fair: County) -> Family:
    """The same where staff fill in fields at work, and the neighbour left a name."""
    ids = ContactDetails("王小明", "13812345678")
    head = fair.open(contact=ids).matter
    others = [fair.open(contact=ContactDetails(phone="13900139000")).matter for _ in range(2)]
    gather(others, under=head, actor=fair.actor("carl"))
    fair.move(head, "dispatch", "clara", to_unit="parks")
    fair.move(head, "accept", "fred")
    return head, others[0], others[1]


def test_what_staff_filled_in_goes_on_with_who_leads_on_without_the_neighbour(fair, filling):
    head, heir, other = filling
    fair.move(head, "set_urgency", "fred", answers={"urgency": "urgent"})
    fair.move(
        head, "answer", "fred", note="已修好", answers={"summary": "应王小明要求换了灯，电话13812345678"}
    )
    fair.move(followed_copy(head), "withdraw", fair.resident, note="我搬走了")
    assert kept(heir) == {"urgency": "urgent", "summary": "应***要求换了灯，电话***"}
    slots = ("choice1", "choice2", "choice3", "choice4")
    assert [getattr(fresh(heir), slot) for slot in slots] == [getattr(fresh(head), slot) for slot in slots]
    assert kept(other) == {}
    resident(fair, heir, "withdraw", note="我也不用了")
    assert kept(other) == kept(heir)


def test_what_the_heirs_own_resident_said_or_the_leaver_answered_stays_where_it_is(fair):
    said = fair.open(answers={"urgency": "ordinary"}).matter
    head = fair.open(answers={"summary": "我家门口"}).matter
    gather([said], under=head, actor=fair.actor("carl"))
    fair.move(head, "dispatch", "clara", to_unit="parks")
    fair.move(head, "accept", "fred")
    fair.move(head, "set_urgency", "fred", answers={"urgency": "urgent"})
    resident(fair, head, "withdraw", note="我搬走了")
    assert kept(said) == {"urgency": "ordinary"}


def test_after_the_leavers_name_was_erased_only_what_is_no_free_text_goes_on(fair, filling):
    head, heir, _ = filling
    fair.move(head, "set_urgency", "fred", answers={"urgency": "urgent"})
    fair.move(head, "answer", "fred", note="已修好", answers={"summary": "应王小明要求换了灯"})
    erase_contact(head, actor=SYSTEM(fair.region))
    resident(fair, head, "reopen", note="又坏了")
    assert kept(heir) == {"urgency": "urgent"}


@pytest.fixture
def classed(fair: County) -> Family:
    """A head and two that joined, where a class of one resident's own closes for that one alone."""
    must = "ask: {note: required, fields: [class], must: [class]}"
    reopened = "label: {zh: 又出现了, en: It came back}, from: [closed]"
    assert FAIR.count(must) == FAIR.count(reopened) == 1
    text = FAIR.replace(must, f"{must}\n          alone: {{class: [duplicate]}}")
    fair.apply(text.replace(reopened, reopened.replace("[closed]", "[closed, declined]")))
    return grown(fair)


def test_what_was_classed_for_all_is_told_to_all_and_each_may_dispute_it_for_himself(fair, classed):
    head, one, other = classed
    fair.move(head, "decline", "fred", note="不归县里管", answers={"class": "beyond_powers"})
    assert stands(*classed) == ["classed"] * 3
    fair.move(head, "uphold", "host", note="看过，确实不归县里管")
    assert stands(*classed) == ["declined"] * 3
    for joined in (one, other):
        told = story(followed_copy(joined), fair.resident)
        said = {step.move: step.note for step in reversed(told)}
        assert (said["decline"], said["uphold"]) == ("不归县里管", "看过，确实不归县里管")
    resident(fair, one, "reopen_closed", note="路灯是县里装的")
    assert (stands(*classed), heads(*classed)) == (
        ["declined", "working", "declined"],
        [None, None, head.pk],
    )


def test_what_speaks_of_one_resident_alone_closes_for_nobody_else(fair, classed):
    head, heir, other = classed
    fair.move(head, "decline", "fred", note="本人电话里说的", answers={"class": "duplicate"})
    assert (stands(*classed), heads(*classed)) == (["classed", "working", "working"], [None, None, heir.pk])
    fair.move(head, "uphold", "host", note="属实")
    assert stands(*classed) == ["declined", "working", "working"]
    assert "本人电话里说的" not in repr(story(followed_copy(other), fair.resident))
    fair.move(heir, "answer", "fred", note="灯已修好")
    assert stands(heir, other) == ["answered", "answered"]


def test_what_goes_alone_is_of_a_choice_that_the_move_asks(fair):
    must = "ask: {note: required, fields: [class], must: [class]}"
    for wrong in ("{clas: [duplicate]}", "{class: [duplicates]}", "{urgency: [urgent]}"):
        with pytest.raises(Faults):
            fair.apply(FAIR.replace(must, f"{must}\n          alone: {wrong}"))
