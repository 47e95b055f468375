"""The main job: a resident's request from a phone through the desks of a county and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.people import (
    Told,
    follow,
    make_move,
    move_form,
    must_be_accessible,
    must_fit,
    photo,
    receipt,
    resident_says,
    send_move,
    sign_in,
)

WORDS = "地下车库消防通道被电动车堵住，晚上开不进救护车"
TOWN, COMMUNITY = "常福街道", "谢桥社区居委会"
DEPARTMENT, ASKED_ALONG = "城市管理局", "住房和城乡建设局"


def tell(page: Page) -> Told:
    """What a resident does on the page: words, place, a photo; no name and no phone."""
    page.goto("/r/")
    page.get_by_label("您遇到什么事").fill(WORDS)
    page.get_by_label("先选镇").select_option(label=TOWN)
    page.get_by_label("在哪里").select_option(label=COMMUNITY)
    page.get_by_label("具体地点").fill("3 号楼北侧车库入口")
    page.get_by_label("照片").set_input_files([photo()])
    must_fit(page)
    must_be_accessible(page)
    page.get_by_role("button", name="说完了").click()
    return receipt(page)


def hand_it_about(clerk: Page, handler: Page, number: str) -> None:
    """Dispatched, sent back with a reason, dispatched again, taken in hand."""
    make_move(clerk, number, "派单", to=DEPARTMENT)
    make_move(handler, number, "退回（不属本单位）", note="车库归小区管，请先问住建局")
    clerk.goto(f"/matters/{number}/")
    expect(clerk.get_by_role("main")).to_contain_text("车库归小区管，请先问住建局")
    make_move(clerk, number, "派单", to=DEPARTMENT)
    make_move(handler, number, "接办")


def meet(handler: Page, host: Page, agent: Page, number: str) -> None:
    """A joint meeting with another department, whose agent goes to see; the host records what was decided."""
    form = move_form(handler, number, "请联席会议")
    form.get_by_label("请谁参加").select_option(label=ASKED_ALONG)
    form.get_by_label("说明").fill("要住建局一起定谁来清")
    send_move(handler, form, "请联席会议")
    form = move_form(agent, number, "记现场查看")
    form.get_by_label("说明").fill("通道口停了 14 辆电动车")
    form.get_by_label("照片").set_input_files([photo("grey")])
    send_move(agent, form, "记现场查看")
    form = move_form(host, number, "记议定事项")
    form.get_by_label("到会人数").fill("6")
    form.get_by_label("交给").select_option(label=DEPARTMENT)
    form.get_by_label("说明").fill("城管局三日内清出通道，住建局补划车位")
    send_move(host, form, "记议定事项")


@pytest.fixture
def desks(enter) -> list[Page]:
    """A clerk, a handler, a host and a red agent, each signed in at a desk of their own."""
    pages = [enter() for _ in range(4)]
    for page, username in zip(pages, ("clerk", "handler", "host", "agent"), strict=True):
        sign_in(page, username)
    return pages


def test_a_request_goes_from_a_phone_through_the_desks_and_back_until_it_is_rated(enter, desks):
    phone, (clerk, handler, host, agent) = enter(PHONE), desks
    told = tell(phone)
    clerk.goto("/matters/")
    clerk.get_by_role("main").get_by_role("link", name=told.number).click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("消防通道")
    hand_it_about(clerk, handler, told.number)
    meet(handler, host, agent, told.number)
    make_move(handler, told.number, "答复并办结", note="通道已清，地上划了黄线")

    another_phone = enter(PHONE)
    follow(another_phone, told)
    expect(another_phone.get_by_role("main")).to_contain_text("通道已清，地上划了黄线")
    resident_says(another_phone, "没有解决，请再办", note="今天又堵上了")
    make_move(handler, told.number, "答复并办结", note="装了隔离桩，不会再堵")
    follow(phone, told)
    phone.get_by_label("满意", exact=False).nth(1).check()
    resident_says(phone, "确认解决", note="谢谢，这次真通了")
    expect(phone.get_by_role("main")).to_contain_text("办结")
    must_fit(phone)
    must_be_accessible(phone)
    the_whole_story_is_told(clerk, told.number)


def the_whole_story_is_told(clerk: Page, number: str) -> None:
    """Every step with its words, and the deeds that open on the ledger and lead back."""
    clerk.goto(f"/matters/{number}/")
    story = clerk.locator("section", has=clerk.get_by_role("heading", name="经过"))
    for words in (
        "车库归小区管",
        "要住建局一起定",
        "14 辆电动车",
        "三日内清出通道",
        "今天又堵上了",
        "隔离桩",
        "真通了",
    ):
        expect(story).to_contain_text(words)
    expect(clerk.get_by_role("main")).to_contain_text("评价 4 分")
    for deed in ("收集诉求", "派单", "现场查看", "联席会议", "诉求解决"):
        expect(story.locator("a.pill", has_text=deed).first).to_be_visible()
    must_be_accessible(clerk)
    story.locator("a.pill", has_text="联席会议").click()
    expect(clerk.get_by_role("main")).to_contain_text("三日内清出通道")
    expect(clerk.get_by_role("main")).to_contain_text("6")
    clerk.get_by_role("link", name=re.compile(number)).click()
    expect(clerk).to_have_url(re.compile(f"/matters/{number}/"))
