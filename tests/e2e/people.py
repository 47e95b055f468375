"""What people do on pages, in the words of the screen, and what a screen reader would stumble over."""

import re
from io import BytesIO
from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

GRAVE = {"serious", "critical"}


def sign_in(page: Page, username: str) -> None:
    """Sign in as one of the sample people, with one click."""
    page.goto("/sample/")
    page.get_by_role("button", name=re.compile(rf"(登录：|Sign in as ){username}$")).click()
    expect(page).not_to_have_url(re.compile("/sample/"))


class Told(NamedTuple):
    """What a resident keeps: the two lines of the receipt."""

    number: str
    code: str


def tell(page: Page, words: str, *, kind: str = "", town: str, place: str, phone: str = "") -> Told:
    """What a resident says on the page, leaving a *phone* where one must be left."""
    page.goto("/r/")
    if kind:
        page.get_by_role("link", name=kind, exact=True).click()
    page.get_by_label("您遇到什么事").fill(words)
    page.get_by_label("先选镇").select_option(label=town)
    page.get_by_label("在哪里").select_option(label=place)
    if phone:
        page.get_by_label(re.compile("^手机号")).fill(phone)
        page.get_by_label("我同意").check()
    must_fit(page)
    page.get_by_role("button", name="说完了").click()
    return receipt(page)


def photo(colour: str = "brown") -> FilePayload:
    """A photo as a phone takes it."""
    kept = BytesIO()
    Image.new("RGB", (640, 480), colour).save(kept, "JPEG")
    return FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=kept.getvalue())


def receipt(page: Page) -> Told:
    """The number and the code on the page that a resident reaches after telling."""
    expect(page.get_by_role("heading", name="收到了，已经交给受理员")).to_be_visible()
    return Told(page.locator("#number").inner_text(), page.locator("#code").inner_text())


def follow(page: Page, told: Told) -> None:
    """Find a matter again by its two lines, as from any phone."""
    page.goto("/r/")
    page.get_by_role("link", name="凭编号查进度").click()
    page.get_by_label("编号").fill(told.number)
    page.get_by_label("查询码").fill(told.code)
    page.get_by_role("button", name="查进度").click()
    expect(page).to_have_url(re.compile(rf"/follow/{told.number}/$"))


def move_form(page: Page, number: str, move: str) -> Locator:
    """The form of *move*, opened by its button on the matter's page."""
    page.goto(f"/matters/{number}/")
    page.locator("#moves").get_by_role("link", name=move, exact=True).click()
    return page.get_by_role("region", name=move, exact=True)


def make_move(page: Page, number: str, move: str, *, to: str = "", note: str = "") -> None:
    """Make *move*, handing *to* a unit, saying *note*."""
    form = move_form(page, number, move)
    if to:
        form.get_by_label("交给").select_option(label=to)
    if note:
        form.get_by_label("说明").fill(note)
    send_move(page, form, move)


def send_move(page: Page, form: Locator, move: str) -> None:
    """Send a filled-in form, and see that it was taken."""
    form.get_by_role("button", name=move, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(f"已{move}")


def resident_says(page: Page, move: str, *, note: str = "", stars: str = "") -> None:
    """A move made by the resident on the page that is followed, with a few words and perhaps a rating."""
    section = page.locator("section", has=page.get_by_text(move, exact=True)).last
    section.get_by_text(move, exact=True).first.click()
    if note:
        section.get_by_label("说明").fill(note)
    if stars:
        section.get_by_role("radio", name=re.compile(rf"[★ ]{stars}$")).check()
    section.get_by_role("button", name=move, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("好的")


def graves(page: Page) -> list[str]:
    """What axe calls serious or critical on the page, once it is there whole."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def is_too_wide(page: Page) -> str:
    """How far the page scrolls sideways once it is there whole, in words; nothing if it does not."""
    page.wait_for_load_state()
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return f"the page is {wide} wide on a screen of {seen}" if wide > seen else ""


def must_be_accessible(page: Page) -> None:
    """Nothing on the page that axe calls serious or critical."""
    found = graves(page)
    assert not found, "\n".join(found)


def must_fit(page: Page) -> None:
    """No sideways scrolling."""
    assert not is_too_wide(page), is_too_wide(page)
