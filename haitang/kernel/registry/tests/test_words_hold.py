"""A word that a unit's playbook declares is used there and below alone: appointed, grown, tied or moved."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.kernel.registry.api import (
    PostRow,
    RoleRow,
    TieRow,
    UnitRow,
    WordSpec,
    add_place,
    add_unit,
    appoint,
    close_unit,
    declare_place_kinds,
    declare_roles,
    declare_tie_kinds,
    declare_unit_kinds,
    end_post,
    grow_posts,
    grow_units,
    move_unit,
    roles_at,
    tie,
    untie,
)
from haitang.kernel.registry.enums import Side
from haitang.kernel.registry.integrity import findings
from haitang.kernel.registry.models import Post, Role, Unit
from haitang.kernel.registry.tests.county import BEGAN
from haitang.lib import clock
from haitang.lib.diagnostics import Faults, Refusal
from haitang.lib.text import Text


@pytest.fixture
def town(county):
    """The county, with words that only the playbook of East declares."""
    east, house = county.units["east"], county.house
    declare_roles(east, roles={"warden": RoleRow(Text(zh="网格长", en="Warden"))}, actor=house)
    declare_unit_kinds(east, kinds={"block": WordSpec(Text(zh="楼组", en="Block"))}, actor=house)
    reach = TieRow(Text(zh="包联", en="Ward"), "", (Side.PERSON, Side.UNIT), gives="warden")
    declare_tie_kinds(east, kinds={"ward": reach}, actor=house)
    declare_place_kinds(east, kinds={"shed": WordSpec(Text(zh="棚", en="Shed"))}, actor=house)
    return county


def refused(act, *given, **named):
    with pytest.raises(Refusal) as found:
        act(*given, **named)
    return found.value


def test_a_role_of_a_town_is_held_in_the_town_and_nowhere_else(town):
    mei, house = town.people["mei"], town.house
    for within in ("east", "lake", "house"):
        appoint(mei, role="warden", unit=town.units[within], actor=house)
    for outside in ("county", "west", "hill", "finance"):
        told = refused(appoint, mei, role="warden", unit=town.units[outside], actor=house)
        assert (told.code, told.field) == ("registry.holds_elsewhere", "role")
        assert told.zh == "“网格长”是East自己的方案声明的，只用于East及其下级。"
        assert told.en == "Warden is declared by the playbook of East: it is used there and below alone."


def test_only_roles_that_hold_there_are_offered(town):
    assert "warden" in {role.key for role in roles_at(town.units["lake"])}
    assert "warden" not in {role.key for role in roles_at(town.units["hill"])}


def test_rows_in_bulk_are_held_to_it_as_well(town):
    mei, hill, house = town.people["mei"], town.units["hill"], town.house
    with pytest.raises(Faults) as found:
        grow_posts(town.region, rows=[PostRow(mei.pk, "warden", hill.code, BEGAN)], actor=house)
    assert [fault.code for fault in found.value.faults] == ["registry.holds_elsewhere"]
    with pytest.raises(Faults) as found:
        grow_units(town.region, rows=[UnitRow("block", "B", hill.code, BEGAN)], actor=house)
    assert [fault.code for fault in found.value.faults] == ["registry.holds_elsewhere"]
    grow_posts(town.region, rows=[PostRow(mei.pk, "warden", town.units["lake"].code, BEGAN)], actor=house)
    grow_units(town.region, rows=[UnitRow("block", "B", town.units["lake"].code, BEGAN)], actor=house)


def test_kinds_of_units_ties_and_places_are_used_where_they_hold(town):
    hua, hill, lake, house = town.people["hua"], town.units["hill"], town.units["lake"], town.house
    where = {"latitude_micro": 1, "longitude_micro": 1, "actor": house}
    for act, asked in (
        (add_unit, lambda at: (("B",), {"kind": "block", "under": at, "actor": house})),
        (tie, lambda at: ((hua,), {"to": at, "kind": "ward", "actor": house})),
        (add_place, lambda at: (("S",), {"kind": "shed", "at": at, **where})),
    ):
        plain, named = asked(hill)
        assert refused(act, *plain, **named).code == "registry.holds_elsewhere"
        plain, named = asked(lake)
        act(*plain, **named)


def test_a_unit_does_not_move_away_from_words_in_use_and_is_told_which(town):
    mei, lake, west, house = town.people["mei"], town.units["lake"], town.units["west"], town.house
    post = appoint(mei, role="warden", unit=lake, since=BEGAN, actor=house)
    block = add_unit("Block", kind="block", under=lake, since=BEGAN, actor=house)
    tied = tie(mei, to=lake, kind="ward", since=BEGAN, actor=house)
    moving = {"under": west, "on": clock.today(), "actor": house}
    told = refused(move_unit, lake, **moving)
    assert told.code == "registry.words_stay"
    assert told.zh == (
        "“Lake”及其下级还在用East自己的方案声明的词：1 个在任职务（网格长）；"
        "1 个单位（楼组）；1 项联系（包联）。移出后它们不再有效，请先结束或改用别的，再移动。"
    )
    assert told.en == (
        "In Lake words are in use that only the playbook of East declares: "
        "1 posts are held in this role (Warden); 1 units are of this kind (Block); "
        "1 ties are of this kind (Ward). They would not hold "
        "any more: end them or take others first, then move it."
    )
    move_unit(lake, under=town.units["garden"], on=clock.today(), actor=house)
    end_post(post, on=clock.today(), actor=house)
    untie(tied, on=clock.today(), actor=house)
    assert "网格长" not in refused(move_unit, lake, **moving).zh
    close_unit(block, on=clock.today(), actor=house)
    move_unit(lake, **moving)


def test_a_unit_takes_the_words_of_its_own_playbook_along(town):
    appoint(town.people["mei"], role="warden", unit=town.units["lake"], since=BEGAN, actor=town.house)
    move_unit(town.units["east"], under=town.units["west"], on=clock.today(), actor=town.house)
    assert list(findings(town.region)) == []
    appoint(town.people["sun"], role="warden", unit=town.units["lake"], actor=town.house)


def test_a_word_that_the_county_retired_a_town_may_take(county):
    east, house = county.units["east"], county.house
    appoint_all = {
        key: RoleRow(Text.both(key)) for key in ("organiser", "clerk", "handler", "secretary", "member")
    }
    declare_roles(
        county.units["county"], roles=appoint_all | {"aide": RoleRow(Text.both("aide"))}, actor=house
    )
    declare_roles(county.units["county"], roles=appoint_all, actor=house)
    declare_roles(east, roles={"aide": RoleRow(Text.both("aide"))}, actor=house)
    appoint(county.people["mei"], role="aide", unit=county.units["lake"], actor=house)
    code = refused(appoint, county.people["mei"], role="aide", unit=county.units["hill"], actor=house).code
    assert code == "registry.holds_elsewhere"


def test_a_post_held_elsewhere_from_before_is_found(town):
    post = town.people["hua"].posts.get()
    Post.objects.filter(pk=post.pk).update(role=Role.objects.get(key="warden"))
    assert [(found.code, found.where) for found in findings(town.region)] == [
        ("post.of_another_units_role", f"post {post.pk} (warden) · Hill {town.units['hill'].code}")
    ]


PLACES = ("east", "west", "lake", "garden", "hill", "house")
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["declare", "appoint", "appoint", "grow", "move", "move", "end"]),
        st.integers(0, len(PLACES) - 1),
        st.integers(0, len(PLACES) - 1),
    ),
    max_size=24,
)


@dataclass
class Naive:
    """Who lies under whom, who declares which role, and which role is held where: in plain lists."""

    parents: dict[str, str | None]
    holders: dict[str, str] = field(default_factory=dict)
    held: list[tuple[str, str]] = field(default_factory=list)

    def line(self, unit):
        return [unit, *(self.line(self.parents[unit]) if self.parents[unit] else [])]

    def sound(self):
        return all(self.holders[role] in self.line(unit) for role, unit in self.held)


@dataclass
class Town:
    """Carries each act out in the registry, and says whether the naive rule would have allowed it."""

    county: object
    naive: Naive
    posts: list = field(default_factory=list)

    def declare(self, one, other):
        role = f"role{one}"
        self.naive.holders[role] = PLACES[one]
        declare_roles(self.unit(one), roles={role: RoleRow(Text.both(role))}, actor=self.county.house)

    def appoint(self, one, other):
        self._hold(one, other, self._appointed)

    def grow(self, one, other):
        self._hold(one, other, self._grown)

    def _hold(self, one, other, act):
        role, unit = f"role{one}", PLACES[other]
        if role not in self.naive.holders or (role, unit) in self.naive.held:
            return
        allowed = self.naive.holders[role] in self.naive.line(unit)
        assert self.done(act, role, self.unit(other)) == allowed
        if allowed:
            self.naive.held.append((role, unit))
            self.posts.append(Post.objects.get(role__key=role, unit=self.unit(other), until=None))

    def _appointed(self, role, unit):
        appoint(self.county.people["mei"], role=role, unit=unit, since=BEGAN, actor=self.county.house)

    def _grown(self, role, unit):
        rows = [PostRow(self.county.people["mei"].pk, role, unit.code, BEGAN)]
        grow_posts(self.county.region, rows=rows, actor=self.county.house)

    def move(self, one, other):
        unit, target = PLACES[one], PLACES[other]
        if unit in self.naive.line(target):
            return
        before = self.naive.parents[unit]
        self.naive.parents[unit] = target
        allowed = self.naive.sound()
        today = clock.today()
        assert allowed == self.done(
            move_unit, self.unit(one), under=self.unit(other), on=today, actor=self.county.house
        )
        if not allowed:
            self.naive.parents[unit] = before

    def end(self, one, other):
        if self.posts:
            number = one % len(self.posts)
            end_post(self.posts.pop(number), on=BEGAN + timedelta(days=1), actor=self.county.house)
            self.naive.held.pop(number)

    def unit(self, number):
        return Unit.objects.get(pk=self.county.units[PLACES[number]].pk)

    def done(self, act, *given, **named):
        """Whether it was carried out; what it is refused for is where words hold, and nothing else."""
        codes = set()
        try:
            with transaction.atomic():
                act(*given, **named)
        except Refusal as told:
            codes = {told.code}
        except Faults as told:
            codes = {fault.code for fault in told.faults}
        assert codes <= {"registry.holds_elsewhere", "registry.words_stay"}
        return not codes


@pytest.mark.slow(reason="replays random histories")
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_whatever_happens_roles_are_held_where_a_naive_walk_up_the_tree_finds_their_playbook(county, acts):
    above = {"east": "county", "west": "county", "lake": "east", "garden": "east", "hill": "west"}
    playing = Town(county, Naive({"county": None, "house": "garden", **above}))
    with transaction.atomic():
        for verb, one, other in acts:
            getattr(playing, verb)(one, other)
            assert playing.naive.sound()
        assert [found.code for found in findings(county.region)] == []
        held = Post.objects.filter(role__key__startswith="role", until=None)
        pairs = sorted(
            (post.role.key, post.unit.name.lower()) for post in held.select_related("role", "unit")
        )
        assert pairs == sorted(playing.naive.held)
        transaction.set_rollback(True)
