"""A region with its root unit, for fields that name people and units."""

import pytest

from haitang.kernel.registry.api import open_region
from haitang.kernel.registry.models import Unit


@pytest.fixture
def county(db) -> Unit:
    """A county's root unit."""
    return Unit.objects.get(region=open_region("test", code="320999", name="测试县", actor=None))
