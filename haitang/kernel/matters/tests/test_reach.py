"""An agent posted elsewhere and tied to a village deals with its matters, and with no other's."""

from datetime import timedelta

import pytest

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import InboxFilter, inbox, matter_for, moves_open
from haitang.kernel.matters.tests.county import PLAYBOOK, County, fresh
from haitang.kernel.registry.api import tie, untie
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
