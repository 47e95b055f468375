from datetime import date, timedelta

import pytest

from haitang.kernel.registry.api import (
    RoleRow,
    add_place,
    appoint,
    close_unit,
    declare_place_kinds,
    declare_roles,
    declare_tie_kinds,
    end_post,
    enrol_person,
    tie,
    ties_as_of,
    untie,
    withdraw_post,
)
from haitang.kernel.registry.tests.county import BEGAN, small_county
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.text import Text

DAY = date(2024, 5, 1)


def refusal_of(act, *given, **named):
    with pytest.raises(Refusal) as refused:
        act(*given, **named)
    return refused.value.code


def test_the_same_post_is_not_held_twice_on_one_day(county):
    mei, lake = county.people["mei"], county.units["lake"]
    appoint(mei, role="member", unit=lake, since=DAY, until=DAY + timedelta(days=9), actor=county.house)
    for since, until in (
        (DAY - timedelta(days=5), DAY + timedelta(days=1)),
        (DAY - timedelta(days=5), None),
        (DAY + timedelta(days=8), None),
        (DAY + timedelta(days=2), DAY + timedelta(days=3)),
    ):
        code = refusal_of(
            appoint, mei, role="member", unit=lake, since=since, until=until, actor=county.house
        )
        assert code == "registry.post_twice"
    appoint(mei, role="member", unit=lake, since=DAY + timedelta(days=9), actor=county.house)
    appoint(mei, role="member", unit=lake, since=DAY - timedelta(days=9), until=DAY, actor=county.house)
    assert mei.posts.filter(unit=lake).count() == 3
    post = mei.posts.filter(unit=lake).last()
    assert str(post) == f"{mei.pk} {post.role_id}@{lake.pk}"


def test_a_post_goes_together_with_its_role_unit_person_and_days(county):
    mei, lake = county.people["mei"], county.units["lake"]
    stranger = small_county("haidong", "990002").people["mei"]
    given = {"role": "member", "unit": lake, "since": DAY, "actor": county.house}
    for wrong, code in (
        ({"role": "emperor"}, "registry.unknown_role"),
        ({"role": "clerk"}, "registry.role_not_here"),
        ({"until": DAY}, "registry.post_days"),
        ({"since": BEGAN - timedelta(days=1)}, "registry.unit_not_open"),
    ):
        assert refusal_of(appoint, mei, **(given | wrong)) == code
    assert refusal_of(appoint, stranger, **given) == "registry.person_not_here"
    close_unit(lake, on=DAY, end_posts=True, actor=county.house)
    lake.refresh_from_db()
    past = {"since": DAY - timedelta(days=9)}
    assert refusal_of(appoint, mei, **(given | past)) == "registry.unit_not_open"
    appoint(mei, **(given | past | {"until": DAY}))


def test_a_retired_role_takes_nobody_new(county):
    declare_roles(county.units["county"], roles={}, actor=county.house)
    code = refusal_of(
        appoint, county.people["mei"], role="member", unit=county.units["lake"], actor=county.house
    )
    assert code == "registry.unknown_role"


def test_nobody_hands_out_more_than_one_may_oneself_unless_named_to(county):
    sun, mei, lake = county.actor("sun"), county.people["mei"], county.units["lake"]
    appoint(mei, role="member", unit=lake, actor=county.house)
    appoint(mei, role="handler", unit=lake, actor=sun)
    roles = {
        "handler": RoleRow(Text.both("handler"), abilities=("registry.see", "registry.contact")),
        "secretary": RoleRow(Text.both("secretary"), abilities=("registry.see", "registry.appoint")),
        "organiser": RoleRow(Text.both("organiser"), abilities=("registry.appoint", "registry.grant")),
    }
    declare_roles(county.units["county"], roles=roles, actor=county.house)
    sun, tom, gao = county.actor("sun"), county.actor("tom"), county.people["gao"]
    with pytest.raises(Forbidden):
        appoint(gao, role="handler", unit=lake, actor=sun)
    with pytest.raises(Forbidden):
        end_post(mei.posts.get(role__key="handler"), on=clock.today() + timedelta(days=1), actor=sun)
    appoint(gao, role="handler", unit=lake, actor=tom)
    appoint(mei, role="secretary", unit=lake, actor=sun)


def test_one_appoints_only_where_one_may(county):
    mei = county.people["mei"]
    with pytest.raises(Forbidden):
        appoint(mei, role="handler", unit=county.units["garden"], actor=county.actor("sun"))
    appoint(mei, role="organiser", unit=county.units["east"], actor=county.actor("tom"))
    with pytest.raises(Forbidden):
        appoint(mei, role="organiser", unit=county.units["county"], actor=county.actor("tom"))


def test_a_post_ends_once_and_after_it_began(county):
    post = county.people["mei"].posts.get()
    for day in (BEGAN, BEGAN - timedelta(days=1)):
        assert refusal_of(end_post, post, on=day, actor=county.house) == "registry.post_end_day"
    ended = end_post(post, on=DAY, actor=county.house)
    assert ended.until == DAY
    assert refusal_of(end_post, post, on=DAY, actor=county.house) == "registry.post_end_day"
    assert end_post(post, on=DAY - timedelta(days=1), actor=county.house).until == DAY - timedelta(days=1)


