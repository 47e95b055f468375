from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory

from haitang.lib.diagnostics import Refusal
from haitang.ui.jobs import forget_what_ran_out
from haitang.ui.models import Cached, Tally
from haitang.ui.throttle import Throttle, address

pytestmark = pytest.mark.django_db
THROTTLE = Throttle("tell", limit=2, seconds=600)
TEN = datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_the_third_go_within_the_time_is_refused_in_words():
    THROTTLE.count("10.0.0.1")
    THROTTLE.count("10.0.0.1")
    with pytest.raises(Refusal) as refused:
        THROTTLE.count("10.0.0.1")
    assert refused.value.code == "ui.too_often"
    assert "10 分钟" in refused.value.zh


def test_another_address_is_counted_apart():
    THROTTLE.count("10.0.0.1")
    THROTTLE.count("10.0.0.1")
    THROTTLE.count("10.0.0.2")
    assert THROTTLE.spent("10.0.0.1")
    assert not THROTTLE.spent("10.0.0.2")
    assert not THROTTLE.spent("10.0.0.1", "XQ-1")


def test_the_time_ends_when_it_was_said_however_often_one_tried():
    with time_machine.travel(TEN, tick=False) as clock:
        THROTTLE.count("10.0.0.1")
        clock.shift(599)
        THROTTLE.count("10.0.0.1")
        assert THROTTLE.spent("10.0.0.1")
        clock.shift(1)
        assert not THROTTLE.spent("10.0.0.1")
        THROTTLE.count("10.0.0.1")
        clock.shift(599)
        assert Tally.objects.get().count == 1


def test_nothing_that_others_do_makes_it_forget():
    THROTTLE.count("10.0.0.1")
    THROTTLE.count("10.0.0.1")
    for number in range(400):
        THROTTLE.count(f"10.1.0.{number}")
    assert THROTTLE.spent("10.0.0.1")


def test_what_is_cached_for_signing_in_stays_beside_many_others():
    cache.set("first", 1, 900)
    for number in range(400):
        cache.set(f"other-{number}", 1, 900)
    assert cache.get("first") == 1


def test_what_ran_out_is_forgotten_and_nothing_else():
    with time_machine.travel(TEN, tick=False) as clock:
        THROTTLE.count("10.0.0.1")
        cache.set("short", 1, 60)
        clock.shift(300)
        THROTTLE.count("10.0.0.2")
        cache.set("long", 1, 900)
        clock.shift(300)
        assert forget_what_ran_out() == 2
        assert (Tally.objects.count(), Cached.objects.count()) == (1, 1)


def test_a_forwarded_address_is_believed_only_behind_a_trusted_proxy(settings):
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.9.8.7", REMOTE_ADDR="127.0.0.1")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert address(request) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert address(request) == "10.9.8.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    assert address(request) == "6.6.6.6"


def test_of_two_trusted_proxies_the_outer_one_says_who_calls(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    forged = "6.6.6.6, 10.9.8.7, 172.16.0.1"
    assert address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forged)) == "10.9.8.7"
