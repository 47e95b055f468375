"""When a county may be grown, and what becomes of it at a later start."""

from pathlib import Path

import pytest

from haitang.kernel.ledger.api import LedgerSection
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.playbooks.models import Version
from haitang.kernel.registry.api import open_region
from haitang.kernel.registry.models import Region
from haitang.lib.diagnostics import Refusal
from haitang.sample.county import ensure_county

#: That of the invented county itself: a real one may have been opened with it before.
SAME_CODE = "990001"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.slow(reason="plans a playbook twice")
def test_an_edited_playbook_is_applied_at_the_next_start(db, shelf):
    county = ensure_county(size="tiny")
    visit = "zh: 走访, en: Visit}\n    who"
    edit(shelf / "playbook.yaml", visit, visit.replace("走访", "入户"))
    ensure_county(size="tiny")
    ensure_county(size="tiny")
    assert house_of(county.pk).section(LedgerSection).entries["visit"].label.zh == "入户"


@pytest.mark.parametrize("code", ["990009", SAME_CODE])
def test_a_database_with_a_real_region_is_left_alone(db, shelf, code):
    region = open_region("real", code=code, name="真县", actor=None)
    with pytest.raises(Refusal) as refused:
        ensure_county(size="tiny")
    assert refused.value.code == "sample.occupied"
    assert Region.objects.count() == 1
    assert not Version.objects.filter(region=region).exists()


def test_a_broken_growth_leaves_nothing_behind(db, shelf):
    edit(shelf / "sample.yaml", "serves: household", "quantity: {between: [50, 60]}, serves: household")
    with pytest.raises(Refusal) as refused:
        ensure_county(size="tiny")
    assert refused.value.code == "sample.refused"
    assert not Region.objects.exists()


def test_a_slip_in_the_sample_section_is_named(db, shelf):
    edit(shelf / "sample.yaml", "surnames:", "surname:")
    with pytest.raises(Refusal, match=r"sample\.names\.surname") as refused:
        ensure_county(size="tiny")
    assert refused.value.code == "sample.wrong"


def test_an_unknown_size_is_refused(db, shelf):
    with pytest.raises(Refusal, match="tiny, small, full"):
        ensure_county(size="huge")


def test_spots_without_land_to_lie_on_are_refused_by_name(db, shelf):
    edit(shelf / "sample.yaml", "  land: {north_micro: 31000000, east_micro: 120000000, across_km: 30}\n", "")
    with pytest.raises(Refusal, match="give land") as refused:
        ensure_county(size="tiny")
    assert refused.value.code == "sample.wrong"
