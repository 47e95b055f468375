"""What should hold is looked for, and each thing planted is found by its own question alone."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from haitang.kernel.registry.api import tie
from haitang.kernel.registry.cli import registry
from haitang.kernel.registry.integrity import findings
from haitang.kernel.registry.models import Person, Post, Unit
from haitang.kernel.registry.tests.county import BEGAN
from haitang.lib import clock


def codes(county) -> list[str]:
    return [finding.code for finding in findings(county.region)]


def close_behind_the_actions(unit: Unit) -> None:
    Unit.objects.filter(pk=unit.pk).update(until=clock.today())


def test_a_county_grown_through_the_actions_has_no_findings(county):
    tie(county.people["sun"], to=county.people["mei"], kind="mentor", actor=county.house)
    assert codes(county) == []
    told = CliRunner().invoke(registry, ["check"])
    assert (told.exit_code, "0 findings" in told.output) == (0, True)


def test_a_post_outside_its_unit_is_found_with_what_to_do(county):
    post = county.people["sun"].posts.get()
    Post.objects.filter(pk=post.pk).update(since=BEGAN - timedelta(days=1))
    told = CliRunner().invoke(registry, ["check"])
    assert told.exit_code == 1
    assert f"post.outside_its_unit post {post.pk} (secretary) · Lake" in told.output
    assert "End the post on the day the unit closed." in told.output
    assert "1 findings" in told.output


def test_a_post_and_a_tie_at_a_closed_unit_are_found(county):
    tie(county.people["fred"], to=county.units["lake"], kind="agent_community", actor=county.house)
    close_behind_the_actions(county.units["lake"])
    assert codes(county) == ["post.outside_its_unit", "tie.to_a_closed_unit"]


def test_a_unit_whose_parent_closed_before_it_is_found(county):
    county.people["tom"].posts.all().delete()
    close_behind_the_actions(county.units["east"])
    assert codes(county) == ["unit.outlives_its_parent"] * 2


@pytest.mark.parametrize(
    ("ends", "found"), [(None, ["post.held_twice"]), (30, ["post.held_twice"]), (-30, [])]
)
def test_a_post_held_twice_at_once_is_found_and_one_after_another_is_not(county, ends, found):
    post = county.people["sun"].posts.get()
    again = BEGAN + timedelta(days=60)
    until = None if ends is None else again + timedelta(days=ends)
    Post.objects.filter(pk=post.pk).update(until=until)
    post.pk, post.since = None, again
    post.save()
    assert codes(county) == found


def test_an_erased_person_in_office_is_found(county):
    Person.objects.filter(pk=county.people["mei"].pk).update(erased_at=timezone.now())
    assert codes(county) == ["post.of_an_erased_person"]


def test_a_path_that_is_not_the_tree_is_found(county):
    Unit.objects.filter(pk=county.units["house"].pk).update(path="9/9/")
    assert codes(county) == ["unit.path"]
