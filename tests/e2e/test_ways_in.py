"""Ways in that must hold: without JavaScript, sent twice, by a stranger, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.people import Told, photo, receipt, sign_in

COMMUNITY, DEPARTMENT = "谢桥社区居委会", "城市管理局"


def tell_plainly(page: Page, words: str) -> None:
    """Fill in the residents' form as it stands without JavaScript: one list of places."""
    page.goto("/r/")
    page.get_by_label("您遇到什么事").fill(words)
    page.get_by_label("在哪里").select_option(label=COMMUNITY)
    page.get_by_label("照片").set_input_files([photo()])


def must_find_one(clerk: Page, words: str) -> None:
    """A clerk finds one matter by *words* of the title."""
    clerk.goto("/matters/")
    clerk.get_by_label("编号或标题里的字").fill(words)
    clerk.get_by_role("button", name="找", exact=True).click()
    expect(clerk).to_have_url(re.compile("words_sought="))
    expect(clerk.locator("ul.matters > li")).to_have_count(1)


def test_a_resident_tells_and_follows_without_javascript(enter):
    page = enter(PHONE, java_script_enabled=False)
    tell_plainly(page, "路灯三盏不亮，晚上看不清")
    page.get_by_role("button", name="说完了").click()
    told = receipt(page)
    page.get_by_role("link", name="看进度").click()
    expect(page.get_by_role("main")).to_contain_text("路灯三盏不亮")
    page.get_by_label("还想补充什么").fill("是东边那三盏")
    page.get_by_role("button", name="补充一句").click()
    expect(page.get_by_role("main")).to_contain_text("是东边那三盏")
    page.goto("/r/changshu/follow/")
    expect(page.get_by_role("link", name=told.number)).to_be_visible()


def test_a_form_sent_twice_is_one_matter_and_still_shows_the_code(enter, desk):
    page = enter(PHONE, java_script_enabled=False)
    tell_plainly(page, "垃圾桶满了三天没人收")
    names = ("draft", "csrfmiddlewaretoken", "what", "unit")
    again = {name: page.locator(f"[name={name}]").first.input_value() for name in names}
    door = page.url
    page.get_by_role("button", name="说完了").dblclick()
    expect(page).to_have_url(re.compile("/told/"))
    told = receipt(page)
    answer = page.request.post(door, multipart=again)
    assert answer.url == page.url
    assert told.code in answer.text()
    sign_in(desk, "clerk")
    must_find_one(desk, "垃圾桶满了三天")
    desk.goto(f"/matters/{told.number}/")
    expect(desk.get_by_role("main").get_by_role("link").locator("img")).to_have_count(1)


@pytest.fixture
def told(enter) -> Told:
    """A matter at a village of another town."""
    page = enter(PHONE, java_script_enabled=False)
    tell_plainly(page, "河边护栏松了一段")
    page.get_by_role("button", name="说完了").click()
    return receipt(page)


def test_a_clerk_of_another_town_finds_nothing_at_any_address_of_the_matter(enter, told):
    county, stranger = enter(), enter()
    sign_in(county, "clerk")
    county.goto(f"/matters/{told.number}/")
    picture = county.locator("img[src*='/files/']").first.get_attribute("src")
    page = f"/matters/{told.number}/"
    assert county.request.get(picture).headers["content-type"].startswith("image/")
    sign_in(stranger, "town-clerk")
    stranger.expected_errors.append("404")
    for address in (page, f"{page}move/dispatch/", picture):
        answer = stranger.goto(address)
        assert answer.status == 404, address
        expect(stranger.locator("body")).not_to_contain_text("护栏")
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what has the focus is *wanted*."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(f"{wanted}:focus").count():
            return
    pytest.fail(f"the keyboard does not reach {wanted}")


def test_a_request_is_told_by_keyboard_alone(desk):
    desk.goto("/r/")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="跳到正文")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#main")).to_be_focused()
    tab_to(desk, "textarea")
    desk.keyboard.type("楼道灯坏了")
    tab_to(desk, "select.towns")
    desk.keyboard.press("ArrowDown")
    tab_to(desk, "button.primary")
    desk.keyboard.press("Enter")
    receipt(desk)


def test_the_sign_in_page_is_used_by_keyboard_alone(desk):
    desk.goto("/account/login/")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="跳到正文")).to_be_focused()
    desk.keyboard.press("Enter")
    tab_to(desk, "input[name=login]")
    desk.keyboard.type("nobody")
    tab_to(desk, "input[type=password]")
    desk.keyboard.type("not a password")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("main")).to_contain_text("不正确")
