"""Paper slips keyed in with the keyboard alone, each kept as Enter is pressed."""

import re

from playwright.sync_api import expect

from haitang.lib.slips import slip_numbers
from tests.e2e.people import must_be_accessible, sign_in

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
        expect(desk.locator("#kept li")).to_have_count(place)
        expect(desk.get_by_label("纸条编号")).to_be_focused()
    expect(desk.locator("#kept li").first).to_contain_text(f"第 {SLIPS} 张")
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
    expect(desk.locator("#kept li")).to_have_count(1)


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
