"""What was done, for everyone: let out by somebody who read it, found in Chinese, nothing of who asked."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.desks.requests import openly
from haitang.desks.requests.models import Publication
from haitang.desks.requests.openly import Sought
from haitang.desks.requests.tests.county import PLAYBOOK, County, small_county
from haitang.kernel.matters.api import ContactDetails, erase_words, make_move, moves_open, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT, SYSTEM, add_place, add_unit
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.grams import folded, terms
from haitang.lib.ids import new_id
from haitang.ui.asked import empty_form, find_move
from haitang.ui.throttle import Throttle

SUMMARY = "更换路灯八盏，恢复照明"
MOVES = """\
        publish:
          label: {zh: 公开, en: Publish}
          from: [closed]
          to: stays
          by: [clerk]
          ask: {note: none, fields: [public_summary]}
        unpublish:
          label: {zh: 撤回公开, en: Take back}
          from: [closed]
          to: stays
          by: [clerk]
        reopen_closed:
          label: {zh: 再办, en: Reopen}
          from: [closed]
          to: working
          by: [clerk]
"""
REVIEWED = PLAYBOOK.replace(
    "published: public_summary",
    "published: public_summary\n    published_by: publish\n    unpublished_by: unpublish",
).replace("        withdraw:\n", f"{MOVES}        withdraw:\n")
MEASURES = """\
measures:
  closed:
    label: {zh: 办结率, en: Share closed}
    share: matters
    where: {kind: request, state: closed}
    among: {kind: request}
    as: percent
    public: true
  inner: {label: {zh: 内部数, en: Inner figure}, count: matters, where: {kind: request}}
