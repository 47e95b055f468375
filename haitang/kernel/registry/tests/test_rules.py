from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.kernel.registry.api import (
    CHANGES_PEOPLE,
    LOOKS_AT_CONTACTS,
    RESIDENT,
    SEES_PEOPLE,
    SEES_POSTS,
    SEES_UNITS,
    SYSTEM,
    Ability,
    Own,
    RoleRow,
    TieRow,
    actor_of,
    actor_of_token,
    add_unit,
    appoint,
    declare_roles,
    declare_tie_kinds,
    enrol_person,
    issue_token,
    open_account,
    open_region,
    require,
    require_rule,
    require_somewhere,
    root_of,
    tie,
    untie,
)
from haitang.kernel.registry.enums import Side
from haitang.kernel.registry.models import ApiToken, Person, Post, Tie, Unit
from haitang.kernel.registry.rules import OverPerson, Rule, Unposted
from haitang.kernel.registry.tests.agreeing import assert_rule_agrees
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden
from haitang.lib.text import Text

ABILITIES = ("registry.see", "registry.people", "registry.contact")
RULES = [
    (Unit, SEES_UNITS),
    (Unit, Ability("registry.see", at="parent__path")),
    (Unit, Ability("registry.see", at="path") & Ability("registry.people", at="parent__path")),
    (Post, SEES_POSTS),
    (Post, Ability("registry.see") & Ability("registry.contact")),
    (Post, Ability("registry.people") | Own("person")),
    (Person, SEES_PEOPLE),
    (Person, CHANGES_PEOPLE),
    (Person, LOOKS_AT_CONTACTS),
    (Person, OverPerson("registry.see")),
    (Person, Unposted("registry.people") & OverPerson("registry.see")),
    (Person, Own("pk")),
    (Post, Own("person", within="unit__path")),
]


@st.composite
def towns(draw):
    """Parents of units, posts and giving ties with dates, and the abilities of roles: all at random."""
    units = draw(st.integers(1, 7))
    parents = [draw(st.integers(0, number)) for number in range(units)]
    roles = draw(st.lists(st.sets(st.sampled_from(ABILITIES)), min_size=1, max_size=3))
    post = st.tuples(
        st.integers(0, 3),
        st.integers(0, len(roles) - 1),
        st.integers(0, units),
        st.integers(-3, 1),
        st.integers(1, 3),
    )
    return parents, roles, draw(st.lists(post, max_size=6)), draw(st.lists(post, max_size=4))


def grow(town, other):
    parents, roles, posts, ties = town
    region = open_region("haidong", code="990002", name="Haidong", actor=None)
    house = SYSTEM(region)
    units = [root_of(region)]
    for parent in parents:
        units.append(add_unit("U", kind="county", under=units[parent], since=date(2020, 1, 1), actor=house))
    rows = {f"r{number}": RoleRow(Text.both("r"), abilities=tuple(may)) for number, may in enumerate(roles)}
    declare_roles(units[0], roles=rows, actor=house)
    given = {
        f"t{number}": TieRow(Text.both("t"), "", (Side.PERSON, Side.UNIT), f"r{number}")
        for number in range(len(roles))
    }
    declare_tie_kinds(units[0], kinds=given, actor=house)
    people = [enrol_person(region, name="P", actor=house) for _ in range(4)]
    for number, person in enumerate(people):
        open_account(f"p{number}", person=person, actor=house)
    for person, role, unit, begins, lasts in posts:
        since = clock.today() + timedelta(days=begins)
        try:
            appoint(
                people[person],
                role=f"r{role}",
                unit=units[unit],
                since=since,
                until=since + timedelta(days=lasts),
                actor=house,
            )
        except Conflict:
            continue  # the same post twice on one day
    for person, role, unit, begins, lasts in ties:
        since = clock.today() + timedelta(days=begins)
        try:
            held = tie(people[person], to=units[unit], kind=f"t{role}", since=since, actor=house)
        except Conflict:
            continue  # tied in this way already
        untie(held, on=since + timedelta(days=lasts), actor=house)
    standing = Post.objects.filter(region=region, since__lte=clock.today(), until__gt=clock.today())
    tokens = [issue_token(post, label="app", actor=house)[1] for post in standing[:2]]
    return [
        *map(actor_of_token, tokens),
        *(actor_of(one.account) for one in people),
        house,
        RESIDENT(region),
        other.actor("olive"),
        other.house,
    ]


