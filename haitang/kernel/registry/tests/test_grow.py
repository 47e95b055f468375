from datetime import date, timedelta

import pytest
from django.db import transaction

from haitang.kernel.registry import batches
from haitang.kernel.registry.api import (
    Particulars,
    PostRow,
    UnitRow,
    add_unit,
    appoint,
    close_unit,
    grow_people,
    grow_posts,
    grow_units,
    line_of,
    look_at_phone,
    move_unit,
    person_by_identity,
    person_by_phone,
    subtree_as_of,
    unit_at,
)
from haitang.kernel.registry.models import Person, Post, Unit, UnitAncestor
from haitang.kernel.registry.tests.county import BEGAN
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Faults, Forbidden

DAY = date(2024, 5, 1)
IDENTITY = "11010519491231002X"


@pytest.fixture(autouse=True)
def short_runs(monkeypatch):
    """Runs of three, so that a few rows already cross from one to the next."""
    monkeypatch.setattr(batches, "RUN", 3)


def codes(faults):
    return [(fault.path[1], fault.code) for fault in faults.value.faults]


def test_units_grown_stand_as_if_added_one_by_one(county):
    east = county.units["east"]
    move_unit(east, under=county.units["west"], on=DAY, actor=county.house)
    rows = [
        UnitRow("village", "A", east.pk, BEGAN, "A"),
        UnitRow("household", "A1", "A", DAY),
        UnitRow("household", "A2", "A", BEGAN, "A2"),
        UnitRow("household", "A21", "A2", DAY + timedelta(days=1)),
        UnitRow("household", "A3", "A", DAY),
    ]
    told = []
    ids = grow_units(county.region, rows=rows, actor=county.house, progress=told.append)
    assert told == [3, 2]
    grown = [Unit.objects.get(pk=pk) for pk in ids]
    assert [unit.name for unit in grown] == ["A", "A1", "A2", "A21", "A3"]
    assert [unit.name for unit in line_of(grown[3])] == ["Haixi", "West", "East", "A", "A2", "A21"]
    assert_same_as_added(county, rows, grown)


def assert_same_as_added(county, rows, grown):
    """Adding the same rows singly, elsewhere in the same tree, gives the same closure."""
    added = {}
    for row in rows:
        under = added.get(row.under) or county.units["east"]
        under.refresh_from_db()
        made = add_unit(row.name, kind=row.kind, under=under, since=row.since, actor=county.house)
        added[row.code or row.name] = made
    for one, other in zip(added.values(), grown, strict=True):
        assert closure(one) == closure(other)


def closure(unit):
    rows = UnitAncestor.objects.filter(unit=unit).select_related("ancestor").order_by("depth", "since")
    return [(row.ancestor.name, row.depth, row.since, row.until) for row in rows]


def test_every_bad_unit_is_told_and_nothing_is_written(county):
    garden = county.units["garden"]
    hill = close_unit(county.units["hill"], on=DAY, end_posts=True, actor=county.house)
    before = (Unit.objects.count(), UnitAncestor.objects.count(), county.region.revision)
    rows = [
        UnitRow("household", "Good", garden.pk, DAY),
        UnitRow("galaxy", "Bad kind", garden.pk, DAY),
        UnitRow("household", "Bad parent", "nowhere", DAY),
        UnitRow("household", " ", garden.pk, DAY),
        UnitRow("household", "Taken", garden.pk, DAY, garden.code),
        UnitRow("household", "Once", garden.pk, DAY, "twice"),
        UnitRow("household", "Twice", garden.pk, DAY, "twice"),
        UnitRow("household", "Too early", garden.pk, BEGAN - timedelta(days=1)),
        UnitRow("household", "Closed", hill.pk, DAY),
    ]
    with pytest.raises(Faults) as faults:
        grow_units(county.region, rows=rows, actor=county.house)
    assert codes(faults) == [
        (1, "registry.unknown_unit_kind"),
        (2, "registry.unknown_unit"),
        (3, "registry.unit_name"),
        (4, "registry.code_taken"),
        (6, "registry.code_taken"),
        (7, "registry.unit_not_open"),
        (8, "registry.unit_not_open"),
    ]
    assert (Unit.objects.count(), UnitAncestor.objects.count()) == before[:2]


def test_a_tree_too_deep_is_a_fault_in_bulk_too(county):
    rows = [UnitRow("household", "D", county.units["house"].pk, DAY, "0")]
    rows += [UnitRow("household", "D", str(n), DAY, str(n + 1)) for n in range(120)]
    with pytest.raises(Faults) as faults:
        grow_units(county.region, rows=rows, actor=county.house)
    assert faults.value.faults[0].code == "registry.tree_too_deep"


def test_one_grows_units_only_where_one_may(county):
    rows = [UnitRow("household", "H", county.units[name].pk, DAY) for name in ("garden", "hill")]
    with pytest.raises(Faults) as faults:
        grow_units(county.region, rows=rows, actor=county.actor("tom"))
    assert codes(faults) == [(1, "registry.forbidden")]
    grow_units(county.region, rows=rows[:1], actor=county.actor("tom"))


