"""A whole sample county: grown once, in one transaction, so that a broken start leaves nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.conf import settings
from django.db import connection, transaction

from haitang.kernel.ledger.api import last_sealable, seal_through, unindexed
from haitang.kernel.matters.api import tick
from haitang.kernel.playbooks.api import HeaderSection, apply, load, plan
from haitang.kernel.registry.api import SYSTEM, open_region, root_of, stamped_once
from haitang.kernel.registry.models import Region, Unit
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.lib.diagnostics import Refusal
from haitang.sample.checks import real_accounts, was_grown
from haitang.sample.declare import Sample, at_size, sample_of
from haitang.sample.deeds import record_deeds
from haitang.sample.ground import lay_ground
from haitang.sample.growth import Growth, count_so_far
from haitang.sample.households import house_people
from haitang.sample.meetings import hold_meetings
from haitang.sample.sampling import ask_residents
from haitang.sample.society import settle
from haitang.sample.turns import share_turns
from haitang.sample.walks import MATTER_WEIGHT, walk_matters

LABEL = "种样例县 growing the sample county"
SIZES = ("tiny", "small", "full")
#: What SQLite may hold in memory while a county grows; it takes no more than there are pages.
CACHE_KIB = 640_000


def ensure_county(name: str = "", *, size: str = "small") -> Region:
    """The sample county of playbook *name*, grown if it is not there; the playbook applied in any case."""
    if size not in SIZES:
        raise Refusal("sample.size", zh=f"规模只能是：{'、'.join(SIZES)}。", en=f"Sizes: {', '.join(SIZES)}.")
    folder, house = choose(name)
    sample = sample_of(house)
    region = Region.objects.filter(code=sample.code).first()
    if region is not None and was_grown():
        apply_at(root_of(region), folder)
        return region
    if Region.objects.exists() or real_accounts():
        raise Refusal(
            "sample.occupied",
            zh="这个数据库里已有别的地区，不能再种样例县。请另用一个 HAITANG_VAR 或 DATABASE_URL。",
            en="This database holds another region. Use another HAITANG_VAR or DATABASE_URL for a sample.",
        )
    with roomy(), transaction.atomic():
        region = grow(folder, house, sample, size)
    with connection.cursor() as cursor:
        # Without knowing how much there is of what, a database takes ways three times as long.
        cursor.execute("ANALYZE")
    return region


@contextmanager
def roomy() -> Iterator[None]:
    """Memory for SQLite to hold a whole county's pages while it grows.

    Pages of one large transaction that do not fit are spilled into the log, and looked for there ever more
    slowly: with the usual cache four fifths of a full county's growing went into that.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        yield
        cursor.execute(f"PRAGMA cache_size = {before}")


def choose(name: str) -> tuple[Path, House]:
    """The folder and house of playbook *name*, or of the first that has a sample county."""
    folders = [settings.PLAYBOOKS / name] if name else sorted(settings.PLAYBOOKS.iterdir())
    for folder in folders:
        if (folder / "sample.yaml").exists():
            return folder, load(folder, [settings.PLAYBOOKS])
    raise Refusal(
        "sample.none",
        zh=f"{settings.PLAYBOOKS} 里没有带样例县（sample.yaml）的方案。",
        en=f"No playbook in {settings.PLAYBOOKS} has a sample county (sample.yaml).",
    )


def apply_at(root: Unit, folder: Path) -> None:
    """Apply the playbook where it changed."""
    planned = plan(folder, at=root)
    if not planned.is_empty:
        apply(planned, actor=SYSTEM(root.region_id))


def grow(folder: Path, house: House, sample: Sample, size: str) -> Region:
    """Everything, from the region to the sealed days."""
    key = house.section(HeaderSection).playbook
    region = open_region(key, code=sample.code, name=sample.name, actor=None)
    apply_at(root_of(region), folder)
    with click.progressbar(length=steps(sample, size), label=LABEL) as progress:
        growth = Growth(sample, size, folder, region, advance=progress.update)
        with stamped_once():
            lay_ground(growth)
            settle(growth)
            house_people(growth)
        with unindexed():
            record_deeds(growth)
        share_turns(growth)
        count_so_far()
        walk_matters(growth)
        hold_meetings(growth)
        _let_the_clock_speak(growth)
        ask_residents(growth)
    seal_through(last_sealable(), region)
    return region


def _let_the_clock_speak(growth: Growth) -> None:
    """What is over time is raised, and residents are asked again, as the worker would have done long ago."""
    with clock.standing_at(growth.now):
        tick(growth.now)


def steps(sample: Sample, size: str) -> int:
    """About how much there is to do, in entries."""
    entries = sum(at_size(wanted.count, size) for wanted in sample.entries)
    matters = sum(at_size(one.count, size) for wanted in sample.matters for one in wanted.rounds)
    return entries + MATTER_WEIGHT * matters
