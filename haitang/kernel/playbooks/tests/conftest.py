"""A small region and playbooks written on the spot."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from haitang.kernel.playbooks.language import forget_section, register_section, sections
from haitang.kernel.playbooks.tests.words import DeedsSection
from haitang.kernel.registry.api import SYSTEM, Actor, add_unit, open_region
from haitang.kernel.registry.models import Unit

Write = Callable[..., Path]


@pytest.fixture
def deeds():
    """The language with the tests' own words in it."""
    known = DeedsSection in sections()
    register_section(DeedsSection)
    yield DeedsSection
    if not known:
        forget_section(DeedsSection)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a playbook's folder: ``write("county", main='''…''')``."""

    def _write(name: str, **files: str) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for file, text in files.items():
            (folder / f"{file}.yaml").write_text(dedent(text), encoding="utf-8")
        return folder

    return _write


@pytest.fixture
def county(db) -> Unit:
    """A county's root unit."""
    region = open_region("test", code="320999", name="测试县", actor=None)
    return Unit.objects.get(region=region)


@pytest.fixture
def town(county: Unit) -> Unit:
    """A town of the county."""
    return _town(county, "东镇", "320999001")


@pytest.fixture
def other_town(county: Unit) -> Unit:
    """Another town of the county."""
    return _town(county, "西镇", "320999002")


def _town(county: Unit, name: str, code: str) -> Unit:
    return add_unit(name, kind="county", under=county, code=code, actor=SYSTEM(county.region_id))


@pytest.fixture
def house_itself(county: Unit) -> Actor:
    """The actor that may everything in the county."""
    return SYSTEM(county.region_id)
