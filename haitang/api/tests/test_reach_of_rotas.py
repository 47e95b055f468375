"""Nobody sees, plans or answers for a rota outside the posts that allow it: by session and by token."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.desks.rota.actions import ask_exchange, plan_days
from haitang.desks.rota.models import Exchange, Sitting
from haitang.desks.rota.queries import Kept, rota_for, sitters, turns_on
from haitang.desks.rota.tests.conftest import County, make_county
from haitang.kernel.registry.api import appoint, end_post, issue_token
from haitang.kernel.registry.models import Post
from haitang.lib import clock

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
PLACES, ROLES, PEOPLE = ("garden", "hill"), ("planner", "sitter"), ("petra", "anna", "ben", "zoe")
#: Who, as what, where, and whether the post is over.
Held = tuple[str, str, str, bool]
HELD = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ROLES), st.sampled_from(PLACES), st.booleans())


@dataclass(frozen=True)
class Oracle:
    """Whoever sits or plans at a place sees its rota; whoever plans there plans; the one asked answers."""

    posts: frozenset[tuple[str, str]]

    def sees(self, place: str) -> bool:
        return any(where == place for _, where in self.posts)

    def plans(self, place: str) -> bool:
        return ("planner", place) in self.posts


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    with time_machine.travel(MONDAY, tick=False):
        return make_county(stage)


@pytest.fixture
def county(grown: County, db: None) -> County:
    return deepcopy(grown)


def kept_at(county: County, place: str) -> Kept:
    """The rota of a place, as the house sees it."""
    found = rota_for(county.house, "owners", county.units[place].pk)
    assert found is not None
    return found


def planned(county: County, place: str) -> list[Sitting]:
    """Two Saturdays of a place."""
    first = clock.today() + timedelta(days=5)
    return plan_days(kept_at(county, place), since=first, until=first + timedelta(days=7), actor=county.house)


def asked(county: County, sitting: Sitting) -> Exchange:
    """The one whose turn it is asks the next by name to take it."""
    (turn,) = turns_on([sitting])[sitting.pk]
    kept = kept_at(county, "garden")
    to = next(one for one in sitters(kept) if one.pk != turn.person_id)
    return ask_exchange(turn, to=to, kept=kept, actor=county.actor(turn.person.name.lower()))


def standing(county: County, name: str) -> list[Post]:
    today = clock.today()
    posts = Post.objects.filter(person=county.people[name]).select_related("role", "unit").order_by("pk")
    return [post for post in posts if post.until is None or post.until > today]


def oracle_of(posts: list[Post]) -> Oracle:
    return Oracle(frozenset((post.role.key, post.unit.name.lower()) for post in posts))


def by_token(post: Post, county: County) -> Client:
    _, secret = issue_token(post, label="test", actor=county.house)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def assert_session(county: County, name: str, days: dict[str, Sitting], exchange: Exchange) -> None:
    """What a browser shows, plans and answers is what all of one's posts allow."""
    client, oracle = county.client(name), oracle_of(standing(county, name))
    for place, day in days.items():
        where = ["owners", county.units[place].pk]
        shown = 200 if oracle.sees(place) else 404
        assert client.get(reverse("rota:rota", args=where)).status_code == shown
        assert client.get(reverse("rota:sitting", args=[day.uuid])).status_code == shown
        before = Sitting.objects.filter(unit=county.units[place]).count()
        span = {"since": day.day + timedelta(days=70), "until": day.day + timedelta(days=70)}
        client.post(reverse("rota:plan", args=where), span)
        assert Sitting.objects.filter(unit=county.units[place]).count() - before == oracle.plans(place)
    client.post(reverse("rota:answer", args=[exchange.uuid]), {"accept": "no"})
    exchange.refresh_from_db()
    is_asked = exchange.asked_id == county.people[name].pk
    assert bool(exchange.answered_at) == (is_asked and oracle.sees("garden"))


def assert_token(county: County, post: Post, days: dict[str, Sitting], exchange: Exchange) -> None:
    """What a program lists, plans and answers is what its one post allows."""
    client, oracle = by_token(post, county), oracle_of([post])
    listed = {row["unit_name"].lower() for row in client.get("/api/rota").json()}
    assert listed == {place for place in PLACES if oracle.sees(place)}
    for place, day in days.items():
        span = {"since": str(day.day + timedelta(days=70)), "until": str(day.day + timedelta(days=70))}
        path = f"/api/rota/owners/{county.units[place].pk}/days"
        answer = client.post(path, span, content_type="application/json").status_code
        assert answer == (201 if oracle.plans(place) else 403 if oracle.sees(place) else 404)
    path, said = f"/api/rota/exchanges/{exchange.uuid}", {"accept": False}
    answered = client.post(path, said, content_type="application/json").status_code
    is_asked = exchange.asked_id == post.person_id
    assert answered == (201 if is_asked and oracle.sees("garden") else 404)


@pytest.mark.slow  # each example grows posts and walks every page with them
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(more=st.lists(HELD, max_size=5))
def test_a_rota_is_seen_planned_and_exchanged_within_its_posts_alone(county: County, more: list[Held]):
    with time_machine.travel(MONDAY, tick=False), transaction.atomic():
        days = {place: planned(county, place)[0] for place in PLACES}
        exchange = asked(county, days["garden"])
        for name, role, place, over in dict.fromkeys(more):
            person, unit = county.people[name], county.units[place]
            if not Post.objects.filter(person=person, unit=unit, role__key=role).exists():
                post = appoint(
                    person, role=role, unit=unit, actor=county.house, since=clock.today() - timedelta(days=9)
                )
                if over:
                    end_post(post, on=clock.today(), actor=county.house)
        for name in PEOPLE:
            for walk in (
                lambda name=name: assert_session(county, name, days, exchange),
                *(
                    lambda post=post: assert_token(county, post, days, exchange)
                    for post in standing(county, name)
                ),
            ):
                with transaction.atomic():
                    walk()
                    transaction.set_rollback(True)
                exchange.refresh_from_db()
        transaction.set_rollback(True)
