"""Rows from the files people have: CSV in UTF-8 or GBK, Excel with merged cells; streamed."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from haitang.lib.diagnostics import Refusal

#: A cell beyond this is a broken file (a quote that never closes), not a long story.
CELL_LIMIT = 16_000_000
ENCODINGS = ("utf-8-sig", "gb18030")
EXCEL = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}


@dataclass(frozen=True)
class Row:
    """One row as text; ``number`` is what the person sees in the margin, the heading being row 1."""

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
    """A CSV in UTF-8 (with or without BOM) or GB18030; comma, semicolon or tab."""

    def __init__(self, path: Path) -> None:
        self.encoding = encoding_of(path)
        self.size = path.stat().st_size
        self._file = path.open(encoding=self.encoding, newline="")
        csv.field_size_limit(CELL_LIMIT)
        first = self._file.readline(65_536)
        self._file.seek(0)
        delimiter = max(",;\t", key=first.count)
        self._reader = csv.reader(self._lines(), delimiter=delimiter, strict=True)
        self.headings = tuple(cell.strip() for cell in self._next() or ())

    def _lines(self) -> Iterator[str]:
        for line in self._file:
            self.position += len(line.encode("utf-8", "replace"))
            yield line

    def _next(self) -> list[str] | None:
        try:
            return next(self._reader, None)
        except csv.Error as error:
            number = self._reader.line_num
            raise Refusal(
                "table.broken",
                zh=f"第 {number} 行附近读不下去（{error}）：多半是引号没有成对。改好后再导入，已有数据未动。",
                en=f"Cannot read on near line {number} ({error}): a quote is probably not closed. "
                "Mend it and import again; nothing was changed.",
            ) from error

    def __iter__(self) -> Iterator[Row]:
        number = 1
        while (cells := self._next()) is not None:
            number += 1
            if any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells))

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def encoding_of(path: Path) -> str:
    """The first of :data:`ENCODINGS` that the whole file decodes in, read piece by piece."""
    for encoding in ENCODINGS:
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
    """The first sheet of a workbook; a merged cell's value holds for every row it covers."""

    def __init__(self, path: Path) -> None:
        self._rows, self._merged = read_sheet(path)
        self.size = len(self._rows)
        self.headings = tuple(cell_text(cell).strip() for cell in self._rows[0]) if self._rows else ()

    def __iter__(self) -> Iterator[Row]:
        for index, cells in enumerate(self._rows[1:], start=1):
            self.position = index + 1
            texts = tuple(
                cell_text(self._merged.get((index, column), cell)) for column, cell in enumerate(cells)
            )
            if any(text.strip() for text in texts):
                yield Row(index + 1, texts)


Cell = object
Grid = Sequence[Sequence[Cell]]
Merged = dict[tuple[int, int], Cell]


def read_sheet(path: Path) -> tuple[Grid, Merged]:
    """The first sheet's cells, and for each cell under a vertical merge the value it shares."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 -- slow import

    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        rows: Grid = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal(
            "table.excel",
            zh=f"{path.name} 不是能读的表格文件（{error}）。",
            en=f"{path.name} is not a spreadsheet that can be read ({error}).",
        ) from error
    return rows, spread(rows, sheet.merged_cell_ranges or [])


def spread(rows: Grid, ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> Merged:
    """For each cell below the first row of a merged range, the value of the range's first cell."""
    merged: Merged = {}
    for (top, left), (bottom, right) in ranges:
        if top == 0 or top >= len(rows):
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                merged[row, column] = rows[top][left]
    return merged


def cell_text(cell: Cell) -> str:
    """A spreadsheet cell as the text a person would have typed: whole numbers without ``.0``."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)
