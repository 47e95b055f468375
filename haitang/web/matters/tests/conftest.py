import pytest
from django.core.cache import cache
from django.test import Client

from haitang.desks.requests.tests.county import County, small_county


@pytest.fixture(autouse=True)
def _a_cache_of_ones_own(settings):
    """No throttle left over from another test, another run or the house that stands beside it."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def county(db) -> County:
    """The small county."""
    return small_county()


@pytest.fixture
def sign_in(county):
    """A browser in which somebody of the county is signed in: ``sign_in("clara")``."""

    def _sign_in(name: str, where: County = county) -> Client:
        browser = Client()
        browser.force_login(where.account(name), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return _sign_in
