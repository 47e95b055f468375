"""Near-duplicates under one: they go where it goes, close with it, and can be parted again."""

import pytest

from haitang.kernel.matters.api import ContactDetails, gather, inbox, moves_open, part, story
from haitang.kernel.matters.models import Contact, Matter
from haitang.kernel.matters.tests.county import County, followed_copy, fresh
from haitang.lib.diagnostics import Forbidden, Refusal


def three(county: County) -> tuple[Matter, Matter, Matter]:
    one, two, three = (county.open(contact=ContactDetails(phone="13800138000")).matter for _ in range(3))
    return one, two, three


def test_gathered_ones_follow_the_main_one_and_close_with_it(county: County):
    main, *others = three(county)
    gather(others, under=main, actor=county.actor("carl"))
    assert [(row.number, row.gathered) for row in inbox(county.actor("carl")).rows] == [(main.number, 2)]
    county.move(main, "dispatch", "carl", to_unit="lake")
    county.move(main, "answer", "sun", note="已修好")
    assert [fresh(one).state.key for one in others] == ["answered", "answered"]
    assert fresh(others[0]).owner == county.units["lake"]
    county.move(main, "lapse", county.house)
    for one in others:
        assert fresh(one).closed_on == fresh(main).closed_on
        assert Contact.objects.get(matter=one).erase_on == Contact.objects.get(matter=main).erase_on
    county.move(main, "reopen_closed", "clara", note="又坏了")
    assert [(fresh(one).closed_at, fresh(one).state.key) for one in others] == [(None, "working")] * 2
    assert Contact.objects.filter(erase_on=None).count() == 3


def test_the_resident_of_a_gathered_one_reads_how_the_main_one_goes_on(county: County):
    main, other, _ = three(county)
    county.move(main, "dispatch", "carl", to_unit="lake")
    gather([other], under=main, actor=county.actor("carl"))
    county.move(main, "accept", "sun")
    county.move(main, "send_back", "sun", note="内部：这事难办")
    told = story(followed_copy(other), county.resident)
    assert [(step.label.en, step.of) for step in told] == [
        ("Opened", ""),
        ("Gathered", ""),
        ("Accept", main.number),
    ]


@pytest.mark.parametrize("who", ["resident", "carl"])
def test_closing_and_reopening_stand_once_in_the_history_of_one_that_joined(county: County, who: str):
    main, other, _ = three(county)
    gather([other], under=main, actor=county.actor("carl"))
    county.move(main, "dispatch", "carl", to_unit="lake")
    county.move(main, "answer", "sun", note="已修好")
    county.move(main, "lapse", county.house)
    county.move(main, "reopen_closed", "clara", note="又坏了")
    actor = county.resident if who == "resident" else county.actor(who)
    joined = followed_copy(other) if who == "resident" else fresh(other)
    moves = [(step.move, step.of) for step in story(joined, actor) if step.kind == "moved"]
    assert moves == [(move, main.number) for move in ("dispatch", "answer", "lapse", "reopen_closed")]
    part(other, actor=county.actor("carl"))
    moves = [step.move for step in story(fresh(other), county.actor("carl")) if step.kind == "moved"]
    assert moves == ["dispatch", "answer", "lapse", "reopen_closed"]


def test_a_gathered_one_takes_no_moves_of_its_own_and_says_why(county: County):
    main, other, _ = three(county)
    gather([other], under=main, actor=county.actor("carl"))
    assert moves_open(fresh(other), county.actor("carl")) == []
    with pytest.raises(Refusal) as refused:
        county.move(other, "dispatch", "carl", to_unit="lake")
    assert refused.value.code == "matters.gathered"
    assert main.number in refused.value.zh


def test_parted_it_goes_on_from_where_the_main_one_stands(county: County):
    main, other, _ = three(county)
    gather([other], under=main, actor=county.actor("carl"))
    county.move(main, "dispatch", "carl", to_unit="lake")
    part(other, actor=county.actor("carl"))
    now = fresh(other)
    assert (now.gathered_under, now.state.key, now.owner) == (None, "dispatched", county.units["lake"])
    assert now.due_at == fresh(main).due_at
    county.move(other, "accept", "sun")
    assert fresh(main).state.key == "dispatched"


def test_what_was_gathered_under_one_comes_along_when_that_is_gathered(county: County):
    first, second, third = three(county)
    gather([third], under=second, actor=county.actor("carl"))
    gather([second], under=first, actor=county.actor("carl"))
    assert {fresh(second).gathered_under_id, fresh(third).gathered_under_id} == {first.pk}


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("closed main", "matters.main_is_closed"),
        ("gathered main", "matters.main_is_gathered"),
        ("gathered already", "matters.cannot_gather"),
        ("itself", "matters.nothing_to_gather"),
    ],
)
def test_what_cannot_be_gathered_is_refused(county: County, how: str, code: str):
    first, second, third = three(county)
    clerk = county.actor("carl")
    if how == "closed main":
        county.move(first, "withdraw", "carl", note="x")
    if how.startswith("gathered"):
        gather([first] if how == "gathered main" else [second], under=third, actor=clerk)
    with pytest.raises(Refusal) as refused:
        gather([first] if how == "itself" else [second], under=first, actor=clerk)
    assert refused.value.code == code


def test_only_who_may_gather_does(county: County):
    first, second, _ = three(county)
    for who in ("cora", "sun"):
        with pytest.raises(Forbidden):
            gather([second], under=first, actor=county.actor(who))