def test_people_grown_are_sealed_and_found_like_any(county):
    rows = [
        Particulars(
            name="Wang", identity=IDENTITY, phone="138 0013 8000", education=5, full_time_degree=True
        ),
        Particulars(name="Li", sex="m", born_on=date(1985, 6, 7)),
        Particulars(name="Zhao"),
        Particulars(name="Qian", phone="13900139000"),
    ]
    ids = grow_people(county.region, rows=rows, actor=county.actor("clara"))
    wang, li, zhao, _ = [Person.objects.get(pk=pk) for pk in ids]
    assert person_by_identity(county.region, IDENTITY) == wang
    assert person_by_phone(county.region, "13800138000") == wang
    assert (wang.born_md, wang.education, wang.full_time_degree, wang.sex) == (1231, 5, True, "f")
    assert (li.born_year, li.born_on, li.sex, zhao.born_on) == (1985, date(1985, 6, 7), "m", None)
    appoint(wang, role="member", unit=county.units["garden"], actor=county.house)
    assert look_at_phone(wang, why="call", actor=county.actor("clara")) == "13800138000"
    assert len({person.uuid for person in Person.objects.all()}) == Person.objects.count()


def test_every_bad_person_is_told_and_nobody_is_enrolled(county):
    before = Person.objects.count()
    good = Particulars(name="Wang", identity=IDENTITY)
    rows = [Particulars(), good, good, Particulars(name="Li", phone="1"), good]
    with pytest.raises(Faults) as faults:
        grow_people(county.region, rows=rows, actor=county.house)
    assert sorted(codes(faults)) == [
        (0, "registry.person_name"),
        (2, "registry.identity_taken"),
        (3, "registry.bad_phone"),
        (4, "registry.identity_taken"),
    ]
    assert Person.objects.count() == before
    with pytest.raises(Forbidden):
        grow_people(county.region, rows=rows, actor=county.actor("fred"))


def test_posts_grown_stand_like_any_and_hold_at_once(county):
    garden, hua = county.units["garden"], county.people["hua"]
    rows = [
        PostRow(hua.pk, "member", garden.code, DAY, DAY + timedelta(days=9)),
        PostRow(hua.pk, "member", garden.pk, DAY + timedelta(days=9)),
        PostRow(hua.pk, "clerk", county.units["west"].pk, DAY),
        PostRow(county.people["fred"].pk, "member", garden.pk, DAY),
    ]
    ids = grow_posts(county.region, rows=rows, actor=county.house)
    assert Post.objects.get(pk=ids[0]).until == DAY + timedelta(days=9)
    assert county.actor("hua").roles == {"handler", "member", "clerk"}


def test_every_bad_post_is_told_and_none_is_held(county):
    garden, hua = county.units["garden"], county.people["hua"].pk
    appoint(county.people["hua"], role="member", unit=garden, since=DAY, actor=county.house)
    before = Post.objects.count()
    rows = [
        PostRow(hua, "member", county.units["lake"].pk, DAY),
        PostRow(hua, "member", county.units["lake"].pk, DAY),
        PostRow(hua, "emperor", garden.pk, DAY),
        PostRow(hua, "member", "nowhere", DAY),
        PostRow(0, "member", garden.pk, DAY),
        PostRow(hua, "clerk", garden.pk, DAY),
        PostRow(hua, "handler", garden.pk, DAY, DAY),
        PostRow(hua, "handler", garden.pk, BEGAN - timedelta(days=1)),
        PostRow(hua, "member", garden.pk, DAY + timedelta(days=1)),
    ]
    with pytest.raises(Faults) as faults:
        grow_posts(county.region, rows=rows, actor=county.house)
    assert codes(faults) == [
        (1, "registry.post_twice"),
        (2, "registry.unknown_role"),
        (3, "registry.unknown_unit"),
        (4, "registry.person_not_here"),
        (5, "registry.role_not_here"),
        (6, "registry.post_days"),
        (7, "registry.unit_not_open"),
        (8, "registry.post_twice"),
    ]
    assert Post.objects.count() == before


def test_one_fills_posts_only_where_one_may(county):
    rows = [
        PostRow(county.people["mei"].pk, "handler", county.units[name].pk, DAY) for name in ("lake", "hill")
    ]
    with pytest.raises(Faults) as faults:
        grow_posts(county.region, rows=rows, actor=county.actor("sun"))
    assert codes(faults) == [(1, "registry.forbidden")]


def test_nothing_grows_from_nothing(county):
    assert grow_units(county.region, rows=[], actor=county.house) == []
    assert grow_people(county.region, rows=[], actor=county.house) == []
    assert grow_posts(county.region, rows=[], actor=county.house) == []


def test_what_is_added_after_a_growing_takes_the_next_numbers(county):
    garden = county.units["garden"]
    ids = grow_units(county.region, rows=[UnitRow("household", "H", garden.pk, DAY)], actor=county.house)
    assert add_unit("Next", kind="household", under=garden, actor=county.house).pk > ids[-1]


def test_the_queries_of_a_growing_do_not_grow_with_its_rows(
    county, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(batches, "RUN", 5000)
    garden = county.units["garden"]
    with django_assert_max_num_queries(12):
        grow_units(
            county.region,
            rows=[UnitRow("household", f"H{n}", garden.pk, DAY) for n in range(300)],
            actor=county.house,
        )
    assert subtree_as_of(garden, clock.today()).count() == 302
    with django_assert_max_num_queries(12):
        ids = grow_people(
            county.region, rows=[Particulars(name=f"P{n}") for n in range(300)], actor=county.house
        )
    with django_assert_max_num_queries(12):
        rows = [PostRow(person, "member", garden.pk, DAY) for person in ids]
        grow_posts(county.region, rows=rows, actor=county.house)


def test_a_code_is_unique_even_between_two_growings(county):
    row = UnitRow("household", "H", county.units["garden"].pk, DAY, "H1")
    grow_units(county.region, rows=[row], actor=county.house)
    with transaction.atomic(), pytest.raises(Faults):
        grow_units(county.region, rows=[row], actor=county.house)
    with pytest.raises(Conflict):
        add_unit("H", kind="household", under=county.units["garden"], code="H1", actor=county.house)
    assert unit_at(county.region, "H1").name == "H"