"""


@pytest.fixture
def reviewed(county: County) -> County:
    county.apply(REVIEWED + MEASURES)
    county.region.refresh_from_db()
    return county


def move(county: County, matter: Matter, key: str, by: str = "clara", **given) -> Matter:
    now = Matter.objects.get(pk=matter.pk)
    if by == "resident":
        now.is_followed, actor = True, RESIDENT(county.region)
    else:
        actor = county.actor(by) if by else county.house
    make_move(now, move=key, seen=now.serial, client_id=new_id(), actor=actor, **given)
    return Matter.objects.get(pk=matter.pk)


def ended(
    county: County, words: str = "路灯坏了", at: str = "lake", summary: str = SUMMARY, **given
) -> Matter:
    told = open_matter(
        "request",
        at=county.units[at],
        title=f"{words}，我是三号楼王阿姨",
        body="电话 13800001111",
        category="city.lighting",
        channel="phone",
        contact=ContactDetails("王阿姨", "13800001111"),
        actor=RESIDENT(county.region),
        **given,
    ).matter
    move(county, told, "dispatch", "", to_unit=county.units["housing"])
    move(county, told, "accept", "hugo")
    answers = {"public_summary": summary} if summary else {}
    move(county, told, "answer", "hugo", note="已修好，王阿姨放心。", answers=answers)
    return move(county, told, "confirm", "resident", rating=5)


def published(county: County, **given) -> Matter:
    matter = ended(county, **given)
    words = given.get("summary", SUMMARY)
    return move(county, matter, "publish", answers={"public_summary": words})


def page(client: Client, county: County, name: str = "done", *args, **asked) -> str:
    answer = client.get(reverse(f"requests:{name}", args=[county.region.key, *args]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_is_let_out_before_somebody_read_it(client, reviewed):
    matter = ended(reviewed)
    assert "更换路灯" not in page(client, reviewed)
    move(reviewed, matter, "publish", answers={"public_summary": "更换路灯八盏"})
    assert "更换路灯八盏" in page(client, reviewed)


GONE = REVIEWED.replace("from: [received, returned]", "from: [received]")
GONE = GONE.replace(
    "        returned: {label: {zh: 退回, en: Sent back}, owner: clerk, limit: {working_days: 1}}\n", ""
)
GONE = GONE.replace("          to: returned\n", "          to: received\n")
GONE = GONE.replace("dispatched, returned, working", "dispatched, working")
GONE = GONE.replace("start: received", "start: received\n      instead: {returned: received}", 1)


def test_out_of_a_state_that_is_gone_somebody_may_be_faster_than_the_clock(reviewed):
    matter = open_matter(
        "request",
        at=reviewed.units["lake"],
        body="路灯坏了",
        channel="phone",
        actor=RESIDENT(reviewed.region),
    ).matter
    move(reviewed, matter, "dispatch", "", to_unit=reviewed.units["housing"])
    move(reviewed, matter, "send_back", "hugo", note="不归我们管")
    reviewed.apply(GONE + MEASURES)
    assert move(reviewed, matter, "dispatch", "", to_unit=reviewed.units["housing"]).state.key == "dispatched"


def test_nothing_of_who_asked_is_on_any_of_its_pages(client, reviewed):
    matter = published(reviewed, summary="更换路灯，有问题打 13912345678")
    shown = [
        page(client, reviewed),
        page(client, reviewed, "done-one", matter.pk),
        page(client, reviewed, "done-map"),
        page(client, reviewed, "done-feed"),
        page(client, reviewed, "done-figures"),
    ]
    for text in shown:
        for secret in ("王阿姨", "三号楼", "13800001111", "13912345678", matter.number, "Hugo"):
            assert secret not in text
    assert "更换路灯" in shown[0]
    assert "Lake" in shown[1]


def test_what_is_taken_back_reopened_or_erased_is_gone(client, reviewed):
    first, second, third = (published(reviewed, summary=f"办成第{turn}件事情") for turn in "一二三")
    move(reviewed, first, "unpublish")
    move(reviewed, second, "reopen_closed")
    erase_words(third, why="本人要求", actor=reviewed.actor("clara"))
    assert not Publication.objects.exists()
    assert list(openly.told(reviewed.region, Sought("办成"))) == []
    for one in (first, second, third):
        address = reverse("requests:done-one", args=[reviewed.region.key, one.pk])
        assert client.get(address).status_code == 404


def test_what_was_never_let_out_cannot_be_taken_back(reviewed):
    with pytest.raises(Refusal) as caught:
        move(reviewed, ended(reviewed), "unpublish")
    assert caught.value.code == "requests.nothing_out"


def test_taking_back_is_offered_only_where_something_is_out(reviewed):
    def offered(matter) -> bool:
        return "unpublish" in [one.key for one in moves_open(matter, reviewed.actor("clara"))]

    matter = ended(reviewed)
    assert not offered(matter)
    move(reviewed, matter, "publish")
    assert offered(Matter.objects.get(pk=matter.pk))


def test_who_reviews_finds_the_words_as_they_were_proposed(reviewed):
    now = Matter.objects.select_related("state", "kind", "unit", "owner").get(pk=ended(reviewed).pk)
    asked = find_move(moves_open(now, reviewed.actor("clara")), "publish")
    assert asked is not None
    form = empty_form(asked, now, language="zh")
    assert form["answer-public_summary"].value() == SUMMARY


def test_empty_words_are_not_let_out(reviewed):
    matter = ended(reviewed, summary="")
    with pytest.raises(Refusal):
        move(reviewed, matter, "publish")


def answered_again(county: County, **again) -> Matter:
    """Answered with a public sentence, asked for again by the resident, answered once more."""
    matter = ended(county)
    move(county, matter, "reopen_closed")
    move(county, matter, "answer", "hugo", note="又修了一次，这回牢固。", **again)
    return move(county, matter, "confirm", "resident", rating=5)


def test_a_sentence_of_an_earlier_answer_is_not_offered_for_a_later_one(reviewed):
    matter = answered_again(reviewed)
    asked = find_move(moves_open(matter, reviewed.actor("clara")), "publish")
    assert asked is not None
    assert "answer-public_summary" not in empty_form(asked, matter, language="zh").initial
    with pytest.raises(Refusal) as caught:
        move(reviewed, matter, "publish")
    assert caught.value.code == "requests.nothing_to_publish"


def test_a_sentence_said_again_is_offered_and_letting_out_takes_it_as_it_stands(reviewed):
    matter = answered_again(reviewed, answers={"public_summary": "路灯又修了一次"})
    asked = find_move(moves_open(matter, reviewed.actor("clara")), "publish")
    assert asked is not None
    form = empty_form(asked, matter, language="zh")
    assert form.initial["answer-public_summary"] == "路灯又修了一次"
    move(reviewed, matter, "publish")
    assert Publication.objects.get().text == "路灯又修了一次"


def test_where_nobody_reviews_closing_lets_out_what_was_written_for_everyone(client, county):
    ended(county, summary="水管已换")
    ended(county, summary="")
    assert Publication.objects.count() == 1
    assert "水管已换" in page(client, county)


def test_a_place_is_told_no_nearer_than_the_community(reviewed):
    house = reviewed.house
    units = reviewed.units
    compound = add_unit(
        "桃花小区3号楼", kind="department", under=units["lake"], code="9", since=clock.today(), actor=house
    )
    units["compound"] = compound
    # It was told when the playbook still took it there.
    reviewed.apply(REVIEWED.replace("at: [town, village, community]", "at: [department]"))
    matter = ended(reviewed, at="compound")
    reviewed.apply(REVIEWED)
    move(reviewed, matter, "publish", answers={"public_summary": SUMMARY})
    assert Publication.objects.get(matter=matter).unit.name == "Lake"


BOTH = {"更换路灯八盏，恢复照明", "电梯灯箱已修，换ＬＥＤ"}


PIECES = {
    "八盏": {"更换路灯八盏，恢复照明"},
    "梯灯": {"电梯灯箱已修，换ＬＥＤ"},
    "灯": BOTH,
    "路灯照明": BOTH,
    "八盏 照明": {"更换路灯八盏，恢复照明"},
    "八盏，照明": {"更换路灯八盏，恢复照明"},
    "恢复照": {"更换路灯八盏，恢复照明"},
    "led": {"电梯灯箱已修，换ＬＥＤ"},
    "路照": set(),
    "，": set(),
    "街灯照明": set(),
    "Lake": BOTH,
    "street lighting": BOTH,
    '"OR (': set(),
}


def test_it_is_found_by_any_piece_of_it(reviewed):
    published(reviewed)
    published(reviewed, summary="电梯灯箱已修，换ＬＥＤ")
    for words, found in PIECES.items():
        assert {one.text for one in openly.told(reviewed.region, Sought(words))} == found, words


@pytest.mark.slow(reason="forty random searches")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.text(alphabet="路灯照明恢更换aB %_'\"*()，", max_size=8))
def test_the_index_finds_what_reading_letter_by_letter_finds(grown_done, words):
    rows = list(Publication.objects.all())
    wanted = terms(words)
    plain = [one.pk for one in rows if all(term in one.sought for term in wanted)]
    if not wanted:
        plain = [one.pk for one in rows] if not words.strip() else []
    assert {one.pk for one in openly.told(grown_done.region, Sought(words))} == set(plain)


def test_common_words_find_the_same_by_the_other_way(grown_done, monkeypatch):
    asked = [Sought(words) for words in ("路", "路灯", "换", "恢复 照明", "a1", "无此词")]
    by_index = [list(openly.told(grown_done.region, one)) for one in asked]
    monkeypatch.setattr(openly, "COMMON", -1)
    assert [list(openly.told(grown_done.region, one)) for one in asked] == by_index


@pytest.fixture
def grown_done(reviewed: County) -> County:
    for summary in ("更换路灯八盏，恢复照明", "路面已修a1B", "换灯", "明亮照路"):
        published(reviewed, summary=summary)
    return reviewed


def test_it_is_narrowed_by_category_and_place_and_what_means_nothing_shows_nothing(client, reviewed):
    published(reviewed)
    published(reviewed, at="hill", summary="山路已平")
    lake, hill = reviewed.units["lake"].pk, reviewed.units["hill"].pk
    assert "山路已平" not in page(client, reviewed, place=lake)
    assert "山路已平" in page(client, reviewed, place=hill, category="city")
    for asked in ({"category": "citty"}, {"place": "999999"}, {"place": "x"}, {"place": "²"}):
        assert "没有找到" in page(client, reviewed, **asked)
    for number in ("²", "x", "-1", "9" * 5000):
        assert "山路已平" in page(client, reviewed, page=number, category="city")


def test_pages_follow_one_another(client, reviewed, monkeypatch):
    monkeypatch.setattr("haitang.desks.requests.done.PAGE", 2)
    for turn in "甲乙丙":
        published(reviewed, summary=f"办成{turn}事")
    first, second = page(client, reviewed, q="办成"), page(client, reviewed, q="办成", page="2")
    assert [turn for turn in "甲乙丙" if f"<mark>办成</mark>{turn}事" in first] == ["乙", "丙"]
    assert [turn for turn in "甲乙丙" if f"<mark>办成</mark>{turn}事" in second] == ["甲"]


def test_the_map_draws_what_has_a_point_and_lists_everything(client, reviewed):
    published(reviewed)
    published(reviewed, at="hill", summary="山路已平")
    reviewed.apply(REVIEWED + "place_kinds: {scene: {label: {zh: 地点, en: Scene}}}\n")
    spot = {"kind": "scene", "latitude_micro": 31_650_000, "longitude_micro": 120_750_000}
    add_place("村部", at=reviewed.units["lake"], actor=reviewed.house, **spot)
    shown = page(client, reviewed, "done-map")
    assert shown.count('class="dot"') == 1
    listed = shown[shown.rindex('class="dot"') :]
    assert "Hill" in listed
    assert "Lake" in listed


def test_towns_are_tiles_by_their_code_that_open_to_all_that_was_done_below_them(client, reviewed):
    published(reviewed)
    published(reviewed, summary="桥已修好")
    published(reviewed, at="hill", summary="山路已平")
    answer = client.get(reverse("requests:done-map", args=[reviewed.region.key]))
    tiles = answer.context["page"].tiles
    assert [(one.name, one.value) for one in tiles.tiles] == [("East", 2), ("West", 1)]
    assert [one.level for one in tiles.hexes] == [2, 2]  # one shade: no place ranks above another
    listed = client.get(tiles.tiles[0].url).content.decode()
    assert "桥已修好" in listed
    assert "山路已平" not in listed


def test_what_lies_beside_the_towns_is_no_tile_of_the_map(client, reviewed):
    published(reviewed)
    county = reviewed.units["lake"].parent.parent
    add_unit("Bus 1", kind="village", under=county, actor=SYSTEM(reviewed.region))
    answer = client.get(reverse("requests:done-map", args=[reviewed.region.key]))
    shown = [(one.name, one.shown, one.words) for one in answer.context["page"].tiles.tiles]
    assert shown == [("East", "1", "公开办成 1 件"), ("West", "—", "还没有公开的")]


def test_a_map_of_nothing_says_so(client, reviewed):
    assert "一年内还没有公开的事" in page(client, reviewed, "done-map")


def test_the_feed_is_atom_and_anybody_may_keep_pages_a_while(client, reviewed):
    published(reviewed)
    answer = client.get(reverse("requests:done-feed", args=[reviewed.region.key]))
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "更换路灯八盏" in answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Accept-Language" in answer["Vary"]


def test_figures_come_with_their_rules_and_only_public_ones(client, reviewed):
    published(reviewed)
    shown = page(client, reviewed, "done-figures")
    assert "办结率" in shown
    assert "1 / 1" in shown
    assert "内部数" not in shown


@pytest.mark.slow(reason="a dozen matters go their whole way")
def test_a_rating_is_told_of_a_group_and_never_of_one(client, reviewed):
    for _ in range(4):
        published(reviewed)
    assert "评分</th>" not in page(client, reviewed, "done-figures")
    published(reviewed)
    assert '<td class="right">5.0</td>' in page(client, reviewed, "done-figures")


def test_who_reads_without_end_is_asked_to_wait(client, reviewed, monkeypatch):
    monkeypatch.setattr("haitang.desks.requests.views.done.READS", Throttle("tests", limit=2, seconds=600))
    address = reverse("requests:done", args=[reviewed.region.key])
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]


def test_what_was_let_out_long_ago_leaves_the_figures(client, reviewed):
    published(reviewed)
    with time_machine.travel(clock.now() + timedelta(days=400)):
        assert openly.groups(reviewed.region, clock.today() - timedelta(days=365)) == []


def test_another_regions_is_not_there(client, reviewed):
    matter = published(reviewed)
    other = small_county("other", "990002")
    assert client.get(reverse("requests:done-one", args=[other.region.key, matter.pk])).status_code == 404
    assert folded("还没有公开的事") in folded(page(client, other))
