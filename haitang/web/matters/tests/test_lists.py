"""The inbox and the board: narrowing, counting, a constant number of queries."""

from datetime import datetime

import pytest
import time_machine
from django.urls import reverse

from haitang.kernel.matters.models import Matter
from haitang.lib import clock
from haitang.web.matters.tests.helpers import press, step, tell, url

INBOX = "/matters/"
CHOOSING_QUERIES = 7


def titles(browser, **query) -> list[str]:
    return [row.title for row in browser.get(INBOX, query).context["page"].rows]


@pytest.mark.parametrize("matters", [1, 3])
def test_the_inbox_asks_as_often_for_one_as_for_three(county, sign_in, django_assert_num_queries, matters):
    for number in range(matters):
        tell(county, f"第{number}盏灯")
    clara = sign_in("clara")
    clara.get(INBOX)
    with django_assert_num_queries(14):
        assert len(clara.get(INBOX).context["page"].rows) == matters


@pytest.mark.parametrize("matters", [1, 3])
def test_the_board_asks_as_often_for_one_as_for_three(county, sign_in, django_assert_num_queries, matters):
    for number in range(matters):
        tell(county, f"第{number}盏灯")
    clara, address = sign_in("clara"), reverse("matters:board", args=["request"])
    clara.get(address)
    with django_assert_num_queries(16):
        assert len(clara.get(address).context["page"].columns[0].cards) == matters


@pytest.mark.parametrize("visits", [1, 3])
def test_a_matters_page_asks_as_often_after_one_step_as_after_three(
    county, sign_in, django_assert_num_queries, visits
):
    lamp = tell(county)
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    for number in range(visits):
        step(lamp, "visit_site", county, "anna", note=f"第 {number} 次")
    hugo = sign_in("hugo")
    hugo.get(url("matter", lamp))
    with django_assert_num_queries(18):
        assert hugo.get(url("matter", lamp)).status_code == 200


def test_what_is_overdue_comes_first_and_has_its_chip(county, sign_in):
    with time_machine.travel("2026-11-02T09:00:00+08:00", tick=False):
        tell(county, "很久以前的灯")
    with time_machine.travel("2026-11-20T09:00:00+08:00", tick=False):
        tell(county, "刚坏的灯")
        clara = sign_in("clara")
        assert titles(clara) == ["很久以前的灯", "刚坏的灯"]
        assert titles(clara, overdue=1) == ["很久以前的灯"]
        chips = {chip.label: str(chip.count) for chip in clara.get(INBOX).context["page"].chips}
    assert (chips["在办"], chips["逾期"]) == ("2", "1")


def test_what_waits_for_me_is_what_my_own_unit_owns(county, sign_in):
    tell(county, "东边的灯")
    lamp = tell(county, "派出去的灯")
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    assert titles(sign_in("hugo"), mine=1) == ["派出去的灯"]
    assert titles(sign_in("ella"), mine=1) == ["东边的灯"]


def test_one_is_found_by_its_number_and_by_words_of_its_title(county, sign_in):
    lamp = tell(county, "六组路灯三盏不亮")
    tell(county, "河边垃圾没人清")
    clara = sign_in("clara")
    assert titles(clara, words_sought="路灯") == ["六组路灯三盏不亮"]
    assert titles(clara, words_sought=lamp.number.lower()) == ["六组路灯三盏不亮"]
    assert titles(clara, words_sought="没有的") == []


def test_each_says_how_it_came_in_and_they_can_be_told_apart_by_it(county, sign_in):
    tell(county, "手机说的灯")
    tell(county, "走访看到的灯", channel="visit")
    clara = sign_in("clara")
    assert titles(clara, channel="visit") == ["走访看到的灯"]
    assert sorted(titles(clara, channel="")) == ["手机说的灯", "走访看到的灯"]
    page = clara.get(INBOX, {"channel": "visit", "kind": "request"}).context["page"]
    assert "走访" in page.rows[0].meta
    assert all("channel=visit" in chip.url for chip in page.chips)
    assert "channel" not in page.narrowing.clear_url


