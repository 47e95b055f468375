"""Kept on a phone where there is no network, and sent by itself once there is one: once, with its photo."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.people import must_be_accessible, must_fit, photo, sign_in

PATROL = "/patrol/?patrol=grid"
COPIED = """async (address) => {
    const there = () => caches.match(address, { ignoreVary: true });
    while (!(await there())) await new Promise((on) => setTimeout(on, 100));
}"""


def no_network(page: Page) -> None:
    """Take the network away; what a browser then says on its console is meant."""
    page.expected_errors += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page.context.set_offline(True)


def ready_without_network(page: Page, address: str) -> None:
    """Open a page with a network first, and wait until it is kept on the phone."""
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready")
    page.evaluate(COPIED, address)


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
    waiting(phone, "没有网络，已记在本机（1 件待发）")
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


def keep_one(phone: Page, words: str) -> None:
    """Take the network away and report a problem."""
    sign_in(phone, "grid-member")
    ready_without_network(phone, PATROL)
    no_network(phone)
    report(phone, words)
    waiting(phone, "1 件待发")


def test_the_worker_and_the_page_sending_at_once_make_one_matter(enter):
    phone, clerk = enter(PHONE), enter()
    keep_one(phone, "井盖松动离线两次")
    before = phone.evaluate("kept.all(document.getElementById('kept').dataset.account)")
    other = phone.context.new_page()
    other.goto(PATROL)
    phone.context.set_offline(False)
    waiting(other, "已发出 1 件")
    # The answer was lost on its way: the phone sends the very same again.
    again = """async (one) => {
        await kept.put({ ...one, files: [], state: "waiting" });
        await kept.flush("/keeping/ready/");
    }"""
    phone.evaluate(again, {**before[0], "files": []})
    waiting(phone, "已发出 1 件")
    sign_in(clerk, "clerk")
    assert found_by(clerk, "井盖松动离线两次") == 1


def test_one_whose_page_is_gone_keeps_nobody_behind_it_waiting(enter):
    phone, clerk = enter(PHONE), enter()
    phone.expected_errors.append("404")
    keep_one(phone, "离线先记的一件")
    report(phone, "离线后记的一件")
    waiting(phone, "2 件待发")
    gone = """async () => {
        const [first] = await kept.all(document.getElementById('kept').dataset.account);
        await kept.put({ ...first, page: '/patrol/nowhere/' });
    }"""
    phone.evaluate(gone)
    phone.context.set_offline(False)
    waiting(phone, "还没有发出（1 件待发）")
    expect(phone.locator("#kept li").first).to_contain_text("网站没有收下（404）")
    sign_in(clerk, "clerk")
    assert (found_by(clerk, "离线先记的一件"), found_by(clerk, "离线后记的一件")) == (0, 1)


def test_what_is_refused_stays_says_why_and_is_mended(enter):
    phone = enter(PHONE)
    phone.expected_errors.append("400")
    keep_one(phone, "路灯离线太久")
    stale = """async () => {
        const [one] = await kept.all(document.getElementById('kept').dataset.account);
        const old = new Date(Date.now() - 9 * 86400000).toISOString();
        const fields = one.fields.map(([name, value]) => [name, name === 'seen_at' ? old : value]);
        await kept.put({ ...one, fields });
    }"""
    phone.evaluate(stale)
    phone.context.set_offline(False)
    waiting(phone, "1 件没有收")
    expect(phone.locator("#kept li")).to_contain_text("最多 3 天")
    phone.get_by_role("button", name="修改").click()
    expect(phone.get_by_label("看到什么问题")).to_have_value("路灯离线太久")
    assert phone.locator("input[name=photos]").evaluate("input => input.files.length") == 1
    shown = phone.get_by_label("什么时候看到的")
    shown.fill(
        phone.evaluate(
            "new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16)"
        )
    )
    phone.get_by_role("button", name="记下这次巡查").click()
    expect(phone.get_by_role("status").filter(has_text="问题已上报")).to_be_visible()
    expect(phone.locator("#kept li")).to_have_count(0)


def test_another_account_on_the_same_phone_sees_none_and_sends_none(enter):
    phone, clerk = enter(PHONE), enter()
    keep_one(phone, "别人看不到的一件")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    waiting(phone, "请先登录")
    sign_in(phone, "cadre")
    phone.goto(PATROL)
    expect(phone.get_by_role("button", name="记下这次巡查")).to_be_visible()
    expect(phone.locator("#kept li")).to_have_count(0)
    phone.goto("/account/logout/")
    expect(phone.locator("#leaving")).to_be_hidden()
    sign_in(clerk, "clerk")
    assert found_by(clerk, "别人看不到的一件") == 0
    sign_in(phone, "grid-member")
    phone.goto("/account/logout/")
    expect(phone.locator("#leaving")).to_contain_text("1 件没有发出")
    phone.goto(PATROL)
    waiting(phone, "已发出 1 件")
    assert found_by(clerk, "别人看不到的一件") == 1


def test_a_resident_tells_without_a_network_and_gets_number_and_code_later(enter):
    phone = enter(PHONE)
    phone.goto("/r/")
    ready_without_network(phone, phone.url.removeprefix(phone.evaluate("location.origin")))
    no_network(phone)
    phone.reload()
    phone.get_by_label("您遇到什么事").fill("垃圾桶满了没有信号")
    phone.locator("select.towns").select_option(index=1)
    phone.get_by_role("button", name="说完了").click()
    waiting(phone, "没有网络，已记在本机（1 件待发）")
    must_fit(phone)
    phone.context.set_offline(False)
    waiting(phone, "已发出 1 件")
    expect(phone.locator("#kept li")).to_contain_text("查询码")
    phone.locator("#kept li").get_by_role("link").click()
    expect(phone.get_by_role("heading", name="收到了，已经交给受理员")).to_be_visible()


def test_a_resident_whose_answer_was_lost_with_the_session_gets_number_and_code_all_the_same(enter):
    phone = enter(PHONE)
    phone.goto("/r/")
    ready_without_network(phone, phone.url.removeprefix(phone.evaluate("location.origin")))
    no_network(phone)
    phone.reload()
    phone.get_by_label("您遇到什么事").fill("回音在路上丢了")
    phone.locator("select.towns").select_option(index=1)
    phone.get_by_role("button", name="说完了").click()
    waiting(phone, "1 件待发")
    [kept] = phone.evaluate("kept.all('')")
    phone.context.set_offline(False)
    waiting(phone, "已发出 1 件")
    told = phone.locator("#kept li .why").inner_text()
    assert "查询码" in told
    # As if that answer had never come: the phone still holds it as it was, and forgot its session.
    phone.context.clear_cookies()
    again = "async (one) => { await kept.put({ ...one, files: [] }); await kept.flush('/keeping/ready/'); }"
    changed = [[name, "回音丢了，又改了一句" if name == "what" else value] for name, value in kept["fields"]]
    phone.evaluate(again, {**kept, "fields": changed, "files": []})
    phone.reload()
    expect(phone.locator("#kept li .why")).to_have_text(told)
    # Who knows the identifier alone is told nothing.
    phone.expected_errors.append("400")
    phone.context.clear_cookies()
    bare = [[name, "" if name == "secret" else value] for name, value in changed]
    phone.evaluate(again, {**kept, "fields": bare, "files": []})
    phone.reload()
    expect(phone.locator("#kept li")).to_contain_text("没有收，请看原因")
    expect(phone.locator("#kept li")).not_to_contain_text("查询码")
