"""Every page on a phone and on a desk, in both languages: it answers, fits, and is usable by all."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.people import graves, is_too_wide, sign_in

#: What the house itself says; names of people and places stay as they are.
CHINESE = re.compile("[一-鿿]")
#: What the page marks as Chinese is somebody's words, or what a place is called.
WITHOUT_NAMES = """all => all.map((one) => {
  const copy = one.cloneNode(true);
  copy.querySelectorAll("[lang|=zh]").forEach((named) => named.remove());
  return copy.textContent;
})"""
PUBLIC = ("/r/", "/r/changshu/follow/", "/r/changshu/done/map/", "/account/login/", "/sample/")
STAFF = (
    "/",
    "/matters/",
    "/matters/board/request/",
    "/matters/hot/?days=90",
    "/matters/open/request/",
    "/record/",
    "/entries/?of=all",
    "/cockpit/",
    "/figures/visits/",
    "/playbook/",
    "/playbook/figures/",
    "/units/",
    "/meetings/",
    "/rota/",
    "/notice/choices/",
    "/me/",
    "/account/mfa/",
)


def faults_of(page: Page, address: str) -> Iterator[str]:
    """What is wrong with the page at *address*."""
    answer = page.goto(address)
    if answer.status != 200:
        yield f"{address} answered {answer.status}"
    if wide := is_too_wide(page):
        yield f"{address}: {wide}"
    yield from (f"{address}: {grave}" for grave in graves(page))
    if page.locator("html").get_attribute("lang") == "en":
        headings = page.locator("nav.menu a, nav.bar a, th[scope=col], label:not(.tick), summary")
        said = headings.evaluate_all(WITHOUT_NAMES)
        yield from (f"{address} says in English: {words}" for words in said if CHINESE.search(words))


def speak(page: Page, language: str) -> None:
    """Change the language, as one does on the page."""
    if language == "en":
        page.goto("/r/")
        page.get_by_role("button", name="English").click()
    else:
        page.goto("/r/")
    expect(page.locator("html")).to_have_attribute("lang", "en" if language == "en" else "zh-Hans")


def found_on(page: Page) -> list[str]:
    """A matter, an entry and a unit as this person meets them in the lists."""
    page.goto("/matters/")
    addresses = [page.locator("ul.matters a.whole").first.get_attribute("href")]
    page.goto(f"{addresses[0]}")
    addresses += [page.locator("#moves a").first.get_attribute("href")]
    page.goto("/entries/?of=all")
    addresses += [page.locator("td.lead a").first.get_attribute("href")]
    page.goto("/units/")
    return [*addresses, page.locator("ul.list a.whole").first.get_attribute("href")]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_every_page_answers_fits_and_is_accessible(enter, screen, language):
    page = enter(screen)
    speak(page, language)
    faults = [fault for address in PUBLIC for fault in faults_of(page, address)]
    sign_in(page, "clerk")
    for address in [*STAFF, *found_on(page)]:
        faults += faults_of(page, address)
    assert not faults, "\n".join(faults)
