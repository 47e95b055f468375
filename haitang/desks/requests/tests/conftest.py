import pytest

from haitang.desks.requests.tests.county import County, small_county


@pytest.fixture
def county(db) -> County:
    """The small county."""
    return small_county()
