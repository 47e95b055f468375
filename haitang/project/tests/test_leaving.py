"""On a phone that people share, what was for one who signed out reaches nobody else."""

import pytest

from haitang.desks.notice.models import Device
from haitang.desks.notice.tests.county import County, small_county
from haitang.desks.notice.tests.test_ways import Browser

PASSWORD = "a-long-password"


@pytest.fixture(scope="module")
def grown(stage):
    """The small county; undone after the file."""
    return small_county(stage)


@pytest.fixture
def county(grown, db) -> County:
    """The county, in which everyone signs in with the same password."""
    for name in ("ella", "hugo"):
        account = grown.account(name)
        account.set_password(PASSWORD)
        account.save()
    return grown


def sign_in(client, county: County, name: str) -> None:
    given = {"login": county.account(name).username, "password": PASSWORD}
    assert client.post("/account/login/", given).status_code == 302


@pytest.fixture
def phone(client, county: County):
    """A browser that takes messages for Ella, who is signed in on it."""
    sign_in(client, county, "ella")
    keys = Browser().at("")
    given = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "p256dh": keys.p256dh, "auth": keys.auth}
    assert client.post("/notice/choices/device/", given).status_code == 200
    assert Device.objects.get().person == county.people["ella"]
    return client


def test_what_names_the_browser_is_out_of_reach_of_scripts(phone):
    assert phone.cookies["haitang_device"]["httponly"]


def test_signing_out_ends_the_messages_to_that_browser(phone):
    phone.post("/account/logout/")
    assert not Device.objects.exists()


def test_signing_out_elsewhere_does_not(phone, county):
    elsewhere = type(phone)()
    sign_in(elsewhere, county, "ella")
    elsewhere.post("/account/logout/")
    assert Device.objects.exists()


def test_another_signing_in_on_it_ends_them_though_nobody_signed_out(phone, county):
    del phone.cookies["sessionid"]
    sign_in(phone, county, "hugo")
    assert not Device.objects.exists()


def test_the_same_person_signing_in_once_more_goes_on_hearing(phone, county):
    del phone.cookies["sessionid"]
    sign_in(phone, county, "ella")
    assert Device.objects.exists()


def test_a_name_that_is_none_changes_nothing(phone, county):
    phone.cookies["haitang_device"] = "x"
    phone.post("/account/logout/")
    assert Device.objects.exists()
