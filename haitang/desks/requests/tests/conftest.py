import pytest
from django.core.cache import cache

from haitang.desks.requests.tests.county import County, small_county


@pytest.fixture(autouse=True)
def _no_throttle_left_over():
    cache.clear()


@pytest.fixture
def county(db) -> County:
    """The small county."""
    return small_county()
