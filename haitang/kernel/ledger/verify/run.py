"""The whole of verifying one region: one pass over its entries, then what stands beside them."""

from collections.abc import Callable, Mapping

from django.db import OperationalError, connection

from haitang.kernel.ledger.guards import GUARDS
from haitang.kernel.ledger.projecting import projection_now
from haitang.kernel.ledger.sealing import KEYS
from haitang.kernel.ledger.verify.days import DayCheck
from haitang.kernel.ledger.verify.entries import EntryCheck
from haitang.kernel.ledger.verify.erasures import ErasedParts, read_erasures
from haitang.kernel.ledger.verify.report import VerifyReport
from haitang.kernel.ledger.verify.rows import ENTRY_AT, as_stored, rows, snapshot
from haitang.kernel.ledger.verify.strays import check_files, check_strays
from haitang.kernel.ledger.verify.versions import check_versions
from haitang.kernel.ledger.verify.waiting import check_fills, waiting
from haitang.kernel.playbooks.models import Version
from haitang.kernel.registry.models import Region
from haitang.lib.guards import missing

_DAY_AT = ENTRY_AT + KEYS.index("recorded_on")


def verify(
    region: Region, *, published: str = "", progress: Callable[[int], None] | None = None
) -> VerifyReport:
    """Read the whole ledger of *region* and report everything that is not as it was written.

    A chain cut short at its end looks whole from inside: only a link *published* elsewhere can tell.
    """
    try:
        return _verified(region, published, progress)
    except (OperationalError, UnicodeDecodeError):
        if connection.vendor != "sqlite":
            raise
    # Some text is none any more. Read again as the bytes that are stored: slower, so not from the first.
    with as_stored():
        return _verified(region, published, progress)


def _verified(region: Region, published: str, progress: Callable[[int], None] | None) -> VerifyReport:
    report = VerifyReport(region.key)
    for name in missing(connection, GUARDS):
        report.find("", f"触发器 {name} 不在了。", f"the trigger {name} is gone: run migrate.")
    with snapshot():
        erased = read_erasures(region.pk, report)
        days = DayCheck.of(region.pk, report, published, erased.leaves)
        _check_entries(region, days, erased, progress)
    check_versions(region.pk, report)
    check_fills(region.pk, report)
    check_strays(region.pk, report)
    check_files(region.pk, report, erased.files)
    return report


def _check_entries(
    region: Region, days: DayCheck, erased: ErasedParts, progress: Callable[[int], None] | None
) -> None:
    report, projection = days.report, projection_now(region.pk)
    entries = EntryCheck(
        report, _versions(region), projection, waiting(region.pk, projection), erased.entries
    )
    for raw in rows(region.pk):
        days.add(raw[_DAY_AT], raw[0], entries.check(raw))
        if progress and report.entries % 5000 == 0:
            progress(report.entries)
    days.finish()


def _versions(region: Region) -> Mapping[int, str]:
    return dict(Version.objects.filter(region=region).values_list("pk", "digest"))
