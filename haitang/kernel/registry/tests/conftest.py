import pytest

from haitang.kernel.registry.tests.county import County, small_county


@pytest.fixture
def county(db) -> County:
    """The small county with its people by name."""
    return small_county()
