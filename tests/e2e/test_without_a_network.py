"""Kept on a phone where there is no network, and sent by itself once there is one: once, with its photo."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.people import must_be_accessible, must_fit, photo, sign_in

PATROL = "/patrol/?patrol=grid"


def no_network(page: Page) -> None:
    """Take the network away; what a browser then says on its console is meant."""
    page.expected_errors += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page.context.set_offline(True)


def ready_without_network(page: Page, address: str) -> None:
    """Open a page with a network first, and wait until it is kept on the phone."""
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready")
    path = address.split("?", maxsplit=1)[0]
    expect_kept = f"caches.match({path!r}, {{ignoreSearch: true, ignoreVary: true}}).then(Boolean)"
    page.wait_for_function(expect_kept)


def another_tab(context: BrowserContext, before: Page, address: str) -> Page:
    """Close the tab that was open, and open another."""
    page = context.new_page()
    page.expected_errors = before.expected_errors
    before.close()
    page.goto(address)
    return page


def report(page: Page, words: str) -> None:
    """Fill the patrol's form in, with a photo, and press."""
    page.get_by_label("看到什么问题").fill(words)
    page.get_by_label("照片").set_input_files([photo()])
    page.get_by_role("button", name="记下这次巡查").click()


def waiting(page: Page, words: str) -> None:
    """The page says so."""
    expect(page.locator("#kept").get_by_role("status")).to_contain_text(words)


def found_by(clerk: Page, words: str) -> int:
    """How many matters a clerk finds by *words* of the title."""
    clerk.goto(f"/matters/?words_sought={words}")
    return clerk.locator("ul.matters > li").count()


def test_a_patrol_with_a_photo_waits_for_the_network_and_comes_once(enter):
    phone, clerk = enter(PHONE), enter()
    sign_in(phone, "grid-member")
    ready_without_network(phone, PATROL)
    no_network(phone)
    phone = another_tab(phone.context, phone, PATROL)
    expect(phone.get_by_role("heading", level=1)).to_have_text("网格巡查")
    assert not phone.get_by_role("link", name="消息").count()
    report(phone, "桥头护栏松了，离线记下")
    waiting(phone, "没有网络，已记在手机里（1 件待发）")
    must_fit(phone)
    must_be_accessible(phone)
    report(phone, "第二件也记下")
    waiting(phone, "2 件待发")
    phone = another_tab(phone.context, phone, PATROL)
    waiting(phone, "2 件待发")
    phone.context.set_offline(False)
    waiting(phone, "已发出 2 件")
    first = phone.locator("#kept li").first
    expect(first).to_contain_text("桥头护栏松了")
    number = first.get_by_role("link").inner_text()
    sign_in(clerk, "clerk")
    assert found_by(clerk, "桥头护栏松了") == 1
    clerk.goto(f"/matters/{number}/")
    expect(clerk.get_by_role("main").get_by_role("link").locator("img")).to_have_count(1)
    expect(clerk.get_by_role("main")).to_contain_text("看到的")
