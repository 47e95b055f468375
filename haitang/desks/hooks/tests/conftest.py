from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from haitang.desks.hooks.actions import set_hook
from haitang.desks.hooks.signing import new_secret
from haitang.desks.hooks.tests.county import County, small_county
from haitang.desks.hooks.tests.server import Recorder, listening


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The county; undone after the file."""
    return small_county()


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)


@pytest.fixture
def hotline() -> Iterator[Recorder]:
    """The other side."""
    with listening() as recorder:
        yield recorder


@pytest.fixture
def secret(county, hotline) -> str:
    """The secret of the address that is told of the hotline's work orders."""
    made = new_secret()
    url = f"{hotline.url}/orders?office=7"
    set_hook(county.region, channel="hotline", url=url, secret=made, is_private=True, actor=county.house)
    return made
