"""An agent posted elsewhere and tied to a village deals with its matters, and with no other's."""

from datetime import timedelta

import pytest

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import InboxFilter, inbox, matter_for, moves_open
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.rules import SEES_MATTERS
from haitang.kernel.matters.tests.county import PLAYBOOK, County, fresh
from haitang.kernel.registry.api import actor_of_token, appoint, issue_token, tie, untie
from haitang.kernel.registry.tests.agreeing import assert_rule_agrees
from haitang.lib import clock

TIES = """
ties:
  agent_village: {label: {zh: 联系村, en: Agent's village}, between: [person, unit], gives: agent}
"""


@pytest.fixture
def tied(county: County) -> County:
    """Mei is a member in the lake and agent of the hill."""
    county.apply(PLAYBOOK + TIES)
    tie(county.people["mei"], to=county.units["hill"], kind="agent_village", actor=county.house)
    return county


def test_a_tied_agent_sees_and_visits_what_happens_in_the_village(tied: County):
    matter, elsewhere = tied.dispatched(at="hill"), tied.dispatched(at="lake")
    mei = tied.actor("mei")
    assert [row.number for row in inbox(mei).rows] == [matter.number]
    assert matter_for(mei, elsewhere.number) is None
    assert [view.key for view in moves_open(fresh(matter), mei)] == ["visit_site"]
    step = tied.move(matter, "visit_site", mei, note="看过")
    assert (step.role, step.unit) == ("agent", tied.units["hill"])
    assert Entry.objects.get(matter=matter.uuid, kind__key="site_visit").person == tied.people["mei"]


def test_what_waits_at_the_village_waits_for_its_agent(tied: County):
    matter = tied.dispatched(at="hill", to="hill")
    assert [row.number for row in inbox(tied.actor("mei"), InboxFilter(mine=True)).rows] == [matter.number]


def test_when_the_tie_has_ended_the_village_is_out_of_sight(tied: County, time_machine):
    matter = tied.open(at="hill").matter
    held = tied.people["mei"].ties_from.get()
    untie(held, on=clock.today() + timedelta(days=1), actor=tied.house)
    assert matter_for(tied.actor("mei"), matter.number)
    time_machine.move_to(clock.now() + timedelta(days=1))
    assert matter_for(tied.actor("mei"), matter.number) is None


def test_a_token_opens_of_its_persons_own_matters_only_what_its_one_post_reaches(county: County):
    sun = county.people["sun"]
    lake = sun.posts.get()
    appoint(sun, role="clerk", unit=county.units["west"], actor=county.house)
    opened = county.open(kind="task", at="hill", actor=county.actor("sun")).matter
    assigned = county.open(at="hill").matter
    county.move(assigned, "dispatch", "cora", to_unit="parks", assignee=sun)
    token = actor_of_token(issue_token(lake, label="app", actor=county.house)[1])
    person = county.actor("sun")
    for number in (opened.number, assigned.number):
        assert matter_for(person, number) is not None
        assert matter_for(token, number) is None
    for wanted in (InboxFilter(), InboxFilter(mine=True)):
        assert inbox(token, wanted).rows == []
    assert {row.number for row in inbox(person).rows} == {opened.number, assigned.number}
    assert moves_open(fresh(opened), token) == []
    own = county.open(kind="task", at="lake", actor=person).matter
    assert matter_for(token, own.number) is not None
    assert_rule_agrees(SEES_MATTERS, Matter, [token, person, county.actor("clara")])
