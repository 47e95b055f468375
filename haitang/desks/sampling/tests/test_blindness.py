"""Who asks stands outside the chain; whoever handled it sees nothing of who was drawn before it is over."""

from datetime import date, timedelta

import pytest

from haitang.desks.sampling.actions import note_no_reply
from haitang.desks.sampling.asking import ASKS_DRAWN
from haitang.desks.sampling.loaders import word_of
from haitang.desks.sampling.models import DrawnMatter, SampleDraw
from haitang.desks.sampling.queries import drawn_by, to_ring
from haitang.desks.sampling.tests.county import BASE, FIRST, PEOPLE, County, at
from haitang.kernel.matters.api import OUTSIDE
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT, SYSTEM, appoint, end_post
from haitang.kernel.registry.models import Post
from haitang.kernel.registry.tests.agreeing import assert_rule_agrees

LATER = FIRST + timedelta(days=9)


def drawn(county: County, **more) -> DrawnMatter:
    county.ended(**more)
    return county.rings(county.drawn())[0]


@pytest.fixture
def grown_with_many(county: County) -> SampleDraw:
    """Six ways of ending, all drawn."""
    for unit, to in (("reed", "works"), ("hill", "works"), ("reed", "reed")):
        for _ in range(2):
            county.ended(unit=unit, to=to)
    draw = county.drawn()
    county.rings(draw)
    return draw


@pytest.mark.slow(reason="asks the rule of everybody")
def test_the_rule_says_the_same_of_one_and_of_a_list(county: County, grown_with_many: SampleDraw):
    everybody = [county.actor(name) for name in PEOPLE]
    actors = [*everybody, RESIDENT(county.region), SYSTEM(county.region)]
    with at(LATER):
        assert assert_rule_agrees(OUTSIDE, Matter, actors) == 6 + 6 + 4 + 2 + 2 + 2 + 2
        # Sue and Sam all six, Hal the four that did not arise in his village, Eve the two that did not arise
        # in her town, Wes the two that works never had. Nobody who stands at the county, over all.
        assert assert_rule_agrees(ASKS_DRAWN, DrawnMatter, actors) == 6 + 6 + 4 + 2 + 2


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("sue", True),  # the survey office had nothing to do with it
        ("hal", True),  # nor had another village
        ("wes", False),  # his unit handled it, though he did not
        ("eve", False),  # her town is over the village where it arose
        ("roy", False),  # the county is over all
        ("will", False),  # he handled it, and holds no role that asks
        ("clara", False),  # she dispatched it
        ("ida", False),
    ],
)
def test_who_may_ring_stands_outside_the_chain(county: County, name: str, may: bool):
    one = drawn(county)
    with at(LATER):
        assert ASKS_DRAWN.allows(county.actor(name), one) == may
        page = county.client(name).get(BASE + f"calls/{one.uuid}/")
        assert page.status_code == (200 if may else 404)


def test_a_second_post_in_the_chain_shuts_one_out(county: County):
    one = drawn(county)
    appoint(
        county.people["sue"],
        role="handler",
        unit=county.units["works"],
        since=date(2026, 10, 1),
        actor=county.house,
    )
    with at(LATER):
        assert not ASKS_DRAWN.allows(county.actor("sue"), one)


def test_a_post_that_was_held_while_it_was_open_shuts_one_out_and_an_older_one_does_not(county: County):
    one = drawn(county)
    post = Post.objects.get(person=county.people["wes"])
    appoint(
        county.people["wes"],
        role="surveyor",
        unit=county.units["survey"],
        since=date(2026, 9, 1),
        actor=county.house,
    )
    end_post(post, on=date(2026, 9, 11), actor=county.house)
    with at(LATER):
        assert not ASKS_DRAWN.allows(county.actor("wes"), one)
    Post.objects.filter(pk=post.pk).update(until=date(2026, 9, 10))
    with at(LATER):
        assert ASKS_DRAWN.allows(county.actor("wes"), one)


def test_what_the_asker_reads_names_no_handler_and_no_rating(county: County):
    one = drawn(county, title="路灯不亮三盏", rating=2)
    with at(LATER):
        page = county.client("sue").get(BASE + f"calls/{one.uuid}/").content.decode()
        listed = county.client("sue").get(BASE + "calls/").content.decode()
    for text in (page, listed):
        assert "路灯不亮三盏" in text
        for hidden in ("Will", "Works", "Clara", one.matter.number, "王小明", "13800138000"):
            assert hidden not in text


@pytest.mark.slow(reason="asks many addresses as everybody")
def test_nobody_sees_who_was_drawn_or_what_was_said_before_it_is_over(county: County):
    one = drawn(county)
    draw = one.draw
    with at(LATER):
        for name in ("omar", "clara"):
            page = county.client(name).get(BASE + f"{draw.pk}/").content.decode()
            assert "抽到" in page
            assert one.matter.number not in page
            assert "很满意" not in page
            # With the root, whoever knows their own matters could reckon which of them are drawn.
            assert draw.root not in page
        for name in ("will", "rita", "sue", "ida"):
            assert county.client(name).get(BASE + f"{draw.pk}/").status_code == 404
            # Who rings is led on to whom; there is no list of draws for anybody else.
            listed = county.client(name).get(BASE)
            assert (listed.status_code, listed.headers.get("Location", "")) == (
                (302, BASE + "calls/") if name == "sue" else (404, "")
            )
    draw = county.settled(draw)
    page = county.client("omar").get(BASE + f"{draw.pk}/").content.decode()
    assert (one.matter.number in page, draw.root in page) == (True, True)


def test_who_takes_it_back_meanwhile_is_rung_by_nobody(county: County):
    one = drawn(county)
    with at(LATER):
        county.move(one.matter, "reopen", "")
        assert [row.pk for row in to_ring(county.actor("sue"))] == [one.pk]
        county.move(one.matter, "withdraw", "")
        assert to_ring(county.actor("sue")) == []
        assert county.client("sue").post(BASE + f"calls/{one.uuid}/look/").status_code == 404


def test_who_may_not_ask_has_no_list_either(county: County):
    one = drawn(county)
    with at(LATER):
        assert county.client("clara").get(BASE + "calls/").status_code == 404
        assert to_ring(county.actor("wes")) == []
        assert [row.pk for row in to_ring(county.actor("sue"))] == [one.pk]


def test_another_countys_link_or_a_made_up_one_leads_nowhere(county: County):
    one = drawn(county)
    word = word_of(one)
    client = county.client("sue")
    with at(LATER):
        assert client.get(BASE + f"answer/{word}/").status_code == 200
        assert client.get(BASE + f"answer/{word[:-1]}x/").status_code == 404
        assert client.get(BASE + f"answer/{one.uuid.hex}/").status_code == 404


@pytest.mark.slow(reason="a draw runs for days")
def test_people_are_rung_some_days_after_their_link_and_at_most_once_a_day(county: County):
    one = drawn(county)
    sue = county.actor("sue")
    with at(FIRST + timedelta(days=4)):
        assert to_ring(sue) == []
    for day in (5, 6, 7):
        with at(FIRST + timedelta(days=day)):
            assert len(to_ring(sue)) == 1
            note_no_reply(one, actor=sue)
            assert to_ring(sue) == []
    with at(FIRST + timedelta(days=8)):
        assert to_ring(sue) == []
    assert list(drawn_by(one.draw).values_list("rung", flat=True)) == [3]
