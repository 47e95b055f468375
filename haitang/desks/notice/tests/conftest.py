from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from haitang.desks.notice.tests.county import County, small_county
from haitang.lib.clock import ZONE

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZONE)


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The small county; undone after the file."""
    return small_county(stage)


@pytest.fixture(autouse=True)
def morning() -> Iterator[time_machine.Traveller]:
    """Ten on a Monday: nobody is asleep."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)
