"""No browser keeps what a session answered: Back, after signing out, shows nobody's data."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory

from haitang.kernel.registry.models import Account
from haitang.ui.middleware import NotKeptMiddleware

pytestmark = pytest.mark.django_db


def asked(session, **headers) -> HttpResponse:
    request = RequestFactory().get("/")
    request.session = session
    return NotKeptMiddleware(lambda _: HttpResponse(headers=headers))(request)


def test_pages_of_who_is_signed_in_are_not_kept():
    client = Client()
    assert "Cache-Control" not in client.get("/nothing-here/")
    client.force_login(Account.objects.create(username="zhang.min"))
    for address in ("/nothing-here/", "/account/logout/", "/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_a_resident_who_follows_something_has_a_session_as_well():
    session = SessionStore()
    assert "Cache-Control" not in asked(session)
    session["requests"] = "a sealed slip"
    assert asked(session)["Cache-Control"] == "no-store"


def test_what_says_for_itself_how_long_it_is_kept_is_left_alone():
    session = SessionStore()
    session["requests"] = "a sealed slip"
    kept = "public, max-age=300"
    assert asked(session, **{"Cache-Control": kept})["Cache-Control"] == kept
