"""What people do on pages, in the words of the screen, and what a screen reader would stumble over."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

GRAVE = {"serious", "critical"}


def sign_in(page: Page, username: str) -> None:
    """Sign in as one of the sample people, with one click."""
    page.goto("/sample/")
    page.get_by_role("button", name=re.compile(rf"(登录:|Sign in as ){username}$")).click()
    expect(page).not_to_have_url(re.compile("/sample/"))


def must_be_accessible(page: Page) -> None:
    """Nothing on the page that axe calls serious or critical."""
    found = Axe().run(page).response["violations"]
    grave = [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
    assert not grave, "\n".join(grave)


def must_fit(page: Page) -> None:
    """No sideways scrolling."""
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, f"the page is {wide} wide on a screen of {seen}"
