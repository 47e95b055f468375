"""A small region and playbooks written on the spot."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from haitang.kernel.playbooks.language import forget_section, register_section, sections
from haitang.kernel.playbooks.tests.words import DeedsSection
from haitang.kernel.registry.models import Region, Unit, UnitKind

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
    """A county's root unit with one town below it."""
    region = Region.objects.create(key="test", code="320999", name="测试县")
    kind = UnitKind.objects.create(region=region, key="county", label_zh="县", label_en="County")
    return _unit(region, kind, "320999", None)


@pytest.fixture
def town(county: Unit) -> Unit:
    """A town of the county."""
    kind = UnitKind.objects.create(region=county.region, key="town", label_zh="镇", label_en="Town")
    return _unit(county.region, kind, "320999001", county)


def _unit(region: Region, kind: UnitKind, code: str, parent: Unit | None) -> Unit:
    unit = Unit.objects.create(
        region=region, kind=kind, code=code, name=code, parent=parent, path="", since=date(2020, 1, 1)
    )
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit
