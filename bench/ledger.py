"""How fast the ledger records and verifies, without HTTP: ``python bench/ledger.py [entries]``.

Uses ``DATABASE_URL`` (a database of its own, please: what is recorded stays) or a fresh SQLite file.
"""

# ruff: noqa: E402 -- Django is set up before anything of ours is imported
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haitang.project.settings")
os.environ.setdefault("HAITANG_VAR", tempfile.mkdtemp(prefix="haitang-bench-"))

import django

django.setup()

from django.core.management import call_command

from haitang.kernel.ledger.api import Draft, export, record, record_many, seal_through, verify
from haitang.kernel.ledger.tests.county import County, make_county
from haitang.kernel.registry.api import SYSTEM
from haitang.lib import clock
from haitang.lib.ids import new_id

START = datetime(2025, 1, 1, 4, tzinfo=UTC)


def drafts(county: County, count: int):
    """A year of visits, each with two answers."""
    for number in range(count):
        moment = START + timedelta(seconds=number * 30_000_000 // count)
        yield Draft(
            uuid=new_id(),
            kind="visit",
            unit=county.village.pk,
            day=clock.day_of(moment),
            person=county.people["wang"].pk,
            served_unit=county.household.pk,
            quantity=1 + number % 5,
            answers={"need": "repair" if number % 3 else "health", "people": number % 7},
            recorded_at=moment,
        )


def timed(words: str, count: int, act):
    """Run *act*, print its rate, return its result."""
    began, cpu = time.perf_counter(), time.process_time()
    result = act()
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    rate, each = f"{count / took:>9,.0f}/s", f"{cpu / count * 1e6:7.1f} µs CPU"
    print(f"{words:<24}{count:>10,} in {took:7.2f} s = {rate}; {each}; {peak} MiB")
    return result


def main() -> None:
    """Record one by one, record many, seal, verify, export."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    folder = Path(tempfile.mkdtemp(prefix="haitang-bench-"))
    county = make_county(folder / "playbook", key=f"bench-{new_id().hex[-8:]}")
    single = [county.visit(answers={"need": "repair", "people": 3}) for _ in range(2000)]
    record(county.visit(), actor=county.wang)
    timed("record", len(single), lambda: [record(draft, actor=county.wang) for draft in single])
    timed("record again", len(single), lambda: [record(draft, actor=county.wang) for draft in single])
    made = timed("making drafts", count, lambda: sum(1 for _ in drafts(county, count)))
    house = SYSTEM(county.region)
    report = timed("record_many", made, lambda: record_many(drafts(county, count), actor=house))
    assert report.recorded == count, report.refused[:3]
    timed("seal", count, lambda: seal_through(clock.day_of(START + timedelta(days=360)), county.region))
    found = timed("verify", count, lambda: verify(county.region))
    assert found.holds, found.findings
    timed("export", count, lambda: export(folder / "lake", county.region))


if __name__ == "__main__":
    main()
