"""The rows an import left out, in a file that can be mended and imported again."""

import csv
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from haitang.kernel.matters.importing import Reject
from haitang.lib.tables import open_table

COLUMNS = ("行 row", "列 column", "原因 reason", "reason")


def write_rejects(rejects: list[Reject], *, source: Path, to: Path) -> None:
    """Write *rejects* with their rows of *source* to *to*, whole or not at all; for any spreadsheet."""
    by_row: dict[int, list[Reject]] = {}
    for reject in rejects:
        by_row.setdefault(reject.row, []).append(reject)
    with NamedTemporaryFile(
        "w", encoding="utf-8-sig", newline="", dir=to.parent, delete=False, suffix=".part"
    ) as file:
        try:
            csv.writer(file).writerows(_lines(by_row, source))
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(to)


def write_beside(rejects: list[Reject], *, source: Path, otherwise: Path) -> Path:
    """Write them beside *source*, or to the folder *otherwise* where nobody may write there; say where."""
    to = source.resolve().with_name(f"{source.stem}.rejects.csv")
    try:
        write_rejects(rejects, source=source, to=to)
    except OSError:
        otherwise.mkdir(parents=True, exist_ok=True)
        to = otherwise / to.name
        write_rejects(rejects, source=source, to=to)
    return to


def _lines(by_row: dict[int, list[Reject]], source: Path) -> Iterator[list[str]]:
    """One line a row, so that the mended file brings each row in once."""
    with open_table(source) as table:
        yield [*COLUMNS, *table.headings]
        for row in table:
            found = by_row.get(row.number)
            if found:
                columns = "; ".join(dict.fromkeys(reject.column for reject in found if reject.column))
                zh, en = _reasons(found, "zh"), _reasons(found, "en")
                yield [str(row.number), columns, zh, en, *(_short(cell) for cell in row.cells)]


def _reasons(found: list[Reject], language: str) -> str:
    """Why the row was left out; of several reasons each says its column."""
    if len(found) == 1:
        return found[0].reason.into(language)
    mark = ": " if language == "en" else "："
    return " ".join((one.column and one.column + mark) + one.reason.into(language) for one in found)


def _short(cell: str) -> str:
    """A cell beyond any spreadsheet's limit is given by its beginning."""
    return cell if len(cell) <= 32_000 else cell[:32_000] + "…"
