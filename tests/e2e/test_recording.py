"""Record once: from a phone, on to the ledger, into the figure, and back from the figure to the entry."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.people import must_be_accessible, must_fit, photo, sign_in

FIGURE = "/figures/visits/"


def figure(page: Page) -> int:
    """The visits of this month, as the figure's own page says them."""
    page.goto(FIGURE)
    return int(page.locator(".number.big").inner_text().replace(",", ""))


def test_a_visit_is_recorded_on_a_phone_and_opens_from_the_figure_it_counts_in(enter):
    phone, clerk = enter(PHONE), enter()
    sign_in(clerk, "clerk")
    before = figure(clerk)
    sign_in(phone, "cadre")
    phone.get_by_role("link", name="记一笔").click()
    phone.get_by_role("link", name="入户走访").click()
    phone.get_by_label("走访哪户").fill("样例")
    household = phone.locator("#served-list option").first.get_attribute("value")
    phone.get_by_label("走访哪户").fill(household)
    phone.get_by_label("主要需要").select_option(label="维修")
    phone.get_by_label("几次").fill("2")
    phone.get_by_label("说了什么").fill("厨房漏水，约了师傅周二来")
    phone.get_by_label("照片").set_input_files([photo()])
    must_fit(phone)
    must_be_accessible(phone)
    phone.get_by_role("button", name="保存").click()
    expect(phone.get_by_role("status")).to_contain_text("记好了")
    entry = phone.url
    phone.goto("/entries/")
    phone.get_by_role("link", name="入户走访").first.click()
    expect(phone).to_have_url(entry)
    expect(phone.get_by_role("main")).to_contain_text("厨房漏水")
    assert figure(clerk) == before + 2
    clerk.get_by_role("row").filter(has_text="2").first.get_by_role("link").click()
    expect(clerk).to_have_url(re.compile("/entries/"))
    expect(clerk.get_by_role("main")).to_contain_text("厨房漏水")