def test_lists_are_narrowed_to_a_town_and_to_days_by_the_address_and_cleared(county, sign_in):
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=clock.ZONE), tick=False):
        tell(county, "湖边的旧灯")
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=clock.ZONE), tick=False):
        tell(county, "湖边的灯")
        tell(county, "西边的灯", at="west")
        clara, east = sign_in("clara"), county.units["east"].pk
        asked = {"unit": east, "since": "2026-11-10", "until": "2026-11-20"}
        page = clara.get(INBOX, asked).context["page"]
        assert [row.title for row in page.rows] == ["湖边的灯"]
        assert all(f"unit={east}" in chip.url and "since=2026-11-10" in chip.url for chip in page.chips)
        narrowing = page.narrowing
        assert (narrowing.searched, narrowing.clear_url) == (True, INBOX)
        board = clara.get(page.ways.board_url).context["page"]
        assert [card.title for column in board.columns for card in column.cards] == ["湖边的灯"]
        assert clara.get(board.ways.inbox_url).context["page"].rows[0].title == "湖边的灯"
        assert board.narrowing.clear_url == reverse("matters:board", args=["request"])


def test_the_places_offered_are_those_right_below_ones_reach(county, sign_in):
    def offered(name: str) -> list[str]:
        form = sign_in(name).get(INBOX).context["page"].narrowing.search
        return [str(words) for _, words in form.fields["unit"].choices][1:]

    assert offered("clara") == ["Housing", "Police", "East", "West"]
    assert offered("ella") == ["Lake", "Garden"]
    assert offered("hugo") == []


def test_no_place_beyond_ones_reach_can_be_asked_for(county, sign_in):
    ella = sign_in("ella")
    assert ella.get(INBOX, {"unit": county.units["lake"].pk}).status_code == 200
    assert ella.get(INBOX, {"unit": county.units["west"].pk}).status_code == 400


def test_only_what_staff_take_down_is_offered_to_them(county, sign_in):
    page = sign_in("clara").get(reverse("matters:open", args=["request"]))
    assert [key for key, _ in page.context["form"].fields["channel"].choices] == ["", "visit"]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "nowhere"},
        {"channel": "pigeon"},
        {"kind": "errnd"},
        {"show": "some"},
        {"after": "x"},
        {"unit": "east"},
        {"since": "yesterday"},
        {"since": "2026-11-09", "until": "2026-11-08"},
    ],
)
def test_a_filter_that_means_nothing_is_refused_and_not_ignored(county, sign_in, query):
    assert sign_in("clara").get(INBOX, query).status_code == 400


def test_fifty_at_a_time_with_a_way_to_the_next(county, sign_in):
    for number in range(52):
        tell(county, f"第{number}盏灯")
    clara = sign_in("clara")
    first = clara.get(INBOX).context["page"]
    second = clara.get(first.next_url).context["page"]
    assert (len(first.rows), len(second.rows), second.next_url) == (50, 2, "")
    assert {row.number for row in first.rows}.isdisjoint(row.number for row in second.rows)


def test_duplicates_are_gathered_under_one_and_parted_again(county, sign_in):
    lamps = [tell(county, f"第{number}盏灯") for number in range(3)]
    ella = sign_in("ella")
    numbers = [lamp.number for lamp in lamps]
    assert ella.get(reverse("matters:gather"), {"number": numbers}).status_code == 200
    ella.post(reverse("matters:gather"), {"number": numbers, "under": numbers[0]})
    assert Matter.objects.filter(gathered_under=lamps[0]).count() == 2
    assert titles(ella) == ["第0盏灯"]
    page = ella.get(url("matter", lamps[0])).context["page"]
    assert [one.number for one in page.gathered] == numbers[1:]
    ella.post(url("part", lamps[1]))
    assert titles(ella) == ["第0盏灯", "第1盏灯"]


@pytest.mark.parametrize("lamps", [2, 5])
def test_choosing_what_to_gather_costs_the_same_for_two_as_for_five(
    county, sign_in, django_assert_num_queries, lamps
):
    numbers = [tell(county, f"路灯 {number}").number for number in range(lamps)]
    ella, where = sign_in("ella"), reverse("matters:gather")
    ella.get(where, {"number": numbers})
    with django_assert_num_queries(CHOOSING_QUERIES):
        assert ella.get(where, {"number": numbers}).status_code == 200


def test_one_alone_cannot_be_gathered(county, sign_in):
    lamp = tell(county)
    answer = sign_in("ella").get(reverse("matters:gather"), {"number": lamp.number}, follow=True)
    assert "请至少选两件" in answer.content.decode()


