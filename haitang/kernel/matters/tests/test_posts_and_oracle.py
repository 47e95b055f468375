"""Nobody sees or moves a matter outside the posts that allow it: any small world, against a plain oracle."""

from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from haitang.kernel.matters.api import (
    InboxFilter,
    board,
    comment,
    inbox,
    make_move,
    matter_for,
    moves_open,
    visible,
)
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.tests.world import ENDS, PLAYBOOK, Oracle, Plan, World, grown, plans
from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.registry.api import RESIDENT, SYSTEM, Actor, open_region, root_of
from haitang.kernel.registry.models import Region
from haitang.lib.diagnostics import Refusal
from haitang.lib.ids import new_id

EVERYTHING = InboxFilter(show="all")


@pytest.fixture
def region(db, playbook_folder: Path) -> Region:
    """An empty region in which things are opened and moved."""
    found = open_region("world", code="990009", name="World", actor=None)
    (playbook_folder / "main.yaml").write_text(PLAYBOOK, encoding="utf-8")
    apply(plan(playbook_folder, at=root_of(found)), actor=SYSTEM(found))
    return found


def now(matter: Matter) -> Matter:
    """The matter as it is now."""
    return Matter.objects.select_related("state", "kind", "unit__region", "owner").get(pk=matter.pk)


def oracle_of(world: World, person: int) -> Oracle:
    """What the plain way says of a person with all posts and ties."""
    return Oracle.of(world, person, world.posts, world.ties)


def assert_views_agree(world: World, actor: Actor, oracle: Oracle) -> None:
    """Every way of looking shows just what the oracle says."""
    matters = [now(matter) for matter in world.matters]
    seen = {matter.number for matter in matters if oracle.sees(matter)}
    standing = {matter.number for matter in matters if matter.closed_at is None} & seen
    assert {one.number for one in matters if matter_for(actor, one.number)} == seen
    assert {row.number for row in inbox(actor, EVERYTHING).rows} == seen
    assert {matter.number for matter in visible(actor, EVERYTHING)} == seen
    assert {row.number for row in inbox(actor).rows} == standing
    assert {row.number for column in board(actor, "thing") for row in column.rows} == standing
    for matter in matters:
        assert {view.key for view in moves_open(matter, actor)} == oracle.moves(matter)


def assert_move_agrees(world: World, actor: Actor, oracle: Oracle, wish: tuple[int, str, int]) -> None:
    """What the oracle forbids is refused and changes nothing; what it allows is done."""
    number, key, unit = wish
    before, steps = now(world.matters[number]), Step.objects.count()
    may, sender = key in oracle.moves(before), oracle.sender(before)
    asked = {"move": key, "seen": before.serial, "client_id": new_id(), **world.given(key, unit)}
    if may:
        make_move(before, actor=actor, **asked)
        after = now(before)
        assert after.state.key == ENDS.get(key, before.state.key)
        assert after.owner_id == {"dispatch": world.units[unit].pk, "recall": sender}.get(
            key, before.owner_id
        )
        return
    with pytest.raises(Refusal):
        make_move(before, actor=actor, **asked)
    after = now(before)
    assert (after.serial, after.state_id, after.owner_id) == (before.serial, before.state_id, before.owner_id)
    assert Step.objects.count() == steps


@pytest.mark.slow  # each example grows a world
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(planned=plans())
def test_nobody_sees_or_moves_a_matter_outside_the_posts_that_allow_it(region: Region, planned: Plan):
    with transaction.atomic():
        world = grown(planned, region)
        for person, number, key, unit in planned.moves:
            oracle = oracle_of(world, person)
            assert_move_agrees(world, world.actor(person), oracle, (number, key, unit))
        for person in range(len(world.people)):
            assert_views_agree(world, world.actor(person), oracle_of(world, person))
        nobody = Oracle(world, 0, ())
        assert not any(nobody.moves(now(matter)) for matter in world.matters)
        assert inbox(RESIDENT(region), EVERYTHING).rows == []
        transaction.set_rollback(True)


@pytest.mark.slow  # each example grows a world
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(planned=plans())
def test_nobody_speaks_of_a_matter_outside_the_posts_that_allow_it(region: Region, planned: Plan):
    with transaction.atomic():
        world = grown(planned, region)
        for person in range(len(world.people)):
            actor, oracle = world.actor(person), oracle_of(world, person)
            for matter in map(now, world.matters):
                if oracle.comments(matter):
                    comment(matter, text="x", client_id=new_id(), actor=actor)
                else:
                    with pytest.raises(Refusal):
                        comment(matter, text="x", client_id=new_id(), actor=actor)
        transaction.set_rollback(True)


@pytest.mark.slow(reason="each example grows ties")
def test_a_tie_lets_one_see_and_move_what_its_role_may_there_and_nothing_else(region: Region):
    matters = [(1, 1, [], None), (2, 2, [], None)]
    planned = Plan(
        [0, 0], [(0, "idle", 0, -1, 3)], matters, [], [(1, "agent", 1, -1, 3), (2, "friend", 1, -1, 3)]
    )
    world = grown(planned, region)
    here, elsewhere = (now(matter) for matter in world.matters)
    agent, friend = world.actor(1), world.actor(2)
    assert matter_for(agent, here.number) is not None
    assert matter_for(agent, elsewhere.number) is None
    assert [matter_for(friend, one.number) for one in (here, elsewhere)] == [None, None]
    for person in range(3):
        assert_views_agree(world, world.actor(person), oracle_of(world, person))
    assert_move_agrees(world, agent, oracle_of(world, 1), (1, "accept", 2))
    assert_move_agrees(world, friend, oracle_of(world, 2), (0, "accept", 1))
    assert_move_agrees(world, agent, oracle_of(world, 1), (0, "accept", 1))
    assert now(here).state.key == "working"


def test_what_left_ones_reach_can_be_moved_no_more(region: Region):
    planned = Plan([0, 0], [(0, "clerk", 1, -1, 3), (1, "clerk", 2, -1, 3)], [(1, None, [], None)], [])
    world = grown(planned, region)
    matter = now(world.matters[0])
    east, west = world.actor(0), world.actor(1)
    assert matter_for(west, matter.number) is None
    assert_move_agrees(world, west, oracle_of(world, 1), (0, "dispatch", 1))
    assert_move_agrees(world, east, oracle_of(world, 0), (0, "dispatch", 2))
    # It happened in the east, so the east still sees it; but it is the west's to move.
    assert matter_for(east, matter.number) is not None
    assert_move_agrees(world, east, oracle_of(world, 0), (0, "dispatch", 1))
    assert_move_agrees(world, west, oracle_of(world, 1), (0, "dispatch", 1))
    assert now(matter).owner == world.units[1]
