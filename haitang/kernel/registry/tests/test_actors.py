from datetime import timedelta

import pytest
from django.db import transaction

from haitang.kernel.registry import actors
from haitang.kernel.registry.api import (
    RESIDENT,
    SYSTEM,
    RoleRow,
    actor_of,
    actor_of_token,
    appoint,
    close_account,
    declare_roles,
    end_post,
    erase_person,
    issue_token,
    move_unit,
    open_account,
    require_somewhere,
    revoke_token,
    stamped_once,
    withdraw_post,
)
from haitang.kernel.registry.models import Account
from haitang.kernel.registry.tests.county import small_county
from haitang.lib import clock
from haitang.lib.diagnostics import Forbidden
from haitang.lib.text import Text


def names(county, actor, ability):
    return [name for name, unit in county.units.items() if actor.may(ability, unit)]


def test_permission_is_a_post_over_the_subtree(county):
    tom = county.actor("tom")
    assert names(county, tom, "registry.units") == ["east", "lake", "garden", "house"]
    assert tom.roles == {"organiser"}
    assert [(post.role, post.unit_name, post.label) for post in tom.posts] == [
        ("organiser", "East", Text.both("organiser"))
    ]
    assert tom.paths("registry.units") == (county.units["east"].path,)
    assert names(county, county.actor("mei"), "registry.see") == []


def test_the_house_may_everything_in_its_region_and_a_resident_nothing(county):
    other = small_county("haidong", "990002")
    house, resident = SYSTEM(county.region.pk), RESIDENT(county.region)
    assert SYSTEM(county.region) == house
    assert RESIDENT(county.region.pk) == resident
    assert house.may("anything.at_all", county.units["house"])
    assert not house.may("anything.at_all", other.units["county"])
    assert house.paths("anything.at_all") == (county.units["county"].path,)
    assert house.may_somewhere("anything.at_all")
    assert not resident.may("registry.see", county.units["house"])
    assert resident.paths("registry.see") == ()


def test_several_posts_add_up_and_an_outer_one_covers_an_inner(county):
    appoint(county.people["tom"], role="organiser", unit=county.units["west"], actor=county.house)
    east, west = county.units["east"].path, county.units["west"].path
    assert set(county.actor("tom").paths("registry.units")) == {east, west}
    appoint(county.people["tom"], role="organiser", unit=county.units["county"], actor=county.house)
    assert county.actor("tom").paths("registry.units") == (county.units["county"].path,)


def test_a_change_of_posts_holds_at_once_and_an_unchanged_actor_costs_one_query(
    county, django_assert_num_queries
):
    account = county.account("fred")
    before = actor_of(account)
    with django_assert_num_queries(1):
        assert actor_of(account) is before
    post = appoint(county.people["fred"], role="clerk", unit=county.units["east"], actor=county.house)
    assert actor_of(account).roles == {"handler", "clerk"}
    end_post(post, on=clock.today() + timedelta(days=1), actor=county.house)
    assert actor_of(account).roles == {"handler", "clerk"}


def test_a_post_of_the_future_or_the_past_gives_nothing(county, time_machine):
    fred, tomorrow = county.people["fred"], clock.today() + timedelta(days=1)
    appoint(fred, role="clerk", unit=county.units["east"], since=tomorrow, actor=county.house)
    assert actor_of(county.account("fred")).roles == {"handler"}
    old = fred.posts.get(role__key="handler")
    end_post(old, on=tomorrow, actor=county.house)
    time_machine.move_to(clock.now() + timedelta(days=1))
    assert actor_of(county.account("fred")).roles == {"clerk"}


def test_what_was_rolled_back_is_in_no_cache(county):
    account = county.account("fred")
    with transaction.atomic():
        appoint(county.people["fred"], role="organiser", unit=county.units["county"], actor=county.house)
        assert actor_of(account).may("registry.units", county.units["county"])
        transaction.set_rollback(True)
    assert not actor_of(account).may("registry.units", county.units["county"])
    appoint(county.people["mei"], role="member", unit=county.units["lake"], actor=county.house)
    assert not actor_of(account).may("registry.units", county.units["county"])