def test_the_last_office_is_not_left_without_a_successor(county):
    olive, today = county.actor("olive"), clock.today()
    post = county.people["olive"].posts.get()
    tomorrow = today + timedelta(days=1)
    assert refusal_of(end_post, post, on=tomorrow, actor=olive) == "registry.last_office"
    appoint(county.people["tom"], role="organiser", unit=county.units["county"], actor=olive)
    end_post(post, on=tomorrow, actor=olive)


def test_the_house_itself_may_end_the_last_office(county):
    post = county.people["olive"].posts.get()
    assert end_post(post, on=clock.today(), actor=county.house).until == clock.today()


def test_a_post_that_has_begun_is_ended_not_withdrawn(county):
    post = county.people["mei"].posts.get()
    assert refusal_of(withdraw_post, post, actor=county.house) == "registry.post_has_begun"


def test_ties_hold_from_a_day_to_a_day_and_once(county):
    hua, garden = county.people["hua"], county.units["garden"]
    row = tie(hua, to=garden, kind="agent_community", since=DAY, actor=county.house)
    again = {"to": garden, "kind": "agent_community", "actor": county.house}
    assert refusal_of(tie, hua, **again) == "registry.tied_already"
    assert list(ties_as_of(county.region, DAY)) == [row]
    assert refusal_of(untie, row, on=DAY, actor=county.house) == "registry.tie_end_day"
    untie(row, on=DAY + timedelta(days=9), actor=county.house)
    assert refusal_of(untie, row, on=DAY + timedelta(days=9), actor=county.house) == "registry.tie_end_day"
    assert list(ties_as_of(county.region, DAY + timedelta(days=9))) == []
    tie(hua, **again)


def test_a_tie_leads_from_what_to_what_it_says(county):
    hua, mei, garden = county.people["hua"], county.people["mei"], county.units["garden"]
    assert str(tie(hua, to=mei, kind="mentor", actor=county.house)).startswith("tie")
    for start, to, kind, code in (
        (hua, garden, "mentor", "registry.tie_sides"),
        (garden, hua, "agent_community", "registry.tie_sides"),
        (hua, hua, "mentor", "registry.tie_sides"),
        (hua, mei, "rival", "registry.unknown_tie_kind"),
    ):
        assert refusal_of(tie, start, to=to, kind=kind, actor=county.house) == code


def test_one_must_reach_both_ends_to_tie_them(county):
    tom, hua, gao = county.actor("tom"), county.people["hua"], county.people["gao"]
    with pytest.raises(Forbidden):
        tie(hua, to=county.units["garden"], kind="agent_community", actor=tom)
    row = tie(gao, to=county.units["garden"], kind="agent_community", since=DAY, actor=tom)
    with pytest.raises(Forbidden):
        untie(row, on=clock.today(), actor=county.actor("mei"))


def test_a_place_has_a_declared_kind_a_name_and_lies_on_the_earth(county):
    given = {
        "kind": "service",
        "at": county.units["garden"],
        "latitude_micro": 31_650_000,
        "longitude_micro": 120_750_000,
        "actor": county.house,
    }
    assert str(add_place(" Hall ", **given)) == "Hall"
    for name, wrong, code in (
        ("Hall", {"kind": "castle"}, "registry.unknown_place_kind"),
        (" ", {}, "registry.place"),
        ("Hall", {"latitude_micro": 90_000_001}, "registry.place"),
        ("Hall", {"longitude_micro": -180_000_001}, "registry.place"),
    ):
        assert refusal_of(add_place, name, **(given | wrong)) == code


def test_kinds_that_a_playbook_drops_take_nothing_new(county):
    root = county.units["county"]
    declare_place_kinds(root, kinds={}, actor=county.house)
    declare_tie_kinds(root, kinds={}, actor=county.house)
    code = refusal_of(tie, county.people["hua"], to=county.people["mei"], kind="mentor", actor=county.house)
    assert code == "registry.unknown_tie_kind"


def test_two_at_once_are_told_apart_from_a_mistake(county):
    mei, lake = county.people["mei"], county.units["lake"]
    appoint(mei, role="member", unit=lake, since=DAY, actor=county.house)
    with pytest.raises(Conflict):
        appoint(mei, role="member", unit=lake, since=DAY, actor=county.house)


def test_who_serves_elsewhere_is_appointed_from_above_both_places(county):
    hua, mei, lake = county.people["hua"], county.people["mei"], county.units["lake"]
    tom, olive = county.actor("tom"), county.actor("olive")
    given = {"role": "member", "unit": lake, "since": DAY}
    assert refusal_of(appoint, hua, **given, actor=tom) == "registry.serves_elsewhere"
    assert not hua.posts.filter(unit=lake).exists()
    assert appoint(mei, **given, actor=tom).pk
    new = enrol_person(county.region, name="New", actor=tom)
    assert appoint(new, **given, actor=tom).pk
    assert appoint(hua, **given, actor=olive).pk
