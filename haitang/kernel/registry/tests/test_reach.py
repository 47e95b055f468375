"""A tie may give a role: who is tied to a unit may there what the role may, from the tie's day to its end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from haitang.kernel.registry.api import (
    RegistrySection,
    RoleRow,
    TieRow,
    actor_of_token,
    declare_roles,
    declare_tie_kinds,
    issue_token,
    tie,
    untie,
)
from haitang.kernel.registry.enums import Side
from haitang.kernel.registry.models import Person, Post, TieKind, Unit
from haitang.kernel.registry.rules import SEES_PEOPLE, SEES_POSTS, SEES_UNITS
from haitang.kernel.registry.tests.agreeing import assert_rule_agrees
from haitang.kernel.registry.tests.county import ROLES
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.lib.diagnostics import Forbidden
from haitang.lib.text import Text

AGENT = TieRow(Text.both("agent"), "", (Side.PERSON, Side.UNIT), "handler")


@pytest.fixture
def giving(county):
    """The county, where a tie from a person to a community makes them a handler there."""
    declare_tie_kinds(county.units["county"], kinds={"agent_community": AGENT}, actor=county.house)
    return county


def seen(county, name: str) -> set[str]:
    return {unit.name for unit in Unit.objects.filter(SEES_UNITS.visible(county.actor(name)))}


def agent(county, name: str = "hua", to: str = "garden", **given):
    given.setdefault("actor", county.house)
    return tie(county.people[name], to=county.units[to], kind="agent_community", **given)


def test_a_tie_reaches_a_unit_where_one_holds_no_post_and_all_below_it(giving):
    assert seen(giving, "hua") == {"Hill"}
    held = agent(giving)
    assert seen(giving, "hua") == {"Hill", "Garden", "House"}
    actor = giving.actor("hua")
    assert [(one.role, one.unit_name) for one in actor.stands] == [("handler", "Hill"), ("handler", "Garden")]
    assert [post.unit_name for post in actor.posts] == ["Hill"]
    untie(held, on=clock.today() + timedelta(days=1), actor=giving.house)
    assert seen(giving, "hua") == {"Hill", "Garden", "House"}


def test_a_tie_reaches_from_its_first_day_until_its_last(giving, time_machine):
    today = clock.today()
    held = agent(giving, since=today + timedelta(days=2))
    untie(held, on=today + timedelta(days=4), actor=giving.house)
    reached = []
    for days in range(6):
        time_machine.move_to(clock.now() + timedelta(days=min(days, 1)))
        reached.append("Garden" in seen(giving, "hua"))
    assert reached == [False, False, True, True, False, False]


def test_what_a_tie_lets_one_do_is_what_it_shows(giving):
    agent(giving)
    agent(giving, "mei", "east")
    actors = [giving.actor(name) for name in giving.people]
    for model, rule in ((Unit, SEES_UNITS), (Post, SEES_POSTS), (Person, SEES_PEOPLE)):
        assert assert_rule_agrees(rule, model, actors) > 0


def test_a_tie_that_gives_nothing_reaches_nothing(county):
    agent(county)
    assert seen(county, "hua") == {"Hill"}


def test_an_unchanged_actor_is_asked_anew_when_what_the_tie_gives_changes(giving):
    agent(giving)
    assert "Garden" in seen(giving, "hua")
    root = giving.units["county"]
    roles = {key: RoleRow(Text.both(key), "", may, where) for key, (may, where) in ROLES.items()}
    less = replace(roles["handler"], abilities=())
    declare_roles(root, roles={**roles, "handler": less}, actor=giving.house)
    assert seen(giving, "hua") == set()
    declare_roles(root, roles=roles, actor=giving.house)
    declare_tie_kinds(root, kinds={"agent_community": replace(AGENT, gives="")}, actor=giving.house)
    assert seen(giving, "hua") == {"Hill"}


def test_nobody_gives_or_takes_by_a_tie_what_they_may_not_themselves(giving):
    roles = {key: RoleRow(Text.both(key), "", may, where) for key, (may, where) in ROLES.items()}
    tying = replace(roles["clerk"], abilities=("registry.see", "registry.tie"))
    more = replace(roles["handler"], abilities=("registry.see", "registry.people"))
    root = giving.units["county"]
    declare_roles(root, roles={**roles, "clerk": tying, "handler": more}, actor=giving.house)
    with pytest.raises(Forbidden):
        agent(giving, actor=giving.actor("clara"))
    held = agent(giving, actor=giving.actor("olive"))
    with pytest.raises(Forbidden):
        untie(held, on=clock.today() + timedelta(days=1), actor=giving.actor("clara"))


def test_a_token_is_worth_its_post_and_not_what_ties_give(giving):
    agent(giving)
    _, secret = issue_token(giving.people["hua"].posts.get(), label="app", actor=giving.house)
    actor = actor_of_token(secret)
    assert {unit.name for unit in Unit.objects.filter(SEES_UNITS.visible(actor))} == {"Hill"}


def declared(**tie_words) -> RegistrySection:
    label = {"zh": "名", "en": "Name"}
    return RegistrySection.model_validate(
        {
            "roles": {"agent": {"label": label}, "clerk": {"label": label}},
            "ties": {"link": {"label": label, "between": ["person", "unit"], **tie_words}},
        }
    )


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ({"gives": "agent"}, []),
        ({"gives": "agnet"}, [("unknown-role", 'Did you mean "agent"?')]),
        (
            {"gives": "agent", "between": ["person", "person"]},
            [("gives-without-unit", "Say between: [person, unit], or drop gives.")],
        ),
        (
            {"gives": "agent", "between": ["unit", "unit"]},
            [("gives-without-unit", "Say between: [person, unit], or drop gives.")],
        ),
    ],
)
def test_what_a_tie_gives_is_checked(words, faults):
    section = declared(**words)
    found = section.problems(House("test", {RegistrySection: section}))
    assert [(fault.code, fault.hint) for fault in found] == faults


def test_the_plan_says_whose_ties_give_something_else(giving):
    agent(giving)
    label = {"zh": "名", "en": "Name"}
    before, after = (
        RegistrySection.model_validate(
            {"ties": {"agent_community": {"label": label, "between": ["person", "unit"], "gives": role}}}
        )
        for role in ("", "handler")
    )
    effects = [one for one in after.effects(before, giving.units["county"]) if one.path[0] == "ties"]
    assert [one.en for one in effects] == ["The role given by 1 tie would change: - → handler."]


def test_apply_writes_what_a_tie_gives(county):
    section = declared(gives="agent")
    section.apply(county.units["county"], House("test", {RegistrySection: section}))
    assert str(TieKind.objects.select_related("gives").get(key="link").gives) == "名"