def test_a_moved_unit_takes_its_permissions_with_it(county):
    lake = county.units["lake"]
    move_unit(lake, under=county.units["west"], on=clock.today(), actor=county.house)
    lake.refresh_from_db()
    assert not county.actor("tom").may("registry.units", lake)
    assert county.actor("sun").may("registry.appoint", lake)
    assert county.actor("olive").may("registry.units", lake)


def test_an_edited_role_holds_at_once(county):
    assert not county.actor("mei").may("registry.see", county.units["garden"])
    roles = {"member": RoleRow(Text.both("member"), abilities=("registry.see",))}
    declare_roles(county.units["county"], roles=roles, actor=county.house)
    assert county.actor("mei").may("registry.see", county.units["garden"])


def test_an_account_without_a_standing_person_is_nobody(county):
    assert actor_of(Account(username="nobody")).abilities == {}
    account = county.account("mei")
    erase_person(county.people["mei"], actor=county.house)
    assert actor_of(account).region_id == 0


def test_a_token_is_worth_its_post_and_no_more_and_costs_one_query(county, django_assert_num_queries):
    gao = county.people["gao"]
    appoint(gao, role="organiser", unit=county.units["county"], actor=county.house)
    post = gao.posts.get(role__key="secretary")
    _, secret = issue_token(post, label="phone app", actor=county.house)
    actor = actor_of_token(secret)
    assert (actor.person_id, actor.post_id, actor.roles) == (gao.pk, post.pk, {"secretary"})
    assert names(county, actor, "registry.see") == ["garden", "house"]
    with django_assert_num_queries(1):
        assert actor_of_token(secret) is actor


@pytest.mark.parametrize("reason", ["unknown", "revoked", "expired", "post ended"])
def test_a_token_opens_nothing_once_its_time_is_over(county, reason, time_machine):
    post = county.people["gao"].posts.get()
    now, today = clock.now(), clock.today()
    token, secret = issue_token(
        post,
        label="app",
        expires_at=now + timedelta(hours=1) if reason == "expired" else None,
        actor=county.house,
    )
    assert actor_of_token(secret).post_id == post.pk
    if reason == "unknown":
        secret += "x"
    if reason == "revoked":
        revoke_token(token, actor=county.house)
        revoke_token(token, actor=county.house)
    if reason == "post ended":
        end_post(post, on=today + timedelta(days=1), actor=county.house)
    if reason in ("expired", "post ended"):
        time_machine.move_to(now + timedelta(days=1))
    with pytest.raises(Forbidden) as refused:
        actor_of_token(secret)
    assert refused.value.code == "registry.token_refused"


def test_many_acts_are_stamped_once_at_their_end(county):
    def revision() -> int:
        county.region.refresh_from_db()
        return county.region.revision

    before = revision()
    with stamped_once():
        appoint(county.people["mei"], role="organiser", unit=county.units["west"], actor=county.house)
        appoint(county.people["mei"], role="organiser", unit=county.units["east"], actor=county.house)
        assert revision() == before
    assert revision() != before
    assert county.actor("mei").may("registry.units", county.units["lake"])


def test_a_post_that_has_not_begun_is_withdrawn_with_its_tokens(county):
    tomorrow = clock.today() + timedelta(days=1)
    post = appoint(
        county.people["mei"], role="member", unit=county.units["lake"], since=tomorrow, actor=county.house
    )
    _, secret = issue_token(post, label="app", actor=county.house)
    withdraw_post(post, actor=county.house)
    with pytest.raises(Forbidden):
        actor_of_token(secret)


def test_the_caches_are_bounded():
    assert actors._person_today.cache_info().maxsize == 8192
    assert actors._post_today.cache_info().maxsize == 2048


def test_abilities_of_one_region_are_nothing_in_another(county):
    other = small_county("haidong", "990002")
    olive = county.actor("olive")
    assert not olive.may("registry.units", other.units["county"])
    with pytest.raises(Forbidden):
        require_somewhere(olive, "registry.units", other.region.pk)
    with pytest.raises(Forbidden):
        open_account("x", person=other.people["mei"], actor=olive)
    with pytest.raises(Forbidden):
        close_account(other.account("mei"), actor=olive)
