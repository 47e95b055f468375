"""Who manages them sees which systems are told and what could not be told, by page and by command."""

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.desks.hooks.actions import BACKOFF, drop, tell_again
from haitang.desks.hooks.cli import hooks
from haitang.desks.hooks.enums import Stand
from haitang.desks.hooks.jobs import tell_other_systems
from haitang.desks.hooks.models import Hook, Telling
from haitang.desks.hooks.signing import is_secret


@pytest.fixture
def dead(county, hotline, secret) -> Telling:
    """One that could not be told."""
    hotline.answers = [500]
    county.dispatched()
    Telling.objects.update(tries=len(BACKOFF))
    assert tell_other_systems() == "told to other systems: 1 dead"
    return Telling.objects.get()


def guest(county, name: str) -> Client:
    client = Client()
    client.force_login(county.account(name))
    return client


def run(*words: str) -> str:
    return CliRunner().invoke(hooks, words, catch_exceptions=False).output


def test_the_page_shows_hosts_and_numbers_and_never_an_address_or_a_title(county, dead, hotline):
    page = guest(county, "olga").get(reverse("hooks:list")).content.decode()
    assert hotline.url.removeprefix("http://") in page
    assert dead.matter.number in page
    assert "HTTP 500" in page
    assert "office=7" not in page
    assert "路灯" not in page


def test_who_does_not_manage_them_finds_no_page_and_sends_nothing(county, dead):
    clara = guest(county, "clara")
    assert clara.get(reverse("hooks:list")).status_code == 404
    assert clara.post(reverse("hooks:again", args=[dead.pk])).status_code == 404
    dead.refresh_from_db()
    assert dead.state == Stand.DEAD


def test_who_manages_them_elsewhere_neither_sees_nor_counts_nor_sends_it(county, dead):
    url, again = reverse("hooks:list"), reverse("hooks:again", args=[dead.pk])
    hilda, lina = guest(county, "hilda"), guest(county, "lina")
    page = hilda.get(url)
    assert [hook.dead for hook in page.context["page"].hooks] == [0]
    assert dead.matter.number not in page.content.decode()
    assert dead.matter.outside_key not in page.content.decode()
    assert hilda.post(again).status_code == 404
    for act in (tell_again, drop):
        act(dead, actor=county.actor("hilda"))
        dead.refresh_from_db()
        assert dead.state == Stand.DEAD
    # Where it happened it is managed too, though it is with somebody else by now.
    page = lina.get(url)
    assert [hook.dead for hook in page.context["page"].hooks] == [1]
    assert dead.matter.number in page.content.decode()
    assert lina.post(again).status_code == 302
    dead.refresh_from_db()
    assert dead.state == Stand.WAITING


def test_what_could_not_be_told_is_told_again_or_given_up(county, dead, hotline):
    olga = guest(county, "olga")
    hotline.answers = [200]
    assert olga.post(reverse("hooks:again", args=[dead.pk])).status_code == 302
    assert tell_other_systems() == "told to other systems: 1 sent"
    assert olga.post(reverse("hooks:again", args=[dead.pk])).status_code == 404
    Telling.objects.update(state=Stand.DEAD)
    olga.post(reverse("hooks:drop", args=[dead.pk]))
    dead.refresh_from_db()
    assert dead.state == Stand.DROPPED


def test_the_page_costs_the_same_for_one_and_for_three(county, dead, django_assert_num_queries):
    olga, url = guest(county, "olga"), reverse("hooks:list")
    olga.get(url)
    with CaptureQueriesContext(connection) as one:
        olga.get(url)
    cost = len(one)
    assert cost <= 9
    county.dispatched(key="12345-2")
    county.dispatched(key="12345-3")
    Telling.objects.update(state=Stand.DEAD)
    with django_assert_num_queries(cost):
        olga.get(url)


def test_an_address_is_set_listed_retried_and_stopped_by_command(county, hotline, tmp_path):
    said = run("set", "hotline", f"{hotline.url}/orders", "--allow-private").splitlines()
    assert is_secret(said[-1])
    hotline.answers = [500]
    county.dispatched()
    Telling.objects.update(tries=len(BACKOFF))
    tell_other_systems()
    listed = run("list")
    assert "hotline → 127.0.0.1" in listed
    assert "1 dead" in listed
    assert "orders" not in listed
    hotline.answers = [200]
    assert "1 will be tried again" in run("again", str(Telling.objects.get().pk))
    assert tell_other_systems() == "told to other systems: 1 sent"
    assert "0 will be tried again" in run("again", "--all")
    assert "Stopped" in run("stop", "hotline")
    assert run("list") == ""
    (tmp_path / "secret").write_text(f"{said[-1]}\n", encoding="utf-8")
    again = run(
        "set", "hotline", "https://8.8.8.8/x", "--secret-file", str(tmp_path / "secret"), "--region", "small"
    )
    assert said[-1] not in again
    assert Hook.objects.filter(until=None).count() == 1
