"""Signing in wears our own look, says both languages, and slows down who guesses."""

import pytest
from django.test import Client

from haitang.kernel.registry.models import Account

pytestmark = pytest.mark.django_db
PAGES = (
    "/account/mfa/",
    "/account/mfa/totp/activate/",
    "/account/mfa/webauthn/",
    "/account/mfa/webauthn/add/",
    "/account/password/change/",
    "/account/logout/",
    "/account/directory/",
)


@pytest.fixture
def account() -> Account:
    account = Account(username="zhang.min")
    account.set_password("a-long-password")
    account.save()
    return account


def signed_in_lately(account: Account) -> Client:
    """Someone who has just given the password once more, as changes of sign-in methods ask."""
    client = Client()
    client.post("/account/login/", {"login": account.username, "password": "a-long-password"})
    client.post("/account/reauthenticate/", {"password": "a-long-password", "next": "/account/mfa/"})
    return client


def test_the_sign_in_page_is_ours_in_both_languages(client):
    assert "居民反映问题不用登录" in client.get("/account/login/").content.decode()
    client.cookies["django_language"] = "en"
    assert "Residents need no account" in client.get("/account/login/").content.decode()


def test_the_right_password_signs_in_and_the_wrong_one_does_not(account):
    client = Client()
    wrong = client.post("/account/login/", {"login": account.username, "password": "wrong-password"})
    assert wrong.status_code == 200
    right = client.post("/account/login/", {"login": account.username, "password": "a-long-password"})
    assert (right.status_code, right["Location"]) == (302, "/")


def test_who_guesses_too_often_is_told_to_wait(account):
    client = Client()
    answers = [
        client.post("/account/login/", {"login": account.username, "password": f"guess-{number}"})
        for number in range(7)
    ]
    last = client.post("/account/login/", {"login": account.username, "password": "a-long-password"})
    assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
    assert last.status_code != 302


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_an_account_wears_our_look(account, address):
    answer = signed_in_lately(account).get(address)
    assert answer.status_code == 200
    assert "ui/haitang.css" in answer.content.decode()
    assert 'class="page' in answer.content.decode()


def test_nobody_signs_up(client):
    answer = client.get("/account/signup/")
    assert "账号由您的单位开立" in answer.content.decode()


def test_there_is_no_reset_by_mail(client):
    assert client.get("/account/password/reset/").status_code == 404


def test_every_answer_forbids_scripts_from_elsewhere(client):
    policy = client.get("/account/login/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_missing_page_shows_the_way_on(client):
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()


def test_the_language_is_switched_by_a_form_and_kept(client):
    client.post("/language/setlang/", {"language": "en", "next": "/account/login/"})
    assert '<html lang="en">' in client.get("/account/login/").content.decode()
