"""A unit that is closed leaves no open matter behind: it says so, or hands all of them on in the same act."""

import pytest

from haitang.kernel.matters.handing import sender_of
from haitang.kernel.matters.tests.county import County, fresh
from haitang.kernel.registry.api import close_unit
from haitang.kernel.registry.models import Unit
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


def closed(county: County, name: str, **how: object) -> Unit:
    """The unit, without which the county is from today."""
    given = {"on": clock.today(), "end_posts": True, "actor": county.house, **how}
    return close_unit(county.units[name], **given)  # type: ignore[arg-type]  # as each test has it


def test_a_unit_with_open_matters_is_not_closed_until_somebody_takes_them_over(county: County) -> None:
    matter = county.dispatched("parks")
    with pytest.raises(Refusal) as refused:
        closed(county, "parks")
    assert (refused.value.code, refused.value.field) == ("registry.unit_holds", "heir")
    assert "1 件未办结的事项" in refused.value.zh
    with pytest.raises(Refusal) as refused:
        closed(county, "parks", heir=county.units["parks"])
    assert refused.value.code == "registry.heir_goes_too"
    assert fresh(matter).owner == county.units["parks"]
    assert Unit.objects.get(pk=county.units["parks"].pk).until is None


def test_they_go_to_the_heir_with_a_step_and_from_there_the_same_way_back(county: County) -> None:
    matter = county.dispatched("parks")
    before, sender = fresh(matter), sender_of(fresh(matter))
    closed(county, "parks", heir=county.units["police"])
    after = fresh(matter)
    assert (after.owner, after.state, after.due_at) == (county.units["police"], before.state, before.due_at)
    assert (after.serial, after.assignee) == (before.serial + 1, None)
    step = after.steps.latest("pk")
    assert (step.kind, step.from_owner, step.to_owner) == ("handed", county.units["parks"], after.owner)
    assert sender is not None
    assert sender_of(after) == sender
    county.move(after, "accept", "paul")


def test_a_town_is_closed_with_its_villages_and_what_is_closed_already_keeps_its_owner(
    county: County,
) -> None:
    open_one = county.dispatched("east").pk
    closed(county, "east", with_below=True, heir=county.units["west"])
    left = set(Unit.objects.exclude(until=None).values_list("name", flat=True))
    assert left == {county.units["east"].name, county.units["lake"].name}
    assert county.units["west"].matters_owned.filter(pk=open_one).exists()
