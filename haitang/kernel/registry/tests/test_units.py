from datetime import date, timedelta

import pytest
from django.db import connection

from haitang.kernel.registry.api import (
    actor_of,
    add_unit,
    ancestor_at,
    appoint,
    change_unit,
    close_unit,
    line_of,
    move_unit,
    open_region,
    path_range,
    posts_as_of,
    root_of,
    subtree,
    subtree_as_of,
    under,
    unit_at,
    units_as_of,
)
from haitang.kernel.registry.models import Region, Unit, UnitAncestor
from haitang.kernel.registry.tests.county import BEGAN
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal

MOVED = date(2024, 5, 1)


def names(units):
    return sorted(unit.name for unit in units)


def test_a_path_is_the_ids_from_the_root_down(county):
    house = county.units["house"]
    assert [unit.name for unit in line_of(house)] == ["Haixi", "East", "Garden", "House"]
    assert house.path == "".join(f"{unit.pk}/" for unit in line_of(house))


def test_a_subtree_is_one_range_that_holds_no_brother_with_a_longer_number():
    assert path_range("1/7/") == ("1/7/", "1/70")
    inside, outside = ["1/7/", "1/7/42/", "1/7/1/9/"], ["1/70/", "1/71/", "1/6/", "1/", "17/"]
    low, high = path_range("1/7/")
    assert all(low <= path < high for path in inside)
    assert not any(low <= path < high for path in outside)


def test_a_subtree_today_and_on_a_day(county):
    east = county.units["east"]
    assert names(Unit.objects.filter(subtree(east))) == ["East", "Garden", "House", "Lake"]
    assert names(Unit.objects.filter(under(east.path))) == names(subtree_as_of(east, clock.today()))
    assert names(subtree_as_of(east, BEGAN - timedelta(days=1))) == []
    assert names(units_as_of(county.region, BEGAN - timedelta(days=1))) == ["Haixi"]
    assert posts_as_of(county.region, BEGAN).count() == 8


def test_paths_are_compared_byte_by_byte_on_every_database(db):
    if connection.vendor == "sqlite":
        assert "COLLATE" not in table_sql("registry_unit")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns "
            "WHERE table_name = 'registry_unit' AND column_name = 'path'"
        )
        assert cursor.fetchall() == [("C",)]


