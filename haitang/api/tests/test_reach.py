"""A token reaches no farther than its one post: any small world, against the plain oracle, over HTTP."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings

from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.tests.world import PLAYBOOK, Oracle, Plan, World, grown, plans
from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.registry.api import SYSTEM, issue_token, open_region, root_of
from haitang.kernel.registry.models import Post, Region
from haitang.lib import clock


@pytest.fixture
def region(db, playbook_folder: Path) -> Region:
    """An empty region in which things are opened and moved."""
    found = open_region("world", code="990009", name="World", actor=None)
    (playbook_folder / "main.yaml").write_text(PLAYBOOK, encoding="utf-8")
    apply(plan(playbook_folder, at=root_of(found)), actor=SYSTEM(found))
    return found


def standing(world: World) -> list[Post]:
    """The posts that stand today: only they are worth a token."""
    today = clock.today()
    return [post for post in world.posts if post.since <= today and (not post.until or today < post.until)]


def caller(post: Post, region: Region) -> Client:
    """A client with a token of *post*."""
    _, secret = issue_token(post, label="test", actor=SYSTEM(region))
    return Client(headers={"Authorization": f"Bearer {secret}"})


def assert_reach(client: Client, oracle: Oracle, matter: Matter, given: dict[str, object], key: str) -> None:
    """What the token sees, says and moves of one matter is what the oracle says."""
    path = f"/api/matters/{matter.number}"
    sees = oracle.sees(matter)
    assert client.get(path).status_code == (200 if sees else 404)
    # Asked before: whoever took a matter back is not the one from whom its owner has it.
    may = sees and key in oracle.moves(matter)
    said = {"seen": matter.serial, **given}
    moved = client.post(f"{path}/moves/{key}", said, content_type="application/json").status_code
    assert (moved == 201) == may
    if not sees:
        assert moved == 404


@pytest.mark.slow  # each example grows a world
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(planned=plans())
def test_a_token_sees_and_moves_just_what_its_post_allows(region: Region, planned: Plan):
    with transaction.atomic():
        world = grown(planned, region)
        for post in standing(world):
            person = next(number for number, one in enumerate(world.people) if one.pk == post.person_id)
            oracle = replace(Oracle.of(world, person, [post]), by_token=True)
            client = caller(post, region)
            matters = list(Matter.objects.select_related("state").order_by("pk"))
            listed = client.get("/api/matters", {"show": "all"}).json()["rows"]
            assert {row["number"] for row in listed} == {one.number for one in matters if oracle.sees(one)}
            for (_, _, key, unit), matter in zip(planned.moves, matters, strict=False):
                asks = {
                    "dispatch": {"to_unit": world.units[unit].pk},
                    "invite": {"invited": [world.units[unit].pk]},
                }
                assert_reach(client, oracle, matter, asks.get(key, {}), key)
        transaction.set_rollback(True)
