"""A figure opens to its rule, its text and its records; what may not be seen is counted as hidden."""

from datetime import date

import pytest

from haitang.kernel.measures.api import in_words, measures_for, open_figure
from haitang.kernel.measures.opening import PAGE
from haitang.kernel.measures.tests.county import MEASURES, PLAYBOOK, County
from haitang.kernel.registry.api import actor_of, open_account
from haitang.lib.diagnostics import Forbidden

DAY = date(2026, 3, 5)


@pytest.fixture
def watched(county: County) -> County:
    """A clerk of the east town and a statistician of the county, and three visits."""
    for name, role, unit in (
        ("clara", "clerk", "east"),
        ("stan", "viewer", "county"),
        ("ann", "member", "hill"),
    ):
        open_account(name, person=county.person(name, (role, unit)), actor=county.house)
    county.visit("lake", DAY, "clara", quantity=2, answers={"need": "health"})
    county.visit("hill", DAY, "ann")
    county.visit("lake", date(2026, 3, 6), "ann")
    return county


def opened(county: County, who: str, key: str, unit: str, **more: object):
    actor = actor_of(county.people[who].account)
    return open_figure(key, house=county.playbook, unit=county.units[unit], actor=actor, **more)


def test_the_records_of_a_figure_are_listed_latest_first(watched):
    found = opened(watched, "clara", "visits", "east")
    rows = found.records.rows
    assert (found.figure.shown, found.records.total, found.records.hidden) == ("2", 2, 0)
    assert [(row.day, row.unit, row.label.zh, row.quantity) for row in rows] == [
        (date(2026, 3, 6), "Lake", "走访", 1),
        (DAY, "Lake", "走访", 2),
    ]


def test_a_person_is_named_only_to_those_who_may_see_them(watched):
    rows = opened(watched, "clara", "visits", "east").records.rows
    assert [(row.person, row.person_hidden) for row in rows] == [("", True), ("Clara", False)]


def test_the_figure_stays_and_its_list_says_how_many_are_hidden(watched):
    found = opened(watched, "stan", "visits", "county")
    assert (found.figure.value, list(found.records.rows), found.records.hidden) == (3, [], 3)
    assert found.records.hidden_why.zh == "另有 3 条计入了数字，但按权限不能在这里列出。"
    assert opened(watched, "clara", "visits", "east").records.hidden_why is None


@pytest.mark.parametrize(("who", "unit"), [("ann", "hill"), ("clara", "west"), ("clara", "county")])
def test_a_figure_is_refused_without_the_ability_over_its_unit(watched, who, unit):
    with pytest.raises(Forbidden):
        opened(watched, who, "visits", unit)


def test_a_share_opens_to_its_part_or_to_its_whole(watched):
    part = opened(watched, "clara", "ill_share", "east")
    whole = opened(watched, "clara", "ill_share", "east", whole=True)
    assert (part.figure.part, part.records.total) == (1, 1)
    assert (whole.figure.whole, whole.records.total) == (2, 2)


def test_records_come_in_pages(watched):
    for _ in range(PAGE):
        watched.visit("garden", date(2026, 1, 1))
    second = opened(watched, "clara", "visits", "east", page=2).records
    assert (second.pages, second.number, len(second.rows), second.total) == (2, 2, 2, PAGE + 2)
    assert opened(watched, "clara", "visits", "east", page=99).records.number == 2


@pytest.mark.slow(reason="opens a figure three times")
@pytest.mark.parametrize("count", [1, 3])
def test_opening_costs_as_many_queries_for_three_records_as_for_one(county, count, django_assert_num_queries):
    open_account("clara", person=county.person("clara", ("clerk", "east")), actor=county.house)
    for _ in range(count):
        county.visit("lake", DAY, "clara")
    actor, house, unit = actor_of(county.people["clara"].account), county.playbook, county.units["east"]
    with django_assert_num_queries(5):
        open_figure("visits", house=house, unit=unit, actor=actor)


def test_a_figure_opens_to_its_rule_version_and_text(watched):
    found = opened(watched, "clara", "ill_share", "east")
    assert found.rule.zh == (
        "看类型是“走访”的台账记录中，有一部分占多少。这一部分：需要是“就医”。"
        "记在哪一天、哪个单位，就算在哪里；作废的不算。四舍五入到 1 位小数。"
    )
    assert found.rule.en == (
        "Takes a part of ledger entries where kind is “Visit”. The part is those where need is “Health”. "
        "An entry counts on its day, where its unit lay that day; voided ones do not count. "
        "Rounded to 1 decimal, halves up."
    )
    assert (found.version_name, found.serial) == ("counted", 1)
    assert found.seen_by.zh.startswith("本单位和上级单位的受理员、统计员。")
    text = PLAYBOOK.partition("measures:")[0] + found.snippet
    watched.apply(text)
    assert in_words(found.measure, watched.playbook) == found.rule
    assert watched.figure("ill_share", "east").value == found.figure.value


def test_every_measure_says_its_rule_in_both_languages(county):
    measures = measures_for(county.units["county"], house=county.playbook, actor=county.house)
    assert len(measures) == MEASURES.count("label:")
    for key, measure in measures.items():
        rule = in_words(measure, county.playbook)
        assert "{" not in rule.zh + rule.en, key
        assert rule.zh.endswith("。"), key
        assert rule.en.endswith("."), key
