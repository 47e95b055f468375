"""Paper slips keyed in with the keyboard alone, each kept as Enter is pressed."""

import re

from playwright.sync_api import expect

from haitang.lib.slips import slip_numbers
from tests.e2e.people import must_be_accessible, must_fit, sign_in
from tests.e2e.test_without_a_network import another_tab, no_network, ready_without_network, waiting

SLIPS = 8


def test_slips_are_keyed_without_a_mouse_and_each_is_kept_at_once(desk):
    sign_in(desk, "clerk")
    desk.goto("/matters/open/request/")
    desk.get_by_role("link", name="成批录纸条").click()
    desk.get_by_label("在哪里").select_option(index=1)
    desk.get_by_label("纸条编号").focus()
    for place, number in enumerate(slip_numbers("K7QM", SLIPS), 1):
        desk.keyboard.type(number.replace("-", "").lower())
        desk.keyboard.press("Tab")
        desk.keyboard.type(f"第 {place} 张：路灯不亮")
        desk.keyboard.press("Enter")
        expect(desk.locator("#keyed li")).to_have_count(place)
        expect(desk.get_by_label("纸条编号")).to_be_focused()
    expect(desk.locator("#keyed li").first).to_contain_text(f"第 {SLIPS} 张")
    must_be_accessible(desk)


def test_a_mistyped_number_is_said_beside_it_and_mended(desk):
    sign_in(desk, "clerk")
    desk.goto("/matters/slips/request/key/")
    desk.get_by_label("在哪里").select_option(index=1)
    desk.get_by_label("纸条编号").fill("K7QM-09-A")
    desk.get_by_label("什么事").fill("窨井盖响")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("编号不对")).to_be_visible()
    expect(desk.get_by_label("什么事")).to_have_value("窨井盖响")
    desk.get_by_label("纸条编号").fill(slip_numbers("K7QM", 9)[8])
    desk.keyboard.press("Enter")
    expect(desk.locator("#keyed li")).to_have_count(1)


def test_a_sheet_of_slips_is_printed_for_a_place(desk):
    sign_in(desk, "clerk")
    desk.goto("/matters/slips/request/")
    desk.get_by_label("在哪里").select_option(index=1)
    desk.get_by_role("button", name="看纸条").click()
    expect(desk.locator(".slip-number")).to_have_count(12)
    desk.emulate_media(media="print")
    desk.set_viewport_size({"width": 733, "height": 1060})  # A4 without its margins
    over = desk.locator(".slip").evaluate_all(
        "all => all.filter(one => one.scrollHeight > one.clientHeight).length"
    )
    assert not over, "what stands on a slip runs into the next"
    assert desk.locator(".lines").first.bounding_box()["height"] > 80, "there is room to write"
    expect(desk.locator(".slip-number").first).to_have_text(re.compile(r"^[0-9A-Z]{4}-01-[0-9A-Z]$"))
    must_be_accessible(desk)


KEY = "/matters/slips/request/key/"


def test_slips_keyed_without_a_network_wait_here_and_go_by_themselves(desk):
    sign_in(desk, "clerk")
    ready_without_network(desk, KEY)
    desk.get_by_label("在哪里").select_option(index=1)
    place = desk.get_by_label("在哪里").input_value()
    no_network(desk)
    desk.expected_errors.append("htmx:")
    good, other = slip_numbers("W3TZ", 2)
    for number, what in ((good, "断网时录的第一张"), ("W3TZ-02-!", "断网时录的第二张")):
        expect(desk.get_by_label("纸条编号")).to_be_focused()
        desk.keyboard.type(number)
        desk.get_by_label("什么事").fill(what)
        desk.keyboard.press("Enter")
        expect(desk.get_by_label("什么事")).to_have_value("")
        assert desk.get_by_label("在哪里").input_value() == place
    waiting(desk, "没有网络，已记在本机（2 件待发）")
    must_fit(desk)
    must_be_accessible(desk)
    # The tab is closed and opened again, still without a network: nothing is lost.
    desk = another_tab(desk.context, desk, KEY)
    waiting(desk, "2 件待发")
    desk.expected_errors.append("400")
    desk.context.set_offline(False)
    waiting(desk, "1 件没有收")
    expect(desk.locator("#kept li", has_text="第一张")).to_contain_text("已送达")
    wrong = desk.locator("#kept li", has_text="第二张")
    expect(wrong).to_contain_text("编号不对")
    wrong.get_by_role("button", name="修改").click()
    expect(desk.get_by_label("什么事")).to_have_value("断网时录的第二张")
    desk.get_by_label("纸条编号").fill(other)
    desk.keyboard.press("Enter")
    expect(desk.locator("#keyed li")).to_contain_text("断网时录的第二张")
    expect(wrong).to_have_count(0)


def with_a_name_preset(route):
    """The page as it comes, with something in a field before anybody typed."""
    came = route.fetch()
    route.fulfill(response=came, body=came.text().replace('name="name"', 'name="name" value="居民"'))


def test_what_was_said_of_a_refused_slip_goes_once_it_is_kept_here(desk):
    sign_in(desk, "clerk")
    desk.route(f"**{KEY}", with_a_name_preset, times=1)
    ready_without_network(desk, KEY)
    desk.get_by_label("在哪里").select_option(index=1)
    desk.get_by_label("纸条编号").fill("W3TZ-02-!")
    desk.get_by_label("什么事").fill("先录错编号的一张")
    desk.locator("[name=name]").fill("王小明")
    desk.keyboard.press("Enter")
    expect(desk.locator("#row .errorlist")).to_contain_text("编号不对")
    no_network(desk)
    desk.expected_errors.append("htmx:")
    desk.get_by_label("纸条编号").fill(slip_numbers("W3TZ", 3)[2])
    desk.get_by_label("什么事").press("Enter")
    waiting(desk, "没有网络，已记在本机（1 件待发）")
    expect(desk.locator("#row .errorlist")).to_have_count(0)
    for label in ("纸条编号", "什么事"):
        expect(desk.get_by_label(label)).to_have_value("")
    assert desk.locator("[name=name]").input_value() == "居民", "what stood there before stands there again"
