import pytest
from django.urls import NoReverseMatch, reverse

from haitang.kernel.registry.api import SYSTEM, enrol_person, open_account, open_region
from haitang.kernel.registry.models import Account
from haitang.sample import checks
from haitang.sample.queries import sample_account

WHERE = "/sample/"


@pytest.fixture
def accounts(db):
    """A sample account and a real one, in one region."""
    region = open_region("haixi", code="990001", name="海西", actor=None)
    made = {}
    for username, is_sample in (("clerk", True), ("real", False)):
        person = enrol_person(region, name=username.title(), actor=SYSTEM(region))
        made[username] = open_account(
            username, person=person, actor=SYSTEM(region), is_sample=is_sample, password="a long password 1"
        )
    return made


def signed_in_as(client) -> str:
    account = Account.objects.filter(pk=client.session.get("_auth_user_id", 0)).first()
    return account.username if account else ""


def test_one_click_signs_in_as_a_sample_person(client, sample_house, accounts):
    answer = client.post(WHERE, {"username": "clerk"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in_as(client) == "clerk"


def test_a_real_account_is_not_to_be_had_by_one_click(client, sample_house, accounts):
    assert client.post(WHERE, {"username": "real"}).status_code == 404
    assert signed_in_as(client) == ""


def test_a_closed_sample_account_is_not_to_be_had(client, sample_house, accounts):
    Account.objects.filter(username="clerk").update(is_active=False)
    assert client.post(WHERE, {"username": "clerk"}).status_code == 404


def test_looking_at_the_table_signs_nobody_in(client, sample_house, accounts):
    assert client.get(WHERE, {"username": "clerk"}).status_code == 200
    assert signed_in_as(client) == ""


def test_it_asks_for_the_form_s_token(client, sample_house, accounts):
    client.handler.enforce_csrf_checks = True
    assert client.post(WHERE, {"username": "clerk"}).status_code == 403
    assert signed_in_as(client) == ""


def test_one_is_sent_on_within_the_house_only(client, sample_house, accounts):
    inside = client.post(WHERE, {"username": "clerk", "next": "/record/"})
    outside = client.post(WHERE, {"username": "clerk", "next": "https://elsewhere.example/"})
    assert (inside["Location"], outside["Location"]) == ("/record/", "/")


def test_over_https_there_is_no_one_click_sign_in(client, sample_house, accounts):
    sample_house.HTTPS = True
    assert client.get(WHERE).status_code == 404
    assert client.post(WHERE, {"username": "clerk"}).status_code == 404
    assert signed_in_as(client) == ""


def test_a_house_without_the_sample_part_has_no_such_address(client, accounts):
    assert client.post(WHERE, {"username": "clerk"}).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("sample:sign_in")


def test_the_page_for_signing_in_leads_to_it_where_the_part_is_installed(client, sample_house, accounts):
    page = client.get("/account/login/").content.decode()
    assert ("一键登录" in page, f'href="{WHERE}"' in page) == (True, True)


def test_a_house_without_the_sample_part_does_not_speak_of_it(client, accounts):
    answer = client.get("/account/login/")
    page = answer.content.decode()
    assert (answer.status_code, "居民反映问题不用登录" in page) == (200, True)
    assert ("一键登录" in page, "sample" in page) == (False, False)


def test_the_check_refuses_sample_and_https_together(settings):
    settings.HTTPS = True
    assert [error.id for error in checks.not_over_https()] == ["haitang.E002"]
    settings.HTTPS = False
    assert checks.not_over_https() == []


def test_the_check_refuses_a_database_with_a_real_account(accounts):
    assert [error.id for error in checks.no_real_accounts(databases=["default"])] == ["haitang.E003"]


def test_the_check_passes_where_every_account_was_grown(accounts):
    Account.objects.filter(username="real").update(is_sample=True)
    assert checks.no_real_accounts(databases=["default"]) == []


def test_only_grown_accounts_are_found(accounts):
    assert sample_account("clerk") == accounts["clerk"]
    assert sample_account("real") is None