def table_sql(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        return cursor.fetchone()[0]


def test_a_moved_unit_takes_all_below_it_and_the_past_stays(county):
    garden, west, east = county.units["garden"], county.units["west"], county.units["east"]
    move_unit(garden, under=west, on=MOVED, actor=county.house)
    house = Unit.objects.get(pk=county.units["house"].pk)
    assert [unit.name for unit in line_of(house)] == ["Haixi", "West", "Garden", "House"]
    before = MOVED - timedelta(days=1)
    assert ancestor_at(house, "town", before) == east
    assert ancestor_at(house, "town", MOVED) == west
    assert names(subtree_as_of(east, before)) == ["East", "Garden", "House", "Lake"]
    assert names(subtree_as_of(east, MOVED)) == ["East", "Lake"]
    assert names(subtree_as_of(west, MOVED)) == ["Garden", "Hill", "House", "West"]
    assert ancestor_at(house, "village", MOVED) is None
    assert ancestor_at(house, "household", MOVED) == house


def test_a_move_leaves_alone_what_left_before_and_what_comes_later(county):
    """House lay in garden, then in hill; garden's own moves concern only the days that it was in garden."""
    garden, hill, west, house = (county.units[name] for name in ("garden", "hill", "west", "house"))
    move_unit(house, under=hill, on=MOVED, actor=county.house)
    move_unit(garden, under=west, on=MOVED - timedelta(days=9), actor=county.house)
    east, days = county.units["east"], [MOVED - timedelta(days=10), MOVED - timedelta(days=9), MOVED]
    assert [ancestor_at(house, "town", day) for day in days] == [east, west, west]
    move_unit(hill, under=east, on=MOVED + timedelta(days=9), actor=county.house)
    assert ancestor_at(house, "town", MOVED + timedelta(days=9)) == east
    assert ancestor_at(house, "community", MOVED) is None
    row = UnitAncestor.objects.get(unit=house, ancestor=hill)
    assert str(row) == f"{house.pk} < {hill.pk}"


def test_the_last_move_of_a_day_counts(county):
    garden, west, east = county.units["garden"], county.units["west"], county.units["east"]
    move_unit(garden, under=west, on=MOVED, actor=county.house)
    move_unit(garden, under=county.units["lake"], on=MOVED, actor=county.house)
    assert ancestor_at(garden, "town", MOVED) == east
    assert not UnitAncestor.objects.filter(unit=garden, ancestor=west).exists()


def test_a_move_entered_late_sees_where_its_new_parent_went_since(county):
    lake, west, house = county.units["lake"], county.units["west"], county.units["house"]
    move_unit(lake, under=west, on=MOVED, actor=county.house)
    early = MOVED - timedelta(days=100)
    move_unit(house, under=lake, on=early, actor=county.house)
    assert ancestor_at(house, "town", early) == county.units["east"]
    assert ancestor_at(house, "town", MOVED) == west
    house.refresh_from_db()
    assert [unit.name for unit in line_of(house)] == ["Haixi", "West", "Lake", "House"]


@pytest.mark.parametrize(
    ("what", "where", "on", "code"),
    [
        ("county", "east", MOVED, "registry.unit_stays"),
        ("east", "house", MOVED, "registry.move_below_itself"),
        ("east", "east", MOVED, "registry.move_below_itself"),
        ("garden", "west", date(2019, 1, 1), "registry.move_day"),
        ("garden", "west", clock.today() + timedelta(days=2), "registry.move_day"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(county, what, where, on, code):
    with pytest.raises(Refusal) as refused:
        move_unit(county.units[what], under=county.units[where], on=on, actor=county.house)
    assert refused.value.code == code


def test_moves_of_a_unit_are_entered_in_the_order_of_their_days(county):
    garden, west = county.units["garden"], county.units["west"]
    move_unit(garden, under=west, on=MOVED, actor=county.house)
    with pytest.raises(Conflict) as refused:
        move_unit(garden, under=county.units["lake"], on=MOVED - timedelta(days=1), actor=county.house)
    assert refused.value.code == "registry.moved_later"


def test_one_must_hold_both_ends_to_move_a_unit(county):
    tom, garden = county.actor("tom"), county.units["garden"]
    with pytest.raises(Forbidden):
        move_unit(garden, under=county.units["west"], on=MOVED, actor=tom)
    with pytest.raises(Forbidden):
        move_unit(county.units["hill"], under=county.units["east"], on=MOVED, actor=tom)
    move_unit(garden, under=county.units["lake"], on=MOVED, actor=tom)


def test_a_closed_unit_keeps_its_past_and_takes_nothing_new(county):
    hill, west = county.units["hill"], county.units["west"]
    hill = close_unit(hill, on=MOVED, end_posts=True, actor=county.house)
    assert names(subtree_as_of(west, MOVED)) == ["West"]
    assert names(subtree_as_of(west, MOVED - timedelta(days=1))) == ["Hill", "West"]
    assert not actor_of(county.account("hua")).posts
    with pytest.raises(Refusal) as refused:
        appoint(county.people["hua"], role="handler", unit=hill, actor=county.house)
    assert refused.value.code == "registry.unit_not_open"
    with pytest.raises(Refusal):
        add_unit("Below", kind="household", under=hill, actor=county.house)
    with pytest.raises(Refusal) as refused:
        close_unit(hill, on=MOVED, actor=county.house)
    assert refused.value.code == "registry.unit_cannot_close"


def test_a_unit_in_use_is_not_closed(county):
    with pytest.raises(Refusal) as refused:
        close_unit(county.units["garden"], on=MOVED, end_posts=True, actor=county.house)
    assert refused.value.code == "registry.unit_has_units"
    with pytest.raises(Refusal) as refused:
        close_unit(county.units["hill"], on=MOVED, actor=county.house)
    assert refused.value.code == "registry.unit_has_posts"
    assert "1" in str(refused.value)


def test_a_unit_is_not_closed_before_the_day_that_one_below_it_left(county):
    lake, hill = county.units["lake"], county.units["hill"]
    move_unit(county.units["house"], under=lake, on=MOVED, actor=county.house)
    move_unit(county.units["house"], under=hill, on=MOVED + timedelta(days=9), actor=county.house)
    with pytest.raises(Refusal) as refused:
        close_unit(lake, on=MOVED + timedelta(days=5), end_posts=True, actor=county.house)
    assert refused.value.code == "registry.unit_has_units"
    close_unit(lake, on=MOVED + timedelta(days=9), end_posts=True, actor=county.house)


def test_units_are_added_only_where_one_may_and_with_words_that_are_declared(county):
    tom, east = county.actor("tom"), county.units["east"]
    added = add_unit(" Third ", kind="village", under=east, code="T3", actor=tom)
    assert (added.name, added.since, unit_at(county.region, "T3")) == ("Third", clock.today(), added)
    assert unit_at(county.region, "") is None
    for wrong, code in (
        ({"kind": "galaxy"}, "registry.unknown_unit_kind"),
        ({"code": "T3"}, "registry.code_taken"),
        ({"name": " "}, "registry.unit_name"),
        ({"name": "x" * 121}, "registry.unit_name"),
        ({"since": date(2019, 1, 1)}, "registry.unit_not_open"),
    ):
        given = {"name": "Fourth", "kind": "village", "under": east} | wrong
        with pytest.raises(Refusal) as refused:
            add_unit(given.pop("name"), **given, actor=tom)
        assert refused.value.code == code
    with pytest.raises(Forbidden):
        add_unit("Fourth", kind="village", under=county.units["west"], actor=tom)


def test_a_unit_takes_another_name_and_code(county):
    lake = change_unit(county.units["lake"], name="Mere", code="M1", actor=county.house)
    assert unit_at(county.region.pk, "M1") == lake
    assert change_unit(lake, code="M1", actor=county.house).name == "Mere"
    with pytest.raises(Conflict):
        change_unit(lake, code=county.units["garden"].code, actor=county.house)


def test_a_tree_that_grows_too_deep_is_refused_before_it_is_written(county):
    deep, room = county.units["house"], 200
    while len(deep.path) + len(str(deep.pk + 1)) + 1 <= room:
        deep = add_unit("Deeper", kind="household", under=deep, actor=county.house)
    with pytest.raises(Refusal) as refused:
        add_unit("Deeper", kind="household", under=deep, actor=county.house)
    assert refused.value.code == "registry.tree_too_deep"
    with pytest.raises(Refusal) as refused:
        move_unit(county.units["west"], under=deep, on=clock.today(), actor=county.house)
    assert refused.value.code == "registry.tree_too_deep"


def test_only_the_house_opens_regions_and_each_but_once(county):
    with pytest.raises(Forbidden):
        open_region("haidong", code="990002", name="Haidong", actor=county.actor("olive"))
    for key, code in (("haixi", "990002"), ("haidong", "990001")):
        with pytest.raises(Conflict):
            open_region(key, code=code, name="Again", actor=county.house)
    region = open_region("haidong", code="990002", name="Haidong", kind="city", actor=county.house)
    assert root_of(region).kind.key == "city"
    assert str(region) == "Haidong"
    assert Region.objects.count() == 2


def test_a_unit_does_not_leave_its_region(county):
    region = open_region("haidong", code="990002", name="Haidong", actor=None)
    with pytest.raises(Refusal):
        move_unit(county.units["lake"], under=root_of(region), on=clock.today(), actor=county.house)


def test_no_unit_has_a_code_with_a_character_that_no_database_keeps(county):
    assert unit_at(county.region, f"{county.units['lake'].code}\0") is None
