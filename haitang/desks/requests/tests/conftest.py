import pytest
from django.core.cache import cache

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
