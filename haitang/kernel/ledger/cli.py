"""``haitang ledger``: verify, seal, export."""

import sys
from datetime import datetime
from pathlib import Path

import click
from django.db.models import QuerySet

from haitang.kernel.ledger.jobs.seal import last_sealable, seal_through
from haitang.kernel.ledger.verify import VerifyReport, verify
from haitang.kernel.registry.models import Region

_one_region = click.option("--region", "key", help="Only the region with this key; else every region.")


@click.group()
def ledger() -> None:
    """The ledger: prove it, seal it, take it to the lake."""


@ledger.command("verify")
@_one_region
@click.option("--published", default="", help="A chain link published earlier, which must still be there.")
def verify_command(key: str | None, published: str) -> None:
    """Name every changed byte in what is sealed, with its day; exits with 1 if there is any.

    Not sealed, and so not seen: the place of an entry of a day not sealed yet; when a note was emptied; and
    that a file which no entry names was ever there.
    """
    reports = [_verified(region, published) for region in _regions(key)]
    sys.exit(0 if all(report.holds for report in reports) else 1)


def _verified(region: Region, published: str) -> VerifyReport:
    report = verify(region, published=published, progress=_progress if sys.stderr.isatty() else None)
    for finding in report.findings:
        click.echo(f"{region.key} {finding}")
    if report.found > len(report.findings):
        click.echo(f"{region.key} … {report.found - len(report.findings):,} more")
    click.echo(_summary(region, report))
    return report


def _progress(done: int) -> None:
    click.echo(f"\r{done:>12,}", nl=False, err=True)


def _summary(region: Region, report: VerifyReport) -> str:
    verdict = "完好 holds" if report.holds else f"{report.found:,} 处不符 findings"
    sealed = f"封存至 sealed through {report.sealed_through or '—'}"
    read = (
        f"{report.entries:,} entries, {report.facts:,} facts, {report.notes:,} notes, "
        f"{report.files:,} files, {report.erasures:,} erasures"
    )
    head = f"\n  chain {report.head}" if report.head else ""
    return f"{region.name}: {verdict}; {sealed} ({report.sealed_days:,} days); {read}{head}"


@ledger.command("seal")
@_one_region
@click.option("--through", type=click.DateTime(["%Y-%m-%d"]), help="The last day to seal; else yesterday.")
def seal_command(key: str | None, through: datetime | None) -> None:
    """Seal the days that are over; the worker does so every night."""
    day = through.date() if through else last_sealable()
    for region in _regions(key):
        seals = seal_through(day, region)
        for seal in seals:
            click.echo(f"{region.key} {seal.day} {seal.count:>8,} {seal.chain}")
        if not seals:
            click.echo(f"{region.key}: 没有待封存的日子。 Nothing to seal through {day}.")


@ledger.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_one_region
def export_command(folder: Path, key: str | None) -> None:
    """Write the standing entries as Parquet by region and month, under FOLDER."""
    from haitang.kernel.ledger.exporting import export  # noqa: PLC0415 -- slow import

    for region in _regions(key):
        done = export(folder, region)
        click.echo(f"{region.key}: {done.rows:,} rows, {len(done.parts)} months, {done.manifest}")


def _regions(key: str | None) -> QuerySet[Region]:
    regions = Region.objects.order_by("key")
    chosen = regions.filter(key=key) if key else regions
    if not chosen:
        known = ", ".join(regions.values_list("key", flat=True)) or "—"
        raise click.ClickException(f"没有这个地区。 There is no such region; known: {known}.")
    return chosen


COMMANDS = [ledger]
