"""Rows from the files people have: CSV in UTF-8, GBK or UTF-16, Excel with merged cells; streamed."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from haitang.lib.diagnostics import Refusal

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

#: A cell beyond this is a broken file (a quote that never closes), not a long story.
CELL_LIMIT = 16_000_000
ENCODINGS = ("utf-8-sig", "gb18030")
#: What Excel calls "Unicode text" begins with one of these.
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: A table's title stands above its headings, alone in its row; so far down it is looked for.
TITLE_ROWS = 10
EXCEL = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}


@dataclass(frozen=True)
class Row:
    """One row as text; ``number`` is what the person sees in the margin, the file's first row being 1."""

    number: int
    cells: tuple[str, ...]


class Table(AbstractContextManager["Table"]):
    """A file's headings and its rows, read one at a time.

    ``size`` counts what :attr:`position` runs up to (bytes of a CSV, rows of a sheet), for progress bars.
    """

    headings: tuple[str, ...]
    size: int
    position: int = 0

    def __iter__(self) -> Iterator[Row]:
        """Each row that is not blank; raises :class:`Refusal` where the file itself is broken."""
        raise NotImplementedError

    def close(self) -> None:
        """Let the file go."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_table(path: Path) -> Table:
    """The table in *path*, by its ending; a :class:`Refusal` says why a file cannot be read."""
    if not path.is_file():
        raise Refusal("table.missing", zh=f"找不到文件 {path}。", en=f"There is no file {path}.")
    if path.stat().st_size == 0:
        raise Refusal("table.empty", zh=f"{path.name} 是空文件。", en=f"{path.name} is empty.")
    return ExcelTable(path) if path.suffix.lower() in EXCEL else CsvTable(path)


class CsvTable(Table):
    """A CSV in UTF-8 (with or without BOM), GB18030 or UTF-16 with its mark; comma, semicolon or tab."""

    def __init__(self, path: Path) -> None:
        self.encoding = encoding_of(path)
        self.size = path.stat().st_size
        self._file = path.open(encoding=self.encoding, newline="")
        csv.field_size_limit(CELL_LIMIT)
        self._reader = csv.reader(self._lines(), delimiter=self._delimiter(), strict=True)
        self._number = 0
        self._waiting: list[list[str]] = []
        self.headings = tuple(cell.strip() for cell in self._headings())

    def _delimiter(self) -> str:
        """The one that the first line with any has most of; a title above the headings has none."""
        lines = [self._file.readline(65_536) for _ in range(TITLE_ROWS)]
        self._file.seek(0)
        line = next((line for line in lines if any(mark in line for mark in ",;\t")), "")
        return max(",;\t", key=line.count)

    def _headings(self) -> list[str]:
        """The first row with two filled cells; where there is none, all are of one column."""
        read: list[list[str]] = []
        while len(read) < TITLE_ROWS and (cells := self._next()) is not None:
            read.append(cells)
            if filled(cells) > 1:
                break
        place = heading_place(read)
        self._number, self._waiting = place + 1, read[place + 1 :]
        return read[place] if read else []

    def _lines(self) -> Iterator[str]:
        encoding = "utf-16-le" if self.encoding == "utf-16" else "utf-8"
        for line in self._file:
            self.position += len(line.encode(encoding, "replace"))
            yield line

    def _next(self) -> list[str] | None:
        try:
            return next(self._reader, None)
        except csv.Error as error:
            number = self._reader.line_num
            raise Refusal(
                "table.broken",
                zh=f"第 {number} 行附近读不下去：多半是引号没有成对，或一格太长。改好再导入，已有数据未动。",
                en=f"Cannot read on near line {number}: a quote is probably not closed, or a cell is "
                "too long. Mend it and import again; nothing was changed.",
            ) from error

    def __iter__(self) -> Iterator[Row]:
        for cells in chain(self._waiting, iter(self._next, None)):
            self._number += 1
            if filled(cells):
                yield Row(self._number, tuple(cells))

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def encoding_of(path: Path) -> str:
    """UTF-16 by its mark, or the first of :data:`ENCODINGS` that the whole file decodes in."""
    with path.open("rb") as file:
        marked = file.read(2) in UTF_16_MARKS
    for encoding in ("utf-16",) if marked else ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise Refusal(
        "table.encoding",
        zh=f"{path.name} 既不是 UTF-8 也不是 GBK。请在表格软件里另存为“CSV UTF-8”。",
        en=f"{path.name} is neither UTF-8 nor GBK. Save it as 'CSV UTF-8' in your spreadsheet.",
    )


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as file:
            while piece := file.read(1 << 20):
                if "\0" in piece:
                    return False
    except UnicodeDecodeError:
        return False
    return True


class ExcelTable(Table):
    """The first sheet of a workbook; a merged cell's value holds for every row it covers.

    The sheet is unpacked as a whole, but its cells become Python's one row at a time.
    """

    def __init__(self, path: Path) -> None:
        sheet = read_sheet(path)
        rows = iter(sheet.iter_rows())
        first = list(islice(rows, TITLE_ROWS))
        self._top = heading_place([[cell_text(cell) for cell in row] for row in first])
        self.headings = tuple(cell_text(cell).strip() for cell in first[self._top]) if first else ()
        self.size = sheet.end[0] + 1 if sheet.end else 0
        self._rows = chain(first, rows)
        self._merges = merges_of(sheet, below=self._top)

    def __iter__(self) -> Iterator[Row]:
        covering: list[Merge] = []
        for index, cells in enumerate(self._rows):
            self.position = index + 1
            covering = [merge for merge in covering if merge.bottom >= index]
            covering += [merge.holding(cells) for merge in self._merges.get(index, ())]
            if index > self._top and filled(texts := texts_of(cells, covering)):
                yield Row(index + 1, texts)


def filled(cells: Sequence[str]) -> int:
    """How many cells of a row say something."""
    return sum(1 for cell in cells if cell.strip())


def heading_place(rows: Sequence[Sequence[str]]) -> int:
    """Which of a table's first rows holds its headings: titles and blank rows stand above them.

    A title fills one cell (its others are merged into it); headings fill two, unless there is but one column.
    """
    for least in (2, 1):
        for place, cells in enumerate(rows):
            if filled(cells) >= least:
                return place
    return 0


Cell = object


@dataclass(frozen=True)
class Merge:
    """Cells merged into one: its columns, its last row, and the value of its first cell once that is read."""

    left: int
    right: int
    bottom: int
    value: Cell = ""

    def holding(self, cells: Sequence[Cell]) -> "Merge":
        """The same with its value, from the *cells* of its first row."""
        return replace(self, value=cells[self.left] if self.left < len(cells) else "")


def merges_of(sheet: "CalamineSheet", *, below: int) -> dict[int, list[Merge]]:
    """The merged ranges below the headings, by their first row; columns count from the first that is used."""
    found: dict[int, list[Merge]] = {}
    start = sheet.start[1] if sheet.start else 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top > below:
            found.setdefault(top, []).append(Merge(max(left - start, 0), right - start, bottom))
    return found


def texts_of(cells: Sequence[Cell], covering: Sequence[Merge]) -> tuple[str, ...]:
    """A row as text, each merged cell with the value that covers it."""
    covered = {column: merge.value for merge in covering for column in range(merge.left, merge.right + 1)}
    return tuple(cell_text(covered.get(column, cell)) for column, cell in enumerate(cells))


def read_sheet(path: Path) -> "CalamineSheet":
    """The first sheet of a workbook."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 -- slow import

    try:
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal(
            "table.excel",
            zh=f"{path.name} 不是能读的表格文件：可能只是改了扩展名，或设了密码，或已损坏。"
            "请在表格软件里打开，另存为 .xlsx 或“CSV UTF-8”再试。已有数据未动。",
            en=f"{path.name} is not a spreadsheet that can be read: it may only be named like one, be "
            "locked with a password, or be damaged. Open it in your spreadsheet, save it as .xlsx or "
            "'CSV UTF-8' and try again. Nothing was changed.",
        ) from error


def cell_text(cell: Cell) -> str:
    """A spreadsheet cell as the text a person would have typed: whole numbers without ``.0``."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)
