"""What waits for a person stands before what waits for others at their unit."""

import pytest
from django.urls import reverse

from haitang.desks.requests.tests.county import PLAYBOOK
from haitang.web.matters.tests.helpers import step, tell

TAKEN_BY = "to: working\n          by: [handler, agent, village_secretary]"
BY_ONE = PLAYBOOK.replace(TAKEN_BY, "to: working\n          by: [handler]")


@pytest.fixture
def housing(county):
    """At one department: what only its handler may take, due soon; what its agent may answer, due later."""
    assert PLAYBOOK != BY_ONE
    county.apply(BY_ONE)
    county.region.refresh_from_db()
    to_take, to_answer = tell(county, "井盖响"), tell(county, "路灯不亮")
    for matter in (to_take, to_answer):
        step(matter, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(to_answer, "accept", county, "hugo")
    return county


def test_ones_own_stand_first_in_the_list_though_they_are_due_later(housing, sign_in):
    page = sign_in("anna").get(reverse("matters:inbox"), {"mine": 1}).context["page"]
    assert [(row.title, row.why) for row in page.rows] == [
        ("路灯不亮", "等您：答复并办结"),
        ("井盖响", "等承办人：接办"),
    ]
    page = sign_in("hugo").get(reverse("matters:inbox"), {"mine": 1}).context["page"]
    assert [row.title for row in page.rows] == ["井盖响", "路灯不亮"]


def test_today_counts_ones_own_and_shows_those_of_others_apart(housing, sign_in):
    anna = sign_in("anna").get(reverse("web:today"))
    waiting = anna.context["page"].waiting
    assert [row.title for row in waiting.rows] == ["路灯不亮"]
    assert [row.title for row in waiting.others] == ["井盖响"]
    assert waiting.total == "1"
    assert "同单位的人要办的" in anna.content.decode()
    hugo = sign_in("hugo").get(reverse("web:today"))
    assert hugo.context["page"].waiting.total == "2"
    assert "同单位的人要办的" not in hugo.content.decode()
