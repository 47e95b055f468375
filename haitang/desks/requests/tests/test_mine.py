"""What is kept of a resident is theirs to read, to take and to have erased; nobody else's."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from haitang.desks.requests.tests.county import County
from haitang.desks.requests.tests.test_follow import answered, url
from haitang.desks.requests.tests.test_tell import said
from haitang.kernel.matters.api import ERASED_TITLE, look_at_contact, make_move
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.models import Contact, Matter
from haitang.kernel.registry.api import RESIDENT


@pytest.fixture
def reachable(client, county: County) -> Matter:
    """Something told on this phone by someone who left a contact."""
    given = said(county) | {
        "name": "王小明",
        "phone": "13800138000",
        "email": "w@example.org",
        "agreed": "on",
    }
    client.post(reverse("requests:tell", args=[county.region.key, "request"]), given)
    return Matter.objects.get()


def test_all_that_is_kept_is_given_to_who_has_the_code(client, county, reachable):
    look_at_contact(reachable, actor=county.actor("ella"), why="回访")
    kept = client.get(url("mine_json", county, reachable.number))
    assert kept.headers["Cache-Control"] == "no-store"
    told = kept.json()
    assert told["contact"] == {"name": "王小明", "phone": "13800138000", "email": "w@example.org"}
    assert (told["body"], [look["why"] for look in told["looks"]]) == (reachable.body, ["回访"])
    assert "Ella" not in kept.content.decode()
    assert "13800138000" in client.get(url("mine", county, reachable.number)).content.decode()
    assert Client().get(url("mine_json", county, reachable.number)).status_code == 404
    assert Client().get(url("mine", county, reachable.number)).status_code == 404


def test_a_contact_is_erased_at_once_and_the_matter_goes_on(client, county, reachable):
    assert Client().post(url("erase_contact", county, reachable.number)).status_code == 404
    assert Contact.objects.get().erased_at is None
    client.post(url("erase_contact", county, reachable.number))
    contact = Contact.objects.get()
    assert contact.erased_at is not None
    assert bytes(contact.phone_sealed) == bytes(contact.email_sealed) == b""
    assert reachable.steps.filter(kind=StepKind.ERASED, shown=True).count() == 1
    client.post(url("erase_contact", county, reachable.number))
    assert reachable.steps.filter(kind=StepKind.ERASED).count() == 1
    assert client.get(url("followed", county, reachable.number)).status_code == 200
    assert client.get(url("mine_json", county, reachable.number)).json()["contact"] is None


def test_words_are_erased_only_when_it_is_closed_and_only_by_who_has_the_code(client, county, reachable):
    client.post(url("erase_all", county, reachable.number))
    assert Matter.objects.get().title != ERASED_TITLE
    answered(reachable, county)
    now = Matter.objects.get()
    now.is_followed = True
    make_move(
        now, move="confirm", seen=now.serial, client_id=uuid4(), rating=5, actor=RESIDENT(county.region)
    )
    Client().post(url("erase_all", county, reachable.number))
    assert Matter.objects.get().title != ERASED_TITLE
    client.post(url("erase_all", county, reachable.number))
    erased = Matter.objects.get()
    assert (erased.title, erased.body) == (ERASED_TITLE, "")
    assert Contact.objects.get().erased_at is not None
