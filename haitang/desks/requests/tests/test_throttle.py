import pytest
from django.test import RequestFactory, override_settings

from haitang.desks.requests.throttle import Throttle, address
from haitang.lib.diagnostics import Refusal

THROTTLE = Throttle("tell", limit=2, seconds=600)


def test_the_third_go_within_the_time_is_refused_in_words():
    THROTTLE.count("10.0.0.1")
    THROTTLE.count("10.0.0.1")
    with pytest.raises(Refusal) as refused:
        THROTTLE.count("10.0.0.1")
    assert refused.value.code == "requests.too_many"
    assert "10 分钟" in refused.value.zh


def test_another_address_is_counted_apart():
    THROTTLE.count("10.0.0.1")
    THROTTLE.count("10.0.0.1")
    THROTTLE.count("10.0.0.2")
    assert THROTTLE.spent("10.0.0.1")
    assert not THROTTLE.spent("10.0.0.2")


def test_a_forwarded_address_is_believed_only_behind_a_trusted_proxy():
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.9.8.7", REMOTE_ADDR="127.0.0.1")
    with override_settings(SECURE_PROXY_SSL_HEADER=None):
        assert address(request) == "127.0.0.1"
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert address(request) == "10.9.8.7"
