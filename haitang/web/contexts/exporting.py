"""The records behind a figure to take away, bounded so that one click cannot take the whole county."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO, StringIO
from itertools import chain, islice

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from haitang.kernel.measures.api import OpenedRecord
from haitang.kernel.registry.api import Actor
from haitang.ui.words import both
from haitang.web.contexts.figures import FigurePage, Selection, export_rows, figure_page, opened

#: Pages of fifty: what a person reads in a spreadsheet; programs ask the API.
MOST_PAGES = 100
#: A cell that begins so is a formula to a spreadsheet.
RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def workbook(actor: Actor, selection: Selection) -> bytes:
    """The workbook: the figure with its rule, then its records."""
    page = figure_page(actor, selection)
    book = Workbook(write_only=True)
    about = book.create_sheet(both("指标", "Figure"))
    for row in _about(page):
        about.append([_plain(about, cell) for cell in row])
    sheet = book.create_sheet(both("依据", "Evidence"))
    for record in export_rows(_records(actor, selection)):
        sheet.append([_plain(sheet, cell) if isinstance(cell, str) else cell for cell in record])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def csv_lines(actor: Actor, selection: Selection) -> Iterator[str]:
    """The records as lines of CSV, read while they are sent; a refusal comes before the first line."""
    records = _records(actor, selection)
    first = list(islice(records, 1))
    rows = export_rows(chain(first, records))
    # The mark tells Excel that this is UTF-8; without it Chinese opens as noise.
    return chain(["\ufeff"], (_line([_harmless(cell) for cell in row]) for row in rows))


def _line(cells: list[object]) -> str:
    kept = StringIO()
    csv.writer(kept).writerow(cells)
    return kept.getvalue()


def _harmless(cell: object) -> object:
    """Words that a spreadsheet would run as a formula get a mark before them that makes them words."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUNS) else cell


def _about(page: FigurePage) -> list[tuple[str, str]]:
    return [
        (page.label, page.shown),
        (both("单位", "Unit"), page.unit_name),
        (both("时间", "Period"), page.when),
        (both("规则", "Rule"), page.rule),
        (both("方案", "Playbook"), page.version),
        (both("依据", "Evidence"), f"{page.total:,}"),
        (both("未列出", "Not listed"), page.hidden_why),
    ]


def _records(actor: Actor, selection: Selection) -> Iterator[OpenedRecord]:
    for number in range(1, MOST_PAGES + 1):
        records = opened(actor, replace(selection, page=number)).records
        yield from records.rows
        if number >= records.pages:
            return


def _plain(sheet: WriteOnlyWorksheet, words: str) -> Cell:
    """Text as text: what begins with a sign would else be a formula, and run."""
    cell = WriteOnlyCell(sheet, value=words)
    cell.data_type = "s"
    return cell