def test_a_matter_is_taken_down_for_somebody_who_is_told_the_code(county, sign_in):
    ella, address = sign_in("ella"), reverse("matters:open", args=["request"])
    form = ella.get(address).context["form"]
    offered = [name for _, units in form.fields["unit"].choices[1:] for _, name in units]
    assert offered == ["East", "Lake", "Garden"]  # no further than her own reach
    given = {
        "draft": str(form["draft"].value()),
        "title": "桥栏杆松了",
        "unit": str(county.units["lake"].pk),
        "channel": "visit",
        "category": "city.lighting",
        "phone": "13800138000",
    }
    for _ in range(2):
        answer = ella.post(address, given, follow=True)
    matter = Matter.objects.get()
    assert (matter.title, matter.opened_by.name, matter.category.key) == ("桥栏杆松了", "Ella", "lighting")
    assert "查询码" in answer.content.decode()


def test_who_may_not_open_one_finds_no_form(county, sign_in):
    assert sign_in("hugo").get(reverse("matters:open", args=["request"])).status_code == 404


def test_a_title_and_a_category_are_mended_once(county, sign_in):
    lamp = tell(county)
    ella = sign_in("ella")
    given = {"seen": lamp.serial, "title": "六组路灯", "category": "city.lighting"}
    assert ella.post(url("edit", lamp), given).status_code == 302
    lamp.refresh_from_db()
    assert (lamp.title, lamp.category.key) == ("六组路灯", "lighting")
    assert ella.post(url("edit", lamp), {**given, "title": "又改"}).status_code == 400


def test_alike_ones_that_were_rated_stand_beside_it(county, sign_in):
    old, new = tell(county, "旧灯"), tell(county, "新灯")
    for lamp in (old, new):
        given = {"seen": lamp.serial, "title": lamp.title, "category": "city.lighting"}
        sign_in("ella").post(url("edit", lamp), given)
    press(sign_in("ella"), old, "dispatch", to_unit=str(county.units["lake"].pk))
    Matter.objects.filter(pk=old.pk).update(rating=4)
    step(old, "withdraw", county, "clara", note="已修好")
    page = sign_in("ella").get(url("matter", new)).context["page"]
    assert [(one.title, one.rating) for one in page.side.alike] == [("旧灯", "4 分")]


def primary(browser, matter) -> list[str]:
    """The move that stands out on a matter's page."""
    return [one.key for one in browser.get(url("matter", matter)).context["page"].head.moves if one.primary]


def test_what_stands_out_is_what_is_expected_of_whoever_looks(county, sign_in):
    lamp = tell(county)
    ella, clara, hugo = sign_in("ella"), sign_in("clara"), sign_in("hugo")
    assert (primary(ella, lamp), primary(clara, lamp)) == (["dispatch"], ["dispatch"])
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    assert (primary(ella, lamp), primary(hugo, lamp)) == ([], ["accept"])
    step(lamp, "accept", county, "hugo")
    assert primary(hugo, lamp) == ["answer"]
    step(lamp, "answer", county, "hugo", note="修好了")
    assert primary(clara, lamp) == []  # it waits for the resident, though a clerk may close it


def test_what_narrows_a_list_is_told_and_can_be_dropped_one_by_one(county, sign_in):
    tell(county, "湖边的灯")
    clara = sign_in("clara")
    page = clara.get(INBOX, {"category": "lighting", "channel": "phone", "words_sought": "灯"}).context[
        "page"
    ]
    taken = page.narrowing.taken
    assert [one.label for one in taken] == ["含“灯”", "城市管理 / 路灯照明", "手机"]
    assert "category" not in taken[1].url
    assert "channel=phone" in taken[1].url
    assert str(page.narrowing.search["category"].value()) == "city.lighting"


def test_a_list_is_narrowed_by_a_field_first_and_then_by_what_is_below_it(county, sign_in):
    def offered(**query) -> list:
        form = sign_in("clara").get(INBOX, query).context["page"].narrowing.search
        return form.fields["category"].choices

    assert offered() == [("", "全部"), ("city", "城市管理")]
    below = ("城市管理之下", [("city.lighting", "路灯照明")])
    assert offered(category="city") == [("", "全部"), below, ("city", "城市管理")]


def test_a_category_is_found_under_its_field_and_by_typing(county, sign_in):
    form = sign_in("ella").get(reverse("matters:open", args=["request"])).context["form"]
    group = ("城市管理", [("city", "城市管理（不再细分）"), ("city.lighting", "路灯照明")])
    assert form.fields["category"].choices == [("", "请选择"), group]
    assert form.fields["category"].widget.attrs["data-narrow"] == "输几个字找类别"
