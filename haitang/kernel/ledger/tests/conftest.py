from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from haitang.kernel.ledger.tests.county import PLAYBOOK, County, make_county
from haitang.kernel.ledger.tests.tampering import fill, past_its_guards


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """A small county with named people; undone after the file."""
    return make_county(stage)


@pytest.fixture
def county(grown: County, db: None, playbook_folder: Path) -> County:
    """The county as it was grown, and its playbook in its folder; undone after the test."""
    (playbook_folder / "main.yaml").write_text(PLAYBOOK, encoding="utf-8")
    return deepcopy(grown, {id(grown.actors): dict(grown.actors)})  # actors are frozen and shared


@pytest.fixture
def files(settings, tmp_path: Path) -> Path:
    """Where attachments are kept during the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def full(county: County, files: Path) -> County:
    """The county with sealed and open days, notes, answers, files and a voided entry."""
    fill(county)
    return county


@pytest.fixture
def open_full(full: County) -> Iterator[County]:
    """The same, its ledger without what guards it."""
    with past_its_guards():
        yield full
