"""A whole invented county, small enough for the quick suite, grown on either database."""

import json

import pytest

from haitang.kernel.ledger.api import verify
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import read_answers
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import actor_of_person, look_at_phone
from haitang.kernel.registry.integrity import findings
from haitang.kernel.registry.models import Account, Person, Post, Region, Tie, Unit
from haitang.lib import clock
from haitang.sample.county import ensure_county
from haitang.sample.declare import Land
from haitang.sample.land import discs
from haitang.sample.queries import sample_people
from haitang.sample.table import aligned, sign_in_table, width
from haitang.sample.tests.test_land import metres_between


@pytest.fixture
def county(grown, db, settings) -> Region:
    region, folder = grown
    settings.PLAYBOOKS = folder.parent
    return region


def test_units_people_posts_and_ties_are_as_many_as_the_playbook_says(county):
    kinds = Unit.objects.filter(region=county).values_list("kind__key", flat=True)
    assert {kind: list(kinds).count(kind) for kind in set(kinds)} == {
        "county": 1,
        "town": 1,
        "village": 3,
        "household": 6,
    }
    roles = list(Post.objects.filter(region=county).values_list("role__key", flat=True))
    assert {role: roles.count(role) for role in set(roles)} == {"clerk": 1, "secretary": 3, "member": 5}
    assert Tie.objects.filter(region=county).count() == 5


def test_a_grown_county_holds_together(county):
    assert list(findings(county)) == []


def test_everybody_s_name_says_that_they_are_a_sample(county):
    names = set(Post.objects.filter(region=county).values_list("person__name", flat=True))
    assert names
    assert all(name[1] in "样例" for name in names)


def test_everybody_has_a_phone_of_their_own_and_it_is_nobody_s(county):
    people = list(Person.objects.filter(region=county))
    numbers = {look_at_phone(one, actor=actor_of_person(one), why="试试") for one in people}
    assert len(numbers) == len(people) > 0
    assert all(number.startswith("154") for number in numbers)


def test_entries_are_as_many_as_said_their_numbers_add_up_and_the_ledger_verifies(county):
    visits = Entry.objects.filter(region=county, kind__key="visit")
    past = visits.filter(day__year=2021)
    assert (past.count(), visits.count()) == (8, 38)
    assert sum(past.values_list("fact__number1", flat=True)) == 38
    assert all(entry.served_unit_id and entry.person_id for entry in visits)
    report = verify(county)
    assert report.holds
    over = Entry.objects.filter(recorded_on__lt=clock.today()).values("recorded_on").distinct()
    assert report.sealed_days == over.count() > 20


def test_old_matters_came_to_their_end_by_moves_of_people_who_may(county):
    old = Matter.objects.filter(region=county, opened_on__year=2021)
    assert old.count() == 6
    assert set(old.values_list("state__key", flat=True)) == {"closed"}
    for matter in old:
        times = list(matter.steps.order_by("pk").values_list("at", flat=True))
        assert times == sorted(times)
        assert len(times) >= 4
        assert times[0].year == 2021


def test_some_matters_have_a_point_on_the_land_of_their_own_village(county):
    land = discs(Land(north_micro=31_000_000, east_micro=120_000_000, across_km=30), _villages(county))
    matters = list(Matter.objects.filter(region=county).select_related("unit"))
    house = house_of(county.pk)
    pinned = [
        (land[matter.unit_id], value)
        for matter in matters
        for key, _, value in read_answers(json.loads(matter.data), house)
        if key == "spot"
    ]
    assert 0 < len(pinned) < len(matters)
    assert all(metres_between(disc.middle, point) <= disc.metres for disc, point in pinned)


def _villages(county: Region) -> list[Unit]:
    return list(Unit.objects.filter(region=county, kind__key="village").order_by("pk"))


def test_nothing_in_the_county_lies_in_the_future(county):
    now = clock.now()
    assert not Entry.objects.filter(recorded_at__gt=now).exists()
    assert not Matter.objects.filter(steps__at__gt=now).exists()


def test_a_second_start_changes_nothing(county, django_assert_max_num_queries):
    before = verify(county)
    with django_assert_max_num_queries(40):
        assert ensure_county(size="tiny") == county
    assert verify(county) == before


def test_everyone_may_be_signed_in_as_and_only_them(county):
    assert [who.username for who in sample_people()] == ["clerk", "member"]
    assert [who.unit for who in sample_people()] == ["虚构县（样例）", "湖村"]
    assert not Account.objects.filter(is_sample=False).exists()
    assert "clerk" in sign_in_table("http://127.0.0.1:8000/")


def test_columns_line_up_in_both_scripts():
    lines = aligned([("角色", "x"), ("a", "y")])
    assert [width(line) for line in lines] == [7, 7]
