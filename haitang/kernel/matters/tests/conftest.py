from copy import deepcopy
from pathlib import Path

import pytest

from haitang.kernel.matters.tests.county import PLAYBOOK, County, make_county
from haitang.kernel.matters.tests.fair import FAIR

CHARGED = "writes: [{entry: wrong, by: dispatcher, unit: dispatcher, leaving: [returned], elsewhere: true}]"
_REDIRECT = """
        redirect:
          label: {zh: 派错改派, en: Redirect}
          from: [dispatched, working]
          to: dispatched
          by: [clerk]
          hands_to: unit
          ask: {note: required}
          writes: [{entry: wrong, by: dispatcher, unit: dispatcher, elsewhere: true, standing: true}]
        ask_pause:"""
_ALSO_RETURNED = "from: [received, returned, dispatched, working], to: meeting"


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """A small county with named people; undone after the file."""
    return make_county(stage)


@pytest.fixture
def county(grown: County, db: None, playbook_folder: Path) -> County:
    """The county as it was grown, and its playbook in its folder; undone after the test."""
    (playbook_folder / "main.yaml").write_text(PLAYBOOK, encoding="utf-8")
    return deepcopy(grown)


@pytest.fixture
def fair(county: County) -> County:
    """The same with fair limits."""
    county.apply(FAIR)
    return county


@pytest.fixture
def charging(fair: County) -> County:
    """Whatever leaves what was sent back charges who sent it."""
    fair.apply(charging_text())
    return fair


def charging_text() -> str:
    """The playbook in which withdrawing and a meeting charge as well."""
    text = FAIR
    for move in ("withdraw", "call_meeting"):
        line = next(row for row in FAIR.splitlines() if row.lstrip().startswith(f"{move}: "))
        text = text.replace(line, f"{line[:-1]}, {CHARGED}}}")
    text = text.replace("\n        ask_pause:", _REDIRECT, 1)
    return text.replace("from: [received, dispatched, working], to: meeting", _ALSO_RETURNED)
