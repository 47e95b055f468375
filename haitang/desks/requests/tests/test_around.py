"""What is found around a matter in a few statements is what each matter, looked at by itself, comes to."""

from random import Random
from uuid import uuid4

import pytest

from haitang.desks.requests import around
from haitang.desks.requests.alike import (
    ELSEWHERE,
    NEAR,
    NEAR_ELSEWHERE,
    all_around,
    looked_around,
    neighbours,
)
from haitang.desks.requests.tests.county import County
from haitang.kernel.matters.api import (
    SEES_MATTERS,
    ContactDetails,
    first_seen,
    gather,
    make_move,
    open_matter,
    waiting,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT, SYSTEM, change_unit
from haitang.lib.diagnostics import Refusal
from haitang.lib.sayings import Sayings, weighed

PLACES, PHONES = ("lake", "garden", "hill"), ("", "13800001111", "13800002222")
SAID = ("六组路灯三盏不亮了", "六组路灯三盏又不亮", "路灯不亮好几天", "村口垃圾桶满了", "垃圾桶满了招苍蝇")


def tell(county: County, words: str, *, at: str = "lake", phone: str = "", by: str = "") -> Matter:
    contact = ContactDetails("", phone) if phone else None
    actor = county.actor(by) if by else RESIDENT(county.region)
    where = county.units[at]
    return open_matter(
        "request", at=where, actor=actor, title=words, body=words, channel="phone", contact=contact
    ).matter


def withdraw(matter: Matter, county: County) -> None:
    followed = Matter.objects.get(pk=matter.pk)
    followed.is_followed = True
    house, note = RESIDENT(county.region), "修好了"
    make_move(followed, move="withdraw", seen=followed.serial, note=note, client_id=uuid4(), actor=house)


def told_at_random(county: County, seed: int) -> None:
    """Twenty that were told, some gathered under others, some of either withdrawn."""
    drawn = Random(seed)
    told = [
        tell(county, drawn.choice(SAID), at=drawn.choice(PLACES), phone=drawn.choice(PHONES))
        for _ in range(20)
    ]
    for one, other in (drawn.sample(told, 2) for _ in range(12)):
        try:
            gather(
                [Matter.objects.get(pk=one.pk)],
                under=Matter.objects.get(pk=other.pk),
                actor=SYSTEM(county.region),
            )
        except Refusal:
            continue
    for one in drawn.sample(told, 5):
        try:
            withdraw(one, county)
        except Refusal:
            continue


def looked_at_one_by_one(matter: Matter) -> tuple[int, int] | None:
    """How many people said it and how many of them here, each matter asked for by itself."""
    rows = [one for one in Matter.objects.order_by("pk") if within(one, matter)]
    # Each weighed by itself, where the house weighs those together that come together.
    texts = Sayings([(one.pk, weighed([(one.title, one.body)])[0]) for one in rows])
    said = weighed([(matter.title, matter.body)])[0]
    likeness = dict(texts.like(said, least=NEAR, but=matter.pk, most=1000))
    alike = [one for one in rows if one.pk in likeness and one.closed_at is None]
    alike = [one for one in alike if one.unit_id == matter.unit_id or likeness[one.pk] >= NEAR_ELSEWHERE]
    heads = {one.gathered_under_id or one.pk for one in alike}
    under = Matter.objects.filter(gathered_under__in=heads)
    everyone = {*alike, *Matter.objects.filter(pk__in=heads, closed_at=None), *under} - {matter}
    people = {who(one) for one in everyone}
    here = {who(one) for one in everyone if one.unit_id == matter.unit_id}
    return (len(people), len(here)) if everyone else None


def within(one: Matter, matter: Matter) -> bool:
    return one.unit.path.startswith(around.around(matter.unit))


def who(one: Matter) -> str:
    phone = one.contact.phone_index if hasattr(one, "contact") else ""
    return phone or str(one.opened_by_id or one.number)


@pytest.mark.slow(reason="looks at each of many by itself")
@pytest.mark.parametrize("seed", range(6))
def test_the_same_are_found_as_by_looking_at_each_by_itself(county: County, seed: int):
    told_at_random(county, seed)
    for words, place in [(words, place) for words in SAID for place in PLACES]:
        mine = tell(county, words, at=place)
        found = neighbours(mine)
        assert (found and (found.people, found.here)) == looked_at_one_by_one(mine)
        withdraw(mine, county)


def test_what_is_here_weighs_more_than_the_same_close_by(county: County):
    tell(county, SAID[0], at="garden")
    tell(county, SAID[0])
    found = neighbours(tell(county, SAID[0]))
    assert found
    near, far = (issue.weight for issue in found.issues)
    assert far == pytest.approx(near * ELSEWHERE)


def test_a_head_that_says_something_else_is_told_with_those_under_it(county: County):
    head, other = tell(county, "河里漂着死鱼", phone=PHONES[1]), tell(county, SAID[0])
    tell(county, "医保卡丢了")
    third = tell(county, "食堂的饭菜太咸", phone=PHONES[2])
    gather([other, third], under=head, actor=SYSTEM(county.region))
    found = neighbours(tell(county, SAID[0]))
    assert found
    assert (found.head, found.people) == (head.pk, 3)


@pytest.mark.parametrize("name", ["clara", "ella", "wendy", "hugo", "sun"])
def test_the_first_that_one_may_see_are_those_the_rule_shows(county: County, name: str):
    drawn = Random(7)
    told = [tell(county, words, at=drawn.choice(PLACES)) for words in SAID * 3]
    told += [tell(county, SAID[0], at="garden", by="ella"), tell(county, SAID[0], at="lake", by="sun")]
    keys = [one.pk for one in told]
    drawn.shuffle(keys)
    actor = county.actor(name)
    seen = set(Matter.objects.filter(SEES_MATTERS.visible(actor)).values_list("pk", flat=True))
    for most in (1, 5, len(keys)):
        shown = [one.pk for one in first_seen(keys, actor, most=most)]
        assert shown == [key for key in keys if key in seen][:most]


def test_what_is_asked_for_in_many_keys_is_asked_once(county: County, django_assert_num_queries):
    keys = [tell(county, words).pk for words in SAID]
    with django_assert_num_queries(1):
        assert {one.pk for one in waiting(keys)} == set(keys)
    assert waiting([]) == []


def test_the_name_of_their_place_makes_nothing_alike(county: County):
    lake = county.units["lake"]
    change_unit(lake, name="大湖新村社区居委会", actor=county.house)
    for words in ("路口路面塌陷", "夜市占道经营"):
        tell(county, f"大湖新村社区居委会{words}")
        tell(county, f"大湖新村社区{words}")
    found = neighbours(tell(county, "大湖新村社区居委会电压不稳"))
    assert found is None
    found = neighbours(tell(county, "路口路面塌陷"))
    assert found
    assert found.here == 2


def test_a_number_drawn_earlier_and_written_later_is_heard_of(county: County):
    first, late, mine = (tell(county, SAID[0]) for _ in range(3))
    holding = around.Held(county.region.pk, mine.kind_id)
    holding.like([mine], least=NEAR, most=10)
    holding.near.clear()
    # As if the second had not been there yet when the others were read.
    path, said = around.around(mine.unit), weighed([(first.title, first.body)])
    holding.near[path] = around.Neighbourhood(around.units_within(path), Sayings([(first.pk, said[0])]), 1e12)
    assert {pk for pk, _ in holding.like([mine], least=NEAR, most=10)[0]} == {first.pk, late.pk}
    assert late.pk not in holding.missing


def test_those_who_ask_at_once_are_each_told_what_they_were_told_alone(
    county: County, django_assert_num_queries
):
    told_at_random(county, 11)
    mine = [tell(county, words, at=place) for words in SAID for place in PLACES]
    alone = [looked_around(one) for one in mine]
    for one, other in zip(all_around(mine), alone, strict=True):
        assert one.weights == other.weights
        assert sorted(one.everyone) == sorted(other.everyone)
    for some in (mine[:1], [one for one in mine if within(one, mine[0])]):
        with django_assert_num_queries(5):
            all_around(some)
