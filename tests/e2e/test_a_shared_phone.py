"""One phone, several people: nobody is shown what it keeps for another, and signing out says what waits."""

import re

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.people import must_be_accessible, must_fit, sign_in
from tests.e2e.test_without_a_network import (
    PATROL,
    found_by,
    keep_one,
    no_network,
    ready_without_network,
    waiting,
)

COPIES = "caches.keys().then(names => names.filter(name => /^haitang-\\d+$/.test(name)).length)"


def must_not_open(page: Page, address: str) -> None:
    """There is no network and no copy of the page: the browser says so itself."""
    no_network(page)
    page.expected_errors += ["ERR_FAILED", "fetching the script"]
    with pytest.raises(Error, match="ERR_FAILED"):
        page.goto(address)


def test_whoever_finds_the_phone_signed_out_is_shown_no_copy_of_a_page(enter):
    phone = enter(PHONE)
    sign_in(phone, "grid-member")
    ready_without_network(phone, PATROL)
    # The session ran out: nobody pressed anything, and the next one meets the page for signing in.
    phone.context.clear_cookies()
    phone.goto("/account/login/")
    phone.wait_for_function(f"async () => !(await {COPIES})")
    must_not_open(phone, PATROL)


def test_signing_out_empties_the_copies_of_pages(enter):
    phone = enter(PHONE)
    sign_in(phone, "grid-member")
    ready_without_network(phone, PATROL)
    phone.goto("/account/logout/")
    phone.get_by_role("button", name="退出").click()
    expect(phone).not_to_have_url(re.compile("logout"))
    phone.wait_for_function(f"async () => !(await {COPIES})")
    must_not_open(phone, PATROL)


def test_the_worker_gives_nobody_the_copy_made_for_another(enter):
    phone = enter(PHONE)
    sign_in(phone, "grid-member")
    ready_without_network(phone, PATROL)
    # As if another's copy were still there, made before one's own: the worker looks in one's own alone.
    anothers = """async (address) => {
        const own = (await caches.keys()).find((name) => /^haitang-\\d+$/.test(name));
        const copy = await (await caches.open(own)).match(address);
        await caches.delete(own);
        const page = { headers: { "Content-Type": "text/html" } };
        await (await caches.open("haitang-99999")).put(address, new Response("<h1>另一个人的</h1>", page));
        await (await caches.open(own)).put(address, copy);
    }"""
    phone.evaluate(anothers, PATROL)
    no_network(phone)
    phone.goto(PATROL)
    expect(phone.get_by_role("heading", level=1)).to_have_text("网格巡查")


def test_the_copy_in_hand_hides_what_waits_once_another_is_signed_in(enter):
    phone = enter(PHONE)
    keep_one(phone, "只给本人看的一件")
    expect(phone.locator("#kept li")).to_contain_text("只给本人看的一件")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    waiting(phone, "请先登录，登录后自动发出（1 件待发）")
    expect(phone.locator("#kept li")).to_have_count(0)


def test_what_a_resident_told_shows_in_another_visit_only_when_asked_for(enter):
    phone = enter(PHONE)
    phone.goto("/r/")
    door = phone.url.removeprefix(phone.evaluate("location.origin"))
    ready_without_network(phone, door)
    no_network(phone)
    phone.reload()
    phone.get_by_label("您遇到什么事").fill("家里的难事不想让人看")
    phone.locator("select.towns").select_option(index=1)
    phone.get_by_role("button", name="说完了").click()
    waiting(phone, "1 件待发")
    expect(phone.locator("#kept li")).to_contain_text("家里的难事不想让人看")
    phone.close()
    next_one = phone.context.new_page()
    next_one.expected_errors = phone.expected_errors
    next_one.goto(door)
    waiting(next_one, "1 件待发")
    expect(next_one.locator("#kept")).not_to_contain_text("难事")
    phone.context.set_offline(False)
    waiting(next_one, "已发出 1 件")
    expect(next_one.locator("#kept li")).to_contain_text("以前说的 1 件（1 件已送达）")
    expect(next_one.locator("#kept")).not_to_contain_text(re.compile("难事|查询码"))
    next_one.get_by_role("button", name="是我说的，给我看").click()
    expect(next_one.locator("#kept li")).to_contain_text("查询码")


def about_to_leave(phone: Page, words: str) -> None:
    """Keep *words* without a network, and come to the page for signing out before they went by themselves."""
    keep_one(phone, words)
    [one] = phone.evaluate("kept.all(document.getElementById('kept').dataset.account)")
    # The worker would send it the moment there is a network: it is put back once the page is there.
    phone.evaluate("id => kept.drop(id)", one["id"])
    phone.context.set_offline(False)
    phone.goto("/account/logout/")
    phone.evaluate("one => kept.put(one)", {**one, "files": []})
    phone.reload()
    expect(phone.locator("#leaving")).to_contain_text("还有 1 件没有发出")


def sign_out(phone: Page, choice: str) -> None:
    """Choose, and press."""
    phone.get_by_label(choice).check()
    phone.get_by_role("button", name="退出").click()


def kept_for(phone: Page, account: str) -> list[str]:
    """The titles of what the phone keeps for an account, read behind the page's back."""
    phone.goto("/r/")
    return phone.evaluate("async (own) => (await kept.all(own)).map(({ title }) => title)", account)


def test_at_signing_out_what_waits_is_sent_first(enter):
    phone, clerk = enter(PHONE), enter()
    about_to_leave(phone, "退出前发出的一件")
    must_fit(phone)
    must_be_accessible(phone)
    account = phone.locator("body").get_attribute("data-account")
    sign_out(phone, "先发出，再退出")
    expect(phone).not_to_have_url(re.compile("logout"))
    assert kept_for(phone, account) == []
    sign_in(clerk, "clerk")
    assert found_by(clerk, "退出前发出的一件") == 1


def test_at_signing_out_what_cannot_be_sent_keeps_one_signed_in_and_may_wait(enter):
    phone = enter(PHONE)
    phone.expected_errors.append("503")
    about_to_leave(phone, "没能发出的一件")
    account = phone.locator("body").get_attribute("data-account")
    phone.route("**/patrol/**", lambda route: route.fulfill(status=503, body="busy"))
    sign_out(phone, "先发出，再退出")
    expect(phone.locator("#leaving")).to_contain_text("您还没有退出。 本机还有 1 件没有发出")
    expect(phone.get_by_label("给我留着")).to_be_checked()
    phone.unroute("**/patrol/**")
    phone.get_by_role("button", name="退出").click()
    expect(phone).not_to_have_url(re.compile("logout"))
    assert kept_for(phone, account) == ["没能发出的一件"]


def test_at_signing_out_what_waits_may_be_thrown_away(enter):
    phone, clerk = enter(PHONE), enter()
    about_to_leave(phone, "不要了的一件")
    account = phone.locator("body").get_attribute("data-account")
    sign_out(phone, "不要了")
    expect(phone).not_to_have_url(re.compile("logout"))
    assert kept_for(phone, account) == []
    sign_in(clerk, "clerk")
    assert found_by(clerk, "不要了的一件") == 0
