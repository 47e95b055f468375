from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate

from haitang.kernel.registry.api import (
    TieRow,
    actor_of_token,
    appoint,
    close_account,
    declare_tie_kinds,
    end_post,
    enrol_person,
    erase_person,
    issue_token,
    open_account,
    reset_password,
    revoke_token,
    tie,
    untie,
)
from haitang.kernel.registry.enums import Side
from haitang.kernel.registry.models import Account, ApiToken
from haitang.kernel.registry.tests.county import BEGAN
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.text import Text

PASSWORD = "crab-apple-in-bloom"


@pytest.fixture
def wang(county):
    person = enrol_person(county.region, name="Wang", actor=county.house)
    appoint(person, role="member", unit=county.units["garden"], actor=county.house)
    return person


def test_an_account_signs_in_by_its_password_until_it_is_closed(county, wang):
    account = open_account(
        "wang", person=wang, password=PASSWORD, email="w@example.org", actor=county.actor("tom")
    )
    assert authenticate(username="wang", password=PASSWORD) == account
    assert PASSWORD not in account.password
    reset_password(account, password=PASSWORD + "!", actor=county.actor("tom"))
    assert authenticate(username="wang", password=PASSWORD) is None
    assert authenticate(username="wang", password=PASSWORD + "!") == account
    close_account(account, actor=county.actor("tom"))
    assert authenticate(username="wang", password=PASSWORD + "!") is None
    assert str(account) == "wang"


def test_without_a_password_none_fits(county, wang):
    account = open_account("wang", person=wang, is_sample=True, actor=county.house)
    assert not account.has_usable_password()
    assert account.is_sample
    assert Account.objects.get_by_natural_key("wang") == account


@pytest.mark.parametrize("weak", ["short", "password1234"])
def test_a_weak_password_is_refused(county, wang, weak):
    with pytest.raises(Refusal) as refused:
        open_account("wang", person=wang, password=weak, actor=county.house)
    assert refused.value.code == "registry.weak_password"
    assert not Account.objects.filter(username="wang").exists()


@pytest.mark.parametrize("name", ["", " wang", "x" * 61])
def test_a_user_name_is_plain(county, wang, name):
    with pytest.raises(Refusal) as refused:
        open_account(name, person=wang, actor=county.house)
    assert refused.value.code == "registry.username"


def test_one_name_and_one_person_have_one_account(county, wang):
    county.account("mei")
    with pytest.raises(Conflict):
        open_account("mei.haixi", person=wang, actor=county.house)
    with pytest.raises(Conflict):
        open_account("mei2", person=county.people["mei"], actor=county.house)
    erase_person(wang, actor=county.house)
    with pytest.raises(Refusal):
        open_account("wang", person=wang, actor=county.house)


def test_whoever_sets_a_password_reaches_no_further_by_it(county, wang):
    """To set another's password is to be able to act as them."""
    tom = county.actor("tom")
    appoint(wang, role="clerk", unit=county.units["county"], actor=county.house)
    with pytest.raises(Forbidden):
        open_account("wang", person=wang, password=PASSWORD, actor=tom)
    post = wang.posts.get(role__key="clerk")
    end_post(post, on=clock.today() + timedelta(days=1), actor=county.house)
    with pytest.raises(Forbidden):
        open_account("wang", person=wang, password=PASSWORD, actor=tom)


@pytest.mark.parametrize("days", [0, 5])
def test_what_a_tie_gives_counts_as_a_post_does_before_a_password_is_set(county, wang, days):
    tom, root = county.actor("tom"), county.units["county"]
    account = open_account("wang", person=wang, password=PASSWORD, actor=tom)
    given = {"agent": TieRow(Text.both("agent"), "", (Side.PERSON, Side.UNIT), "clerk")}
    declare_tie_kinds(root, kinds=given, actor=county.house)
    since = clock.today() + timedelta(days=days)
    held = tie(wang, to=county.units["hill"], kind="agent", since=since, actor=county.house)
    with pytest.raises(Forbidden):
        reset_password(account, password=PASSWORD + "!", actor=tom)
    with pytest.raises(Forbidden):
        close_account(account, actor=tom)
    assert reset_password(account, password=PASSWORD + "!", actor=county.actor("olive")) == account
    untie(held, on=since + timedelta(days=1), actor=county.house)
    with time_machine.travel(clock.now() + timedelta(days=days + 1), tick=False):
        assert reset_password(account, password=PASSWORD + "?", actor=tom) == account


def test_a_post_long_over_keeps_nobody_from_an_account(county, wang):
    hall = county.units["county"]
    appoint(wang, role="clerk", unit=hall, since=BEGAN, until=BEGAN + timedelta(days=9), actor=county.house)
    assert open_account("wang", person=wang, actor=county.actor("tom")).person == wang


def test_only_one_who_may_opens_accounts(county, wang):
    for name in ("clara", "fred", "mei"):
        with pytest.raises(Forbidden):
            open_account("wang", person=wang, actor=county.actor(name))


def test_a_token_is_shown_once_and_kept_as_a_digest(county, wang):
    token, secret = issue_token(wang.posts.get(), label=" phone app ", actor=county.actor("tom"))
    assert secret.startswith("ht_")
    assert secret not in str(vars(ApiToken.objects.get(pk=token.pk)))
    assert str(token) == "phone app"


def test_a_token_is_issued_by_one_who_may_for_a_post_that_lasts(county, wang):
    post = wang.posts.get()
    with pytest.raises(Forbidden):
        issue_token(post, label="app", actor=county.actor("clara"))
    with pytest.raises(Forbidden):
        issue_token(county.people["hua"].posts.get(), label="app", actor=county.actor("tom"))
    for label in (" ", "x" * 61):
        with pytest.raises(Refusal) as refused:
            issue_token(post, label=label, actor=county.house)
        assert refused.value.code == "registry.token_label"
    token, _ = issue_token(post, label="app", actor=county.house)
    with pytest.raises(Forbidden):
        revoke_token(token, actor=county.actor("clara"))
    mine, _ = issue_token(county.people["clara"].posts.get(), label="lost phone", actor=county.house)
    assert revoke_token(mine, actor=county.actor("clara")).revoked_at is not None
    gao = county.people["gao"].posts.get()
    end_post(gao, on=clock.today(), actor=county.house)
    gao.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        issue_token(gao, label="app", actor=county.house)
    assert refused.value.code == "registry.post_ended"


def test_tokens_end_with_the_account(county, wang):
    tom, post = county.actor("tom"), wang.posts.get()
    account = open_account("wang", person=wang, password=PASSWORD, actor=tom)
    token, secret = issue_token(post, label="app", actor=tom)
    assert actor_of_token(secret).person_id == wang.pk
    close_account(account, actor=tom)
    with pytest.raises(Forbidden, match="revoked"):
        actor_of_token(secret)
    token.refresh_from_db()
    assert token.revoked_at is not None
    with pytest.raises(Refusal) as refused:
        issue_token(post, label="app", actor=tom)
    assert refused.value.code == "registry.account_closed"


def test_a_token_of_an_account_closed_in_an_older_version_opens_nothing(county, wang):
    account = open_account("wang", person=wang, password=PASSWORD, actor=county.house)
    _, secret = issue_token(wang.posts.get(), label="app", actor=county.house)
    Account.objects.filter(pk=account.pk).update(is_active=False)  # as closing an account once did, alone
    with pytest.raises(Forbidden):
        actor_of_token(secret)
