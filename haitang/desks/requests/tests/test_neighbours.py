"""A newcomer is told how many neighbours said the same, and may join them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from haitang.desks.requests import actions, around
from haitang.desks.requests.alike import neighbours
from haitang.desks.requests.tests.county import County
from haitang.kernel.matters.api import ContactDetails, followed, make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT
from haitang.lib.clock import now
from haitang.lib.diagnostics import Refusal

LAMPS = ("六组路灯三盏不亮,晚上看不清", "六组路灯三盏又不亮了", "六组路灯不亮好几天没人修")


def tell(county: County, words: str, *, at: str = "lake", phone: str = "") -> Matter:
    contact = ContactDetails("王阿姨", phone) if phone else None
    where, house = county.units[at], RESIDENT(county.region)
    return open_matter(
        "request", at=where, actor=house, title=words[:30], body=words, channel="phone", contact=contact
    ).matter


def receipt(client: Client, county: County, words: str, **more) -> str:
    """The page after *words* were told."""
    page = reverse("requests:tell", args=[county.region.key, "request"])
    given = {"draft": str(uuid4()), "what": words, "unit": str(county.units["lake"].pk), **more}
    return client.post(page, {**given, "answer-place_words": "桥头"}, follow=True).content.decode()


def test_a_newcomer_is_told_how_many_said_the_same_and_nothing_they_wrote(client, county):
    tell(county, LAMPS[0], phone="13800001111")
    tell(county, LAMPS[1])
    tell(county, "村口垃圾桶满了没有人来收,招苍蝇")
    told = receipt(client, county, LAMPS[2])
    assert "2 位邻居也说了这件事" in told
    assert "王阿姨" not in told
    assert LAMPS[1] not in told


def test_one_person_who_told_it_twice_is_one_neighbour(client, county):
    for words in LAMPS[:2]:
        tell(county, words, phone="13800001111")
    assert "1 位邻居也说了这件事" in receipt(client, county, LAMPS[2])


@pytest.mark.parametrize("words", ["想问医保卡丢了怎么补办", "河里漂着死鱼,不知道谁排的污水"])
def test_who_says_something_else_is_told_nothing(client, county, words):
    for lamp in LAMPS:
        tell(county, lamp)
    assert "位邻居" not in receipt(client, county, words)


def test_the_same_words_at_another_place_are_another_thing(client, county):
    for lamp in LAMPS:
        tell(county, lamp, at="hill")
    assert "位邻居" not in receipt(client, county, LAMPS[0])


def test_a_newcomer_joins_and_follows_his_own_number_all_the_same(client, county):
    first = tell(county, LAMPS[0])
    receipt(client, county, LAMPS[1])
    mine = Matter.objects.exclude(pk=first.pk).get()
    answer = client.post(reverse("requests:join", args=[county.region.key, mine.number]), follow=True)
    mine.refresh_from_db()
    assert mine.gathered_under == first
    receipt_after = answer.content.decode()
    assert "并到一起办" in receipt_after
    assert "最晚受理" not in receipt_after  # what is due from now on is the head's own step
    page = reverse("requests:followed", args=[county.region.key, mine.number])
    assert mine.number in client.get(page).content.decode()


def test_the_next_newcomer_joins_the_same_head(client, county):
    first = tell(county, LAMPS[0])
    second = tell(county, LAMPS[1])
    second.is_followed = True
    actions.join(second, actor=RESIDENT(county.region))
    third = tell(county, LAMPS[2])
    found = neighbours(third)
    assert found
    assert (found.head, found.people) == (first.pk, 2)


def test_nobody_joins_with_a_matter_that_is_not_his(client, county):
    tell(county, LAMPS[0])
    other = tell(county, LAMPS[1])
    page = reverse("requests:join", args=[county.region.key, other.number])
    assert client.post(page).status_code == 404
    with pytest.raises(Refusal):
        actions.join(Matter.objects.get(pk=other.pk), actor=RESIDENT(county.region))
    assert not Matter.objects.filter(gathered_under__isnull=False).exists()


def test_there_is_nothing_to_join_where_nobody_said_it(client, county):
    receipt(client, county, LAMPS[0])
    mine = Matter.objects.get()
    answer = client.post(reverse("requests:join", args=[county.region.key, mine.number]), follow=True)
    assert "没有可以并到一起" in answer.content.decode()


@pytest.mark.parametrize("told", [1, 3])
def test_the_receipt_asks_as_often_for_one_as_for_three(client, county, django_assert_num_queries, told):
    for number in range(told):
        tell(county, f"{LAMPS[0]},第 {number} 次说")
    receipt(client, county, LAMPS[1])
    mine = Matter.objects.order_by("-pk")[0]
    page = reverse("requests:told", args=[county.region.key, mine.number])
    client.get(page)
    with django_assert_num_queries(10):
        assert "位邻居" in client.get(page).content.decode()


def test_the_one_who_follows_sees_the_head_move_on(county):
    first, second = tell(county, LAMPS[0]), tell(county, LAMPS[1])
    second.is_followed = True
    actions.join(second, actor=RESIDENT(county.region))
    assert followed(second.number, "wrong") is None
    second.refresh_from_db()
    assert second.state_id == first.state_id


def test_what_the_neighbour_wrote_comes_out_nowhere(client, county):
    first = tell(county, LAMPS[0], phone="13812345678")
    receipt(client, county, LAMPS[1])
    mine = Matter.objects.exclude(pk=first.pk).get()
    client.post(reverse("requests:join", args=[county.region.key, mine.number]), follow=True)
    first.refresh_from_db()
    first.is_followed = True
    make_move(
        first,
        move="withdraw",
        seen=first.serial,
        client_id=uuid4(),
        note="我是王阿姨，搬走了",
        actor=RESIDENT(county.region),
    )
    for page in ("followed", "mine", "mine_json"):
        shown = client.get(reverse(f"requests:{page}", args=[county.region.key, mine.number]))
        assert shown.status_code == 200
        assert "搬走了" not in shown.content.decode()
        assert "王阿姨" not in shown.content.decode()


def test_who_joined_is_told_what_he_may_do_and_parts_again_with_one_press(client, county):
    first = tell(county, LAMPS[0])
    receipt(client, county, LAMPS[1])
    mine = Matter.objects.exclude(pk=first.pk).get()
    client.post(reverse("requests:join", args=[county.region.key, mine.number]), follow=True)
    page = reverse("requests:followed", args=[county.region.key, mine.number])
    shown = client.get(page).content.decode()
    assert "互相都看不到" in shown
    assert 'id="move-withdraw"' in shown
    parted = client.post(reverse("requests:part", args=[county.region.key, mine.number]), follow=True)
    mine.refresh_from_db()
    assert mine.gathered_under is None
    assert "互相都看不到" not in parted.content.decode()


def test_who_said_it_close_by_is_counted_apart(client, county):
    tell(county, LAMPS[0])
    tell(county, LAMPS[0], at="garden")
    told = receipt(client, county, LAMPS[1])
    assert "2 位邻居也说了这件事" in told
    assert "1 位在附近的村、社区" in told


def test_close_by_it_must_be_more_alike_than_at_the_place_itself(county):
    tell(county, "湖边路灯坏了请来修", at="garden")
    said = "湖边路灯昨夜撞断了电杆"
    assert neighbours(tell(county, said)) is None
    tell(county, "湖边路灯坏了请来修")
    assert neighbours(tell(county, said)) is not None


def test_a_newcomer_joins_what_is_here_before_what_is_close_by(county):
    tell(county, LAMPS[0], at="garden")
    here = tell(county, LAMPS[0])
    found = neighbours(tell(county, LAMPS[0]))
    assert found
    assert found.head == here.pk
    assert (found.people, found.here) == (2, 1)


def test_what_was_closed_or_is_long_ago_is_not_told(county):
    gone = tell(county, LAMPS[0])
    gone.is_followed = True
    make_move(
        gone,
        move="withdraw",
        seen=gone.serial,
        note="修好了",
        client_id=uuid4(),
        actor=RESIDENT(county.region),
    )
    with time_machine.travel(now() - timedelta(days=120), tick=False):
        tell(county, LAMPS[1])
    assert neighbours(tell(county, LAMPS[2])) is None


def test_more_news_than_are_read_one_by_one_begin_it_anew(county, monkeypatch):
    monkeypatch.setattr(around, "NEWS", 2)
    holding = around.Held(county.region.pk, tell(county, "村口的桥塌了").kind_id)
    matters = [tell(county, lamp) for lamp in LAMPS]
    holding.like([matters[0]], least=0.2, most=10)[0]
    tell(county, LAMPS[0])
    found = holding.like([matters[0]], least=0.2, most=10)[0]
    assert len(found) == 3


def test_from_one_question_to_the_next_only_what_came_since_is_read(county, django_assert_num_queries):
    first, second = tell(county, LAMPS[0]), tell(county, LAMPS[1])
    holding = around.Held(county.region.pk, first.kind_id)
    assert [pk for pk, _ in holding.like([first], least=0.2, most=10)[0]] == [second.pk]
    for lamp in LAMPS:
        tell(county, lamp)
    with django_assert_num_queries(1):
        assert len(holding.like([first], least=0.2, most=10)[0]) == 4
    with django_assert_num_queries(1):
        assert len(holding.like([first], least=0.2, most=10)[0]) == 4


def test_no_more_neighbourhoods_are_held_than_may_be(county, monkeypatch):
    monkeypatch.setattr(around, "HELD", 1)
    here, there = tell(county, LAMPS[0]), tell(county, LAMPS[0], at="hill")
    holding = around.Held(county.region.pk, here.kind_id)
    for matter in (here, there, here):
        assert holding.like([matter], least=0.2, most=10)[0] == []
        assert list(holding.near) == [around.around(matter.unit)]
