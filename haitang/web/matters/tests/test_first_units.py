"""Before anything was learned: the words themselves name a category, and its usual units come first."""

import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from haitang.desks.routing.contexts import _measured
from haitang.desks.routing.learning import Example, lesson
from haitang.desks.routing.literal import literal_category
from haitang.desks.routing.tests.county import CATEGORY, County, learned_county
from haitang.desks.routing.tests.messages import SAID, message
from haitang.kernel.matters.api import MattersSection, open_matter
from haitang.kernel.registry.api import open_account


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """A county with two matters of each category handled, too few to learn from; undone after the file."""
    return learned_county(stage, each=2)


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)


def dispatching(county: County, title: str, page: str = "") -> str:
    """The page of a request, or of what is asked to dispatch it, as the clerk sees it."""
    at = county.units["reed"]
    said = {"title": title, "body": "太危险", "channel": "web"}
    matter = open_matter("request", at=at, actor=county.resident, **said).matter
    client = Client()
    client.force_login(county.account("clara"))
    return client.get(reverse("matters:matter", args=[matter.number]) + page).content.decode()


def test_a_category_named_in_the_text_is_a_hint_and_said_to_be_no_more(county: County) -> None:
    page = dispatching(county, "桥头路灯倒了")
    for words in ("字面相符", "城市管理 / 照明 / 路灯", "Works"):
        assert words in page, words
    assert "照此派给" not in page
    assert "字面相符" not in dispatching(county, "桥头倒了")


def test_who_usually_has_the_category_stands_first_to_be_chosen_and_stands_there_once(county: County) -> None:
    page = dispatching(county, "桥头路灯倒了", "move/dispatch/")
    groups = re.findall(r'<optgroup label="([^"]*)">(.*?)</optgroup>', page, re.DOTALL)
    assert groups[0][0] == "常办这一类的单位"
    assert re.findall(r">\s*([^<\s]+)\s*</option>", groups[0][1]) == ["Works"]
    assert page.count(">Works</option>") == 1
    assert page.count(">Police</option>") == 1


def test_two_categories_named_alike_are_no_hint(county: County) -> None:
    categories = county.kind.house.section(MattersSection).categories
    assert literal_category(categories, "路灯坏了") == (("city", "lighting", "lamps"), "路灯")
    assert literal_category(categories, "路灯下的垃圾") == ((), "")
    assert literal_category(categories, "城市管理的路灯") == (("city",), "城市管理")


@pytest.mark.slow(reason="learns")
def test_figures_say_on_how_many_texts_they_rest_and_that_they_are_of_a_sample(county: County) -> None:
    where = [("lamps", 1), ("lamps", 2), ("noise", 3)]
    told = [
        Example(message(label, seed), tuple(CATEGORY[label].split(".")), None, None)  # type: ignore[arg-type]
        for label, seed in where
        for _ in range(20)
    ]
    assert lesson(told).figures["distinct"] == 3
    actor = county.actor("clara")
    assert _measured({"distinct": 3}, actor) == "准确率是在 3 条不同的文字上测的。"
    open_account("sample", person=county.person("ann"), actor=county.house, is_sample=True)
    assert "示例数据" in _measured({"distinct": 3}, actor)
    assert set(SAID) == set(CATEGORY)
