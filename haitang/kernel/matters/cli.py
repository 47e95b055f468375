"""``haitang import matters``: a file of requests into the right county's inbox."""

import imaplib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.conf import settings
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from haitang.kernel.matters.actions.wordbook import rebuild_words
from haitang.kernel.matters.importing import ImportReport, Reader, import_file, match_columns, units_by_name
from haitang.kernel.matters.kinds import kind_of
from haitang.kernel.matters.mailing import MailDoor, MailReport, named, take_letters
from haitang.kernel.matters.rejects import write_beside, write_rejects
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import SYSTEM
from haitang.kernel.registry.models import Region, Unit
from haitang.kernel.registry.queries import region_named, root_of, unit_at
from haitang.lib.diagnostics import Refusal
from haitang.lib.letters import Unreadable, letters_in, unseen_letters

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("import")
def import_group() -> None:
    """导入 Take in files."""


@import_group.command("matters")
@click.argument("file", type=FILE)
@click.option("--kind", required=True, help="事项类别 The kind of matter, as the playbook calls it.")
@click.option("--region", default="", help="地区代码 Code of the region, where there are several.")
@click.option("--at", default="", help="单位代码 Code of the unit for rows that name none; else the region.")
@click.option("--channel", default="import", show_default=True, help="渠道 For rows that name none.")
@click.option("--mapping", type=FILE, help="映射文件 YAML: title: 标题, one line a column.")
@click.option(
    "--rejects",
    type=FILE,
    help="退回文件 Where rows left out are written; else FILE.rejects.csv beside FILE.",
)
def import_matters(
    file: Path, *, kind: str, region: str, at: str, channel: str, mapping: Path | None, rejects: Path | None
) -> None:
    """Open a matter for each row of FILE (CSV or Excel); rows known already are passed over."""
    began = time.monotonic()
    unit = _unit(region_named(region), at)
    with _progress(file.name) as progress:
        report = import_file(
            file,
            reader=_reader(kind, unit, mapping, channel),
            actor=SYSTEM(unit.region_id),
            progress=progress,
        )
    _tell(report, time.monotonic() - began)
    if report.rejects:
        to = _left_out(report, file, rejects)
        click.echo(f"退回的行写在 {to}，改好后可再导入。 The rows left out are in {to}; mend and import it.")


@import_group.command("mail")
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--kind", required=True, help="事项类别 The kind of matter, as the playbook calls it.")
@click.option("--region", default="", help="地区代码 Code of the region, where there are several.")
@click.option("--at", default="", help="单位代码 Code of the unit they are opened at; else the region.")
@click.option(
    "--own", default="", help="本信箱地址 The mailbox's own address; its own letters are passed over."
)
def import_mail(path: Path | None, *, kind: str, region: str, at: str, own: str) -> None:
    """Open a matter for each letter in PATH (mbox, Maildir, .eml), or of the box in HAITANG_IMAP_URL."""
    door = MailDoor(kind, _unit(region_named(region), at), own)
    kind_of(holding(door.unit), kind)
    try:
        if path:
            _tell_mail(take_letters(named(letters_in(path)), door=door))
            return
        with unseen_letters(os.environ.get("HAITANG_IMAP_URL", "")) as unseen:
            _tell_mail(take_letters(unseen, door=door))
    except (Unreadable, imaplib.IMAP4.error) as trouble:
        raise Refusal("import.mail", zh=f"信箱打不开：{trouble}", en="The mailbox does not open.") from None


def _tell_mail(report: MailReport) -> None:
    for name, why in report.refused:
        click.echo(f"没有收下 not taken {name}: {why}", err=True)
    click.echo(
        f"新开 opened {report.opened}，已有 known {report.repeated}，补充 remarks {report.remarked}，"
        f"自动回复等 automatic {report.passed_over}，没有收下 not taken {len(report.refused)}。"
    )


def _left_out(report: ImportReport, file: Path, to: Path | None) -> Path:
    """Where the rows left out were written."""
    if to:
        write_rejects(report.rejects, source=file, to=to)
        return to
    return write_beside(report.rejects, source=file, otherwise=settings.VAR / "rejects")


def _reader(kind: str, unit: Unit, mapping: Path | None, channel: str) -> Callable[[tuple[str, ...]], Reader]:
    spec = kind_of(holding(unit), kind).spec
    given = read_mapping(mapping) if mapping else None
    units = units_by_name(Unit.objects.filter(region=unit.region_id, until=None).iterator())

    def make(headings: tuple[str, ...]) -> Reader:
        return Reader(kind, spec, match_columns(headings, spec, given), unit, units, channel)

    return make


def _unit(region: Region, code: str) -> Unit:
    unit = unit_at(region.pk, code) if code else root_of(region)
    if unit is None:
        zh, en = f"没有代码为“{code}”的单位。", f'There is no unit with the code "{code}".'
        raise Refusal("import.unknown_unit", zh=zh, en=en)
    return unit


def read_mapping(path: Path) -> dict[str, str]:
    """Which heading each target has, from a file of lines such as ``title: 标题``."""
    zh = f"{path} 应当每行写一列，如“title: 标题”。"
    refusal = Refusal(
        "import.mapping", zh=zh, en=f'{path} should say one column a line, such as "title: Subject".'
    )
    try:
        said = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise refusal from error
    if not isinstance(said, dict):
        raise refusal
    return {str(target): str(heading) for target, heading in said.items()}


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar over the bytes or rows of the file; silent where nobody looks."""
    with click.progressbar(length=0, label=f"导入 {name}", show_pos=False) as bar:

        def move(done: int, of: int) -> None:
            bar.length = of
            if done > bar.pos:
                bar.update(done - bar.pos)

        yield move


def _tell(report: ImportReport, seconds: float) -> None:
    if report.columns.unused:
        listed = "、".join(report.columns.unused)
        click.echo(f"没有用到的列 Columns not used: {listed}")
    click.echo(
        f"读到 {report.rows} 行：新开 {report.opened} 件，已有 {report.repeated} 件，"
        f"退回 {report.refused} 行。{seconds:.1f} 秒。\n"
        f"{report.rows} rows: {report.opened} opened, {report.repeated} known already, "
        f"{report.refused} left out."
    )


@click.group("search")
def search_group() -> None:
    """检索 What matters are found by."""


@search_group.command("rebuild")
def rebuild_search() -> None:
    """Write anew the words that every matter is found by, and their index."""
    count = rebuild_words()
    click.echo(f"已重建 {count:,} 件事项的检索。 {count:,} matters are found by what they say now.")


COMMANDS = [import_group, search_group]
