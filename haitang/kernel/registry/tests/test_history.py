"""Random histories of parents and posts against a replay as naive as can be."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.kernel.registry.api import (
    add_unit,
    appoint,
    close_unit,
    end_post,
    line_of,
    move_unit,
    posts_as_of,
    subtree_as_of,
    units_as_of,
)
from haitang.kernel.registry.models import Unit, UnitAncestor
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

START = date(2026, 1, 1)
DAYS = 40
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "move", "move", "move", "close", "appoint", "end"]),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, DAYS - 1),
    ),
    max_size=24,
)


@dataclass
class Replay:
    """Who lay under whom and who held what, day by day, in plain lists."""

    #: Of each unit: (from which day, parent); parent None is before it began or after its end.
    parents: dict[int, list[tuple[date, int | None]]] = field(default_factory=dict)
    posts: dict[int, tuple[date, date | None]] = field(default_factory=dict)
    root: int = 0

    def parent(self, unit, day):
        found = None
        for since, parent in self.parents[unit]:
            if since <= day:
                found = parent
        return found

    def line(self, unit, day):
        """The unit and what it lay under on a day, nearest first; empty if it did not exist."""
        line = []
        while unit != self.root:
            parent = self.parent(unit, day)
            if parent is None:
                return []
            assert unit not in line, "a unit lies below itself"
            line.append(unit)
            unit = parent
        return [*line, self.root]


@dataclass
class Play:
    """Carries each act out in both ways; what the registry refuses never reaches the replay."""

    county: object
    replay: Replay
    units: list = field(default_factory=list)
    posts: list = field(default_factory=list)

    def add(self, one, other, day):
        target = self.unit(other)
        made = add_unit("U", kind="town", under=target, since=day, actor=self.county.house)
        self.units.append(made)
        self.replay.parents[made.pk] = [(day, target.pk)]

    def move(self, one, other, day):
        unit, target = self.unit(one), self.unit(other)
        move_unit(unit, under=target, on=day, actor=self.county.house)
        self.replay.parents[unit.pk].append((day, target.pk))

    def close(self, one, other, day):
        close_unit(self.unit(one), on=day, actor=self.county.house)
        self.replay.parents[self.unit(one).pk].append((day, None))

    def appoint(self, one, other, day):
        mei = self.county.people["mei"]
        post = appoint(mei, role="member", unit=self.unit(one), since=day, actor=self.county.house)
        self.posts.append(post)
        self.replay.posts[post.pk] = (day, None)

    def end(self, one, other, day):
        if self.posts:
            post = end_post(self.posts[one % len(self.posts)], on=day, actor=self.county.house)
            self.replay.posts[post.pk] = (post.since, day)

    def unit(self, number):
        return self.units[number % len(self.units)]


def play(county, acts):
    root = county.units["county"]
    playing = Play(county, Replay(root=root.pk), [root])
    for verb, one, other, offset in acts:
        with suppress(Refusal), transaction.atomic():
            getattr(playing, verb)(one, other, START + timedelta(days=offset))
        for stale in playing.units:
            stale.refresh_from_db()
    return playing.replay, playing.units, playing.posts


def held_on(replay, day):
    return {
        post
        for post, (since, until) in replay.posts.items()
        if since <= day and (until is None or day < until)
    }


@pytest.mark.slow(reason="replays random histories")
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_any_day_of_any_history_reads_as_it_was(county, acts):
    with transaction.atomic():
        replay, units, posts = play(county, acts)
        own = {unit.pk for unit in units}
        for offset in range(0, DAYS, 3):
            day = START + timedelta(days=offset)
            lines = {unit: replay.line(unit, day) for unit in own}
            for unit in units:
                below = {found.pk for found in subtree_as_of(unit, day)} & own
                assert below == {low for low, line in lines.items() if unit.pk in line}
            assert {unit.pk for unit in units_as_of(county.region, day)} & own == {
                unit for unit, line in lines.items() if line
            }
            mine = {post.pk for post in posts}
            assert {post.pk for post in posts_as_of(county.region, day)} & mine == held_on(replay, day)
        assert_depths_and_paths(replay, units)
        transaction.set_rollback(True)


def assert_depths_and_paths(replay, units):
    """A row of the closure says how far up its ancestor lies; today's path is today's line."""
    far = clock.today()
    for unit in units:
        for row in UnitAncestor.objects.filter(unit=unit):
            assert replay.line(unit.pk, row.since)[row.depth] == row.ancestor_id
        if replay.line(unit.pk, far):
            assert [above.pk for above in line_of(unit)] == replay.line(unit.pk, far)[::-1]
    assert len(set(Unit.objects.values_list("path", flat=True))) == Unit.objects.count()
