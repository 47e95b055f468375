"""The other side is told of each step: signed, in order, once, tried again, and nothing of anybody."""

import json
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from haitang.desks.hooks.actions import BACKOFF, drop, set_hook, shut_hook, tell_again
from haitang.desks.hooks.enums import Stand
from haitang.desks.hooks.jobs import KEPT, forget_tellings, tell_other_systems
from haitang.desks.hooks.models import Hook, Telling
from haitang.desks.hooks.signing import new_secret
from haitang.desks.hooks.tests.county import KEY, PRIVATE
from haitang.kernel.matters.api import gather
from haitang.lib import clock


def said(hotline) -> list[dict]:
    return [json.loads(came.body) for came in hotline.came]


@pytest.mark.slow(reason="a whole way, told step by step")
def test_each_step_is_told_as_it_stands_and_the_closing_as_such(county, hotline, secret):
    matter = county.dispatched()
    county.move(matter, "settle", "hugo")
    assert tell_other_systems() == "told to other systems: 2 sent"
    first, last = said(hotline)
    assert (first["type"], last["type"]) == ("matter.moved", "matter.closed")
    assert (first["outside_key"], first["number"], first["channel"]) == (KEY, matter.number, "hotline")
    assert first["move"] == {"key": "dispatch", "zh": "派单", "en": "Dispatch"}
    assert (first["state"]["key"], first["with"]) == ("dispatched", county.units["housing"].name)
    assert datetime.fromisoformat(first["due_at"]) == matter.due_at
    assert (first["closed_at"], last["closed_at"] is None) == (None, False)
    assert first["serial"] < last["serial"]
    assert tell_other_systems() == ""


def test_the_signature_holds_as_the_manual_checks_it_and_for_nothing_else(county, hotline, secret):
    county.dispatched()
    tell_other_systems()
    (came,) = hotline.came
    assert came.path == "/orders?office=7"
    assert came.headers["content-type"].startswith("application/json")
    assert came.holds(secret)
    assert not came.holds(new_secret())
    moment = int(came.headers["webhook-timestamp"])
    assert abs(moment - clock.now().timestamp()) < 60


def test_no_name_no_number_and_no_word_of_anybody_leaves(county, hotline, secret):
    county.move(county.dispatched(), "settle", "hugo")
    tell_other_systems()
    sent = "".join(came.body.decode() + str(came.headers) for came in hotline.came)
    assert len(hotline.came) == 2
    assert [word for word in PRIVATE if word in sent] == []
    assert set(said(hotline)[0]) == {
        *("type", "region", "channel", "outside_key", "number", "kind", "serial", "at", "move", "state"),
        *("with", "due_at", "closed_at"),
    }


def test_what_came_another_way_or_has_no_number_outside_is_told_to_nobody(county, hotline, secret):
    county.dispatched(channel="visit")
    county.dispatched(key="")
    tell_other_systems()
    assert (hotline.came, Telling.objects.count()) == ([], 0)


def test_a_step_that_is_undone_is_told_to_nobody(county, hotline, secret):
    matter = county.order()
    with transaction.atomic():
        county.move(matter, "settle")
        assert Telling.objects.count() == 1
        transaction.set_rollback(True)
    tell_other_systems()
    assert hotline.came == []


def test_what_was_gathered_under_another_is_told_of_its_steps(county, hotline, secret):
    main, other = county.order(), county.order(key="12345-2")
    gather([other], under=main, actor=county.actor("clara"))
    main.refresh_from_db()
    county.move(main, "settle")
    tell_other_systems()
    assert [(one["outside_key"], one["type"]) for one in said(hotline)] == [
        (KEY, "matter.closed"),
        ("12345-2", "matter.closed"),
    ]


def test_a_failure_is_tried_again_later_under_the_same_identifier_and_nothing_overtakes_it(
    county, hotline, secret
):
    hotline.answers = [503, 200]
    now = clock.now()
    with time_machine.travel(now, tick=False) as moment:
        matter = county.dispatched()
        county.move(matter, "settle", "hugo")
        assert tell_other_systems() == "told to other systems: 1 waiting"
        assert (len(hotline.came), tell_other_systems()) == (1, "")
        moment.shift(BACKOFF[0])
        assert tell_other_systems() == "told to other systems: 2 sent"
    first, again, last = hotline.came
    assert first.headers["webhook-id"] == again.headers["webhook-id"] != last.headers["webhook-id"]
    assert first.body == again.body
    assert again.holds(secret)
    assert int(again.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 60
    assert [one["type"] for one in said(hotline)] == ["matter.moved", "matter.moved", "matter.closed"]


def test_a_redirect_is_not_followed(county, hotline, secret):
    hotline.answers = [302]
    county.dispatched()
    assert tell_other_systems() == "told to other systems: 1 waiting"
    assert [came.path for came in hotline.came] == ["/orders?office=7"]
    assert Telling.objects.get().trouble == "HTTP 302"


def test_after_the_last_try_it_is_dead_until_somebody_tries_it_anew(county, hotline, secret):
    hotline.answers = [500]
    with time_machine.travel(clock.now(), tick=False) as moment:
        county.dispatched()
        for wait in BACKOFF:
            assert tell_other_systems().endswith("1 waiting")
            moment.shift(wait)
        assert tell_other_systems() == "told to other systems: 1 dead"
        moment.shift(timedelta(days=9))
        assert tell_other_systems() == ""
        hotline.answers = [204]
        tell_again(Telling.objects.get(), actor=county.house)
        assert tell_other_systems() == "told to other systems: 1 sent"
    assert len({came.headers["webhook-id"] for came in hotline.came}) == 1
    assert len(hotline.came) == len(BACKOFF) + 2


def test_what_is_dead_holds_up_nothing_and_may_be_given_up(county, hotline, secret):
    hotline.answers = [500]
    with time_machine.travel(clock.now(), tick=False) as moment:
        matter = county.dispatched()
        for wait in (*BACKOFF, timedelta()):
            tell_other_systems()
            moment.shift(wait)
        drop(Telling.objects.get(), actor=county.house)
        hotline.answers = [200]
        county.move(matter, "settle", "hugo")
        assert tell_other_systems() == "told to other systems: 1 sent"
        moment.shift(KEPT + timedelta(days=1))
        assert forget_tellings() == "2 tellings forgotten"


def test_another_address_takes_over_and_one_that_is_shut_hears_no_more(county, hotline, secret):
    matter = county.dispatched()
    other, url = new_secret(), f"{hotline.url}/new"
    set_hook(county.region, channel="hotline", url=url, secret=other, is_private=True, actor=county.house)
    matter = county.move(matter, "settle", "hugo")
    tell_other_systems()
    assert [(came.path, came.holds(other)) for came in hotline.came] == [("/new", True)]
    assert set(Telling.objects.values_list("state", flat=True)) == {Stand.DROPPED, Stand.SENT}
    assert shut_hook(county.region, channel="hotline", actor=county.house)
    county.dispatched(key="12345-9")
    assert Telling.objects.count() == 2
    assert not shut_hook(county.region, channel="hotline", actor=county.house)
    assert Hook.objects.filter(until=None).count() == 0


def test_neither_address_nor_secret_is_kept_to_be_read(county, hotline, secret):
    hook = Hook.objects.get()
    kept = bytes(hook.address_sealed) + bytes(hook.secret_sealed)
    assert b"orders" not in kept
    assert secret.encode() not in kept
