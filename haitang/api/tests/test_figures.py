import pytest

from haitang.api.tests.conftest import Caller
from haitang.api.tests.test_entries import post, visit
from haitang.kernel.ledger.jobs.fill import fill_next
from haitang.kernel.ledger.tests.county import PLAYBOOK, County
from haitang.lib import clock

MEASURES = """\
measures:
  visits: {label: {zh: 走访次数, en: Visits}, count: entries, where: {kind: visit}, by: [town, month]}
"""


@pytest.fixture(autouse=True)
def counting(county: County) -> None:
    """The county counts visits, and secretaries may see what they come to."""
    county.apply(
        PLAYBOOK.replace("abilities: [registry.see,", "abilities: [registry.see, measures.see,") + MEASURES
    )


def test_a_figure_comes_with_its_rule_and_its_parts(county: County, caller: Caller) -> None:
    for _ in range(2):
        assert post(caller("wang"), visit(county)).status_code == 201
    month = clock.today().strftime("%Y-%m")
    found = caller("li").get("/api/figures/visits", {"period": month, "by": "town"}).json()
    assert (found["shown"], found["unit_name"], found["part"]) == ("2", county.town.name, 2)
    assert [(row["label"]["zh"], row["shown"]) for row in found["rows"]] == [(county.town.name, "2")]
    assert "走访" in found["rule"]["zh"]


def test_a_half_filled_figure_says_so(county: County, caller: Caller) -> None:
    assert post(caller("wang"), visit(county)).status_code == 201
    ill = "  ill: {label: {zh: 就医, en: Ill}, count: entries, where: {kind: visit, need: sick}}\n"
    text = PLAYBOOK.replace("abilities: [registry.see,", "abilities: [registry.see, measures.see,") + MEASURES
    renamed = ("health: {zh: 就医, en: Health}", "sick: {was: health, label: {zh: 就医, en: Ill}}")
    assert renamed[0] in text
    county.apply(text.replace(*renamed) + ill)
    assert caller("li").get("/api/figures/ill").json()["filling"] == 0
    assert caller("li").get("/api/figures/visits").json()["filling"] is None
    while fill_next():
        pass
    assert caller("li").get("/api/figures/ill").json()["filling"] is None


def test_the_measures_are_listed_with_their_rules(county: County, caller: Caller) -> None:
    assert [one["key"] for one in caller("li").get("/api/figures").json()] == ["visits"]


def test_the_measures_are_listed_page_by_page(county: County, caller: Caller) -> None:
    secretary = caller("li")
    assert len(secretary.get("/api/figures", {"limit": 1}).json()) == 1
    assert secretary.get("/api/figures", {"after": "visits"}).json() == []
    for wrong in ({"limit": 0}, {"limt": 1}, {"after": "nothing"}):
        assert secretary.get("/api/figures", wrong).status_code == 422


def test_who_may_see_no_figures_is_told_so(county: County, caller: Caller) -> None:
    assert caller("wang").get("/api/figures").status_code == 403


@pytest.mark.parametrize(
    ("path", "asked"),
    [("visit", {}), ("visits", {"by": "planet"}), ("visits", {"period": "soon"}), ("visits", {"yb": "town"})],
)
def test_what_is_not_understood_is_refused_in_words(
    county: County, caller: Caller, path: str, asked: dict[str, str]
) -> None:
    answer = caller("li").get(f"/api/figures/{path}", asked)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["zh"]


def test_two_times_at_once_are_refused_not_half_heard(county: County, caller: Caller) -> None:
    said = {"period": clock.today().strftime("%Y-%m"), "day": clock.today().isoformat()}
    found = caller("li").get("/api/figures/visits", said)
    assert (found.status_code, found.json()["faults"][0]["code"]) == (422, "api.two_times")


def test_a_unit_beyond_reach_is_not_there(county: County, caller: Caller) -> None:
    above = county.town.parent
    assert above is not None
    found = caller("li").get("/api/figures/visits", {"unit": above.code})
    assert (found.status_code, found.json()["faults"][0]["code"]) == (404, "api.not_found")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_beyond_reckoning_is_refused_wherever_one_is_said(
    county: County, caller: Caller, day: str
) -> None:
    li = caller("li")
    asked = [
        li.get("/api/figures/visits", {"day": day}),
        li.get("/api/figures/visits", {"period": day}),
        li.get("/api/figures/visits", {"period": f"2026-01-01/{day}"}),
        li.get("/api/matters", {"since": day}),
        li.get("/api/matters", {"until": day}),
        post(caller("wang"), visit(county, day=day)),
        li.post("/api/rota/any/1/days", {"since": day, "until": day}, content_type="application/json"),
    ]
    told = [(one.status_code, [fault["code"] for fault in one.json()["faults"]]) for one in asked]
    assert told == [(422, ["day.beyond"])] * len(asked)