@pytest.mark.slow(reason="asks every rule of every thing in random towns")
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(town=towns())
def test_what_a_rule_allows_is_what_it_shows(county, town):
    with transaction.atomic():
        actors = grow(town, county)
        for model, rule in RULES:
            assert assert_rule_agrees(rule, model, actors) >= 0
        transaction.set_rollback(True)


def test_the_rules_let_some_see_and_others_not(county):
    actors = [county.actor(name) for name in county.people] + [county.house, RESIDENT(county.region)]
    pairs = len(actors) * Unit.objects.count()
    assert 0 < assert_rule_agrees(SEES_UNITS, Unit, actors) < pairs
    assert set(Post.objects.filter(SEES_POSTS.visible(county.actor("mei")))) == set(
        Post.objects.filter(person=county.people["mei"])
    )
    assert Person.objects.filter(SEES_PEOPLE.visible(county.actor("tom"))).count() == 4


def test_a_rule_that_disagrees_with_itself_is_found(county):
    class Torn(Rule):
        def allows(self, actor, thing):
            return True

        def visible(self, actor):
            return Own("pk").visible(actor)

    with pytest.raises(AssertionError):
        assert_rule_agrees(Torn(), Unit, [county.house])


def test_a_rule_over_a_thing_without_a_unit_allows_nobody_but_says_so(county):
    root = county.units["county"]
    rule = Ability("registry.see", at="parent__path")
    assert not rule.allows(county.actor("olive"), root)
    assert rule.allows(county.actor("olive"), county.units["east"])
    assert not Own("person").allows(RESIDENT(county.region), county.people["mei"].posts.get())
    assert not OverPerson("registry.see").allows(county.house, root)
    assert not Unposted("registry.see").allows(county.house, root)


def test_the_county_root_is_seen_through_one_range(county):
    sql = str(Unit.objects.filter(SEES_UNITS.visible(county.actor("olive"))).query)
    assert sql.count(">=") == 1
    assert "LIKE" not in sql


def test_a_base_rule_answers_nothing(county):
    with pytest.raises(NotImplementedError):
        Rule().allows(county.house, county.region)
    with pytest.raises(NotImplementedError):
        Rule().visible(county.house)


def test_want_of_an_ability_is_said_in_both_languages(county):
    tom, west = county.actor("tom"), county.units["west"]
    require(tom, "registry.units", county.units["lake"])
    require_somewhere(tom, "registry.units", county.region.pk)
    require_rule(tom, SEES_UNITS, county.units["lake"])
    for ask in (
        lambda: require(tom, "registry.units", west),
        lambda: require_somewhere(tom, "registry.nothing", county.region.pk),
        lambda: require_rule(tom, SEES_UNITS, west),
    ):
        with pytest.raises(Forbidden) as refused:
            ask()
        assert "权限" in refused.value.into("zh-hans")
        assert "posts" in refused.value.into("en")


def test_rules_reach_through_several_foreign_keys(county):
    rule = Ability("registry.see", at="post__unit__path") | Own("post__person")
    assert_rule_agrees(rule, ApiToken, [county.actor("tom"), county.house])
    assert_rule_agrees(Ability("registry.see", at="to_unit__path"), Tie, [county.actor("tom"), county.house])


def test_a_token_opens_of_its_persons_own_only_what_lies_under_its_post(county):
    gao = county.people["gao"]
    other = appoint(gao, role="member", unit=county.units["hill"], actor=county.house)
    post = gao.posts.get(role__key="secretary")
    _, secret = issue_token(post, label="app", actor=county.house)
    token, person = actor_of_token(secret), county.actor("gao")
    own = Own("person", within="unit__path")
    assert set(Post.objects.filter(own.visible(person))) == {post, other}
    assert set(Post.objects.filter(own.visible(token))) == {post}
    assert not Post.objects.filter(Own("person").visible(token)).exists()
    assert not LOOKS_AT_CONTACTS.allows(token, gao)
    assert LOOKS_AT_CONTACTS.allows(person, gao)
    for model, rule in (
        (Post, own),
        (Post, Own("person")),
        (Person, SEES_PEOPLE),
        (Person, LOOKS_AT_CONTACTS),
    ):
        assert_rule_agrees(rule, model, [token, person])
