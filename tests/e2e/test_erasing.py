"""What a resident said is erased on a page, by law, once their matter is over; it is gone for everyone."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.people import follow, must_be_accessible, must_fit, resident_says, sign_in, tell

WORDS = "我家楼上漏水，我叫林小满"
TOWN, COMMUNITY = "常福街道", "谢桥社区居委会"
GROUND = "本人书面申请"


def erase_form(page: Page, number: str):
    """The form, closed until somebody means it."""
    page.goto(f"/matters/{number}/")
    return page.locator("details", has=page.get_by_text("依法抹去文字和联系方式"))


def test_what_was_said_is_erased_on_its_page_with_a_ground(enter):
    phone, office = enter(PHONE), enter()
    told = tell(phone, WORDS, town=TOWN, place=COMMUNITY)
    sign_in(office, "organiser")
    expect(erase_form(office, told.number)).to_have_count(0)
    follow(phone, told)
    resident_says(phone, "撤回", note="已经修好了")
    form = erase_form(office, told.number)
    form.get_by_text("依法抹去文字和联系方式").click()
    must_fit(office)
    must_be_accessible(office)
    form.get_by_role("button", name="抹去").click()
    expect(office).not_to_have_url(re.compile("erase"))  # the ground is asked for before anything is sent
    form.get_by_label("依据什么抹去").fill(GROUND)
    form.get_by_role("button", name="抹去").click()
    expect(office.get_by_role("status")).to_contain_text("文字和联系方式已抹去")
    expect(office.get_by_role("main")).to_contain_text(GROUND)
    follow(phone, told)
    for page in (office, phone):
        expect(page.get_by_role("main")).not_to_contain_text(re.compile("漏水|林小满|修好"))
    office.goto(f"/matters/?words_sought={WORDS[:6]}")
    expect(office.locator("ul.matters > li")).to_have_count(0)
