import re
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from haitang.lib.diagnostics import Refusal
from haitang.lib.tables import Row, open_table

TEXT = "编号,标题\n1,路灯不亮\n2,停车难\n"
ROWS = [Row(2, ("1", "路灯不亮")), Row(3, ("2", "停车难"))]


def written(folder: Path, content: bytes, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_csv_is_read_in_the_encodings_of_the_counties(tmp_path: Path, encoding: str) -> None:
    with open_table(written(tmp_path, TEXT.encode(encoding))) as table:
        assert table.headings == ("编号", "标题")
        assert list(table) == ROWS


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_part_cells_too(tmp_path: Path, delimiter: str) -> None:
    with open_table(written(tmp_path, TEXT.replace(",", delimiter).encode())) as table:
        assert list(table) == ROWS


def test_blank_lines_are_passed_over_and_quoted_lines_kept_whole(tmp_path: Path) -> None:
    with open_table(written(tmp_path, '编号,标题\n\n1,"第一行\n第二行"\n,\n'.encode())) as table:
        assert [row.cells for row in table] == [("1", "第一行\n第二行")]


def test_a_cell_of_a_megabyte_is_read_whole(tmp_path: Path) -> None:
    with open_table(written(tmp_path, ("编号,标题\n1," + "长" * 350_000 + "\n").encode())) as table:
        assert [len(row.cells[1]) for row in table] == [350_000]


def test_a_quote_that_never_closes_is_named_with_its_line(tmp_path: Path) -> None:
    with (
        open_table(written(tmp_path, '编号,标题\n1,"没关上\n2,后面\n'.encode())) as table,
        pytest.raises(Refusal) as refused,
    ):
        list(table)
    assert refused.value.code == "table.broken"
    assert "3" in refused.value.zh


def test_a_file_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        open_table(written(tmp_path, b"a,b\n\xff\xff\xff\n"))
    assert refused.value.code == "table.encoding"


def test_zero_bytes_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        open_table(written(tmp_path, b"a,b\n1\x00,2\n"))
    assert refused.value.code == "table.encoding"


@pytest.mark.parametrize(("name", "code"), [("absent.csv", "table.missing"), ("empty.csv", "table.empty")])
def test_absent_and_empty_files_are_told_apart(tmp_path: Path, name: str, code: str) -> None:
    written(tmp_path, b"", "empty.csv")
    with pytest.raises(Refusal) as refused:
        open_table(tmp_path / name)
    assert refused.value.code == code


def test_a_workbook_gives_dates_numbers_and_merged_cells_as_a_person_means_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["编号", "日期", "村"])
    sheet.append([1, date(2026, 11, 3), "甲村"])
    sheet.append([2, "2026年11月4日", None])
    sheet.append([3.5, None, "乙村"])
    sheet.merge_cells("C2:C3")
    path = tmp_path / "in.xlsx"
    book.save(path)
    with open_table(path) as table:
        assert table.headings == ("编号", "日期", "村")
        assert [row.cells for row in table] == [
            ("1", "2026-11-03", "甲村"),
            ("2", "2026年11月4日", "甲村"),
            ("3.5", "", "乙村"),
        ]


def titled_book(folder: Path, *, blank: int) -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["2026年诉求台账"])
    sheet.merge_cells("A1:C1")
    for _ in range(blank):
        sheet.append([])
    for row in (["编号", "标题", "村"], [1, "路灯不亮", "甲村"], [2, "停车难", None]):
        sheet.append(row)
    sheet.merge_cells(start_row=blank + 3, end_row=blank + 4, start_column=3, end_column=3)
    book.save(folder / "in.xlsx")
    return folder / "in.xlsx"


@pytest.mark.parametrize("blank", [0, 1])
def test_a_merged_title_above_the_headings_is_passed_over_and_rows_keep_their_numbers(
    tmp_path: Path, blank: int
) -> None:
    with open_table(titled_book(tmp_path, blank=blank)) as table:
        assert table.headings == ("编号", "标题", "村")
        rows = [Row(blank + 3, ("1", "路灯不亮", "甲村")), Row(blank + 4, ("2", "停车难", "甲村"))]
        assert list(table) == rows


def test_merged_cells_are_found_beside_an_empty_column_and_across_columns(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (
        [None, "编号", "村", "组"],
        [None, 1, "甲村", None],
        [None, 2, None, None],
        [None, 3, "乙村", "一组"],
    ):
        sheet.append(row)
    sheet.merge_cells("C2:D3")
    book.save(tmp_path / "in.xlsx")
    with open_table(tmp_path / "in.xlsx") as table:
        assert table.headings == ("编号", "村", "组")
        assert [row.cells for row in table] == [
            ("1", "甲村", "甲村"),
            ("2", "甲村", "甲村"),
            ("3", "乙村", "一组"),
        ]
        assert table.position == table.size == 4


def test_a_long_sheet_is_not_kept_as_a_list_of_rows(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(2000):
        sheet.append([f"编号{number}", f"标题{number}"])
    book.save(tmp_path / "in.xlsx")
    with open_table(tmp_path / "in.xlsx") as table:
        tracemalloc.start()
        rows = sum(1 for _ in table)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert rows == 1999
    assert peak < 200_000


@pytest.mark.parametrize("title", ["2026年诉求台账\n", "2026年诉求台账,\n\n"])
def test_a_title_above_the_headings_of_a_csv_is_passed_over(tmp_path: Path, title: str) -> None:
    with open_table(written(tmp_path, (title + TEXT).encode())) as table:
        assert table.headings == ("编号", "标题")
        above = title.count("\n")
        assert list(table) == [Row(row.number + above, row.cells) for row in ROWS]


def test_a_table_of_one_column_has_its_heading_in_its_first_filled_row(tmp_path: Path) -> None:
    with open_table(written(tmp_path, "\n标题\n路灯不亮\n\n停车难\n".encode())) as table:
        assert table.headings == ("标题",)
        assert list(table) == [Row(3, ("路灯不亮",)), Row(5, ("停车难",))]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_the_unicode_text_of_excel_is_read(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    content = (mark + TEXT.replace(",", "\t")).encode(encoding)
    with open_table(written(tmp_path, content, "in.txt")) as table:
        assert table.headings == ("编号", "标题")
        assert list(table) == ROWS
        assert 0.9 * table.size < table.position <= table.size


def test_a_broken_utf_16_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        open_table(written(tmp_path, b"\xff\xfea\x00,\x00\x00\xd8\n\x00"))
    assert refused.value.code == "table.encoding"


def test_a_text_that_calls_itself_a_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        open_table(written(tmp_path, b"not a workbook", "in.xlsx"))
    assert refused.value.code == "table.excel"
    assert "另存为" in refused.value.zh
    # Our own words in each language, none of the library's.
    assert not re.search("[a-z]{3,}", refused.value.zh.removeprefix("in.xlsx").replace(".xlsx", ""))
