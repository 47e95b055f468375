"""The page of ratings that are too alike: for those who watch, with its reason, and no verdict."""

from datetime import timedelta

import pytest

from haitang.desks.requests.tests.county import PLAYBOOK, County
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import apply, plan
from haitang.lib import clock
from haitang.web.matters.tests.helpers import tell


@pytest.fixture
def watched(county: County, playbook_folder) -> County:
    text = PLAYBOOK.replace("abilities: [", "abilities: [matters.watch, ", 1)
    text = text.replace("    number: ", "    watched: {least: 8, chance: 0.05}\n    number: ", 1)
    (playbook_folder / "main.yaml").write_text(text, encoding="utf-8")
    apply(plan(playbook_folder, at=county.units["county"]), actor=county.house)
    return county


def rate(county: County, unit: str, stars: list[int]) -> None:
    closed = clock.now() - timedelta(days=9)
    for number, given in enumerate(stars):
        matter = tell(county, at=unit)
        rated = Matter.objects.filter(pk=matter.pk)
        rated.update(owner=county.units[unit], rating=given, closed_at=closed + timedelta(hours=number))


def test_who_watches_reads_which_unit_and_why(watched, sign_in):
    rate(watched, "lake", [5] * 8)
    rate(watched, "hill", [3, 4, 2, 4, 3, 5, 1, 4])
    watcher = next(name for name in watched.people if watched.actor(name).may_somewhere("matters.watch"))
    browser = sign_in(watcher)
    page = browser.get("/matters/ratings/").content.decode()
    assert "8 条评价中 8 条都是 5 星" in page
    assert "不是结论" in page
    assert "/matters/ratings/" in browser.get("/matters/").content.decode()


def test_nobody_else_finds_the_page(watched, sign_in):
    other = next(name for name in watched.people if not watched.actor(name).may_somewhere("matters.watch"))
    browser = sign_in(other)
    assert browser.get("/matters/ratings/").status_code == 404
    assert "/matters/ratings/" not in browser.get("/matters/").content.decode()
