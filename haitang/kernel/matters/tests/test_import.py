import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.cli import import_group
from haitang.kernel.matters.importing import HEADINGS
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.tests.county import County
from haitang.kernel.registry.api import RESIDENT
from haitang.lib.diagnostics import Refusal, Refusals

Import = Callable[..., Result]


@pytest.fixture
def take_in(county: County, tmp_path: Path) -> Import:
    """Import a file of these bytes, with options; rejects go to ``out.csv``."""

    def run(content: bytes, *options: str, name: str = "in.csv") -> Result:
        path = tmp_path / name
        path.write_bytes(content)
        given = ["matters", str(path), "--kind", "request", "--channel", "hotline"]
        rejects = ["--rejects", str(tmp_path / "out.csv")]
        return CliRunner().invoke(import_group, [*given, *rejects, *options], catch_exceptions=False)

    return run


GOOD = """编号,标题,内容,时间,分类,缓急
A1,路灯不亮,村口第三盏,2026-11-03 14:05,lighting,紧急
A2,停车难,,2026年11月4日,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_each_row_becomes_a_matter_in_the_countys_inbox(
    county: County, take_in: Import, encoding: str
) -> None:
    told = take_in(GOOD.encode(encoding)).output
    first, second = Matter.objects.order_by("outside_key")
    assert (first.title, first.body, first.channel, first.unit) == (
        "路灯不亮", "村口第三盏", "hotline", county.units["county"],
    )  # fmt: skip
    assert (str(first.opened_on), first.choice1, first.category.key if first.category else "") == (
        "2026-11-03", "urgent", "lighting",
    )  # fmt: skip
    assert (second.title, str(second.opened_on)) == ("停车难", "2026-11-04")
    assert Entry.objects.count() == 2
    assert "2 opened, 0 known already, 0 left out" in told


def test_the_same_file_again_opens_nothing(take_in: Import) -> None:
    take_in(GOOD.encode())
    assert "0 opened, 2 known already" in take_in(GOOD.encode()).output
    assert Matter.objects.count() == 2


@pytest.mark.parametrize("rows", ["A1,路灯不亮\nA1,路灯不亮\n", ",路灯不亮\n,路灯不亮\n"])
def test_the_same_row_twice_is_one_matter_with_a_number_or_without(take_in: Import, rows: str) -> None:
    take_in(f"编号,标题,内容\n{rows}".encode())
    assert Matter.objects.count() == 1


def test_one_key_over_different_words_is_named_with_both_rows(take_in: Import, tmp_path: Path) -> None:
    told = take_in("编号,标题,内容\nA1,路灯不亮\nA2,停车难\nA1,路灯不亮\nA1,井盖松动\n".encode()).output
    assert "2 opened, 1 known already, 1 left out" in told
    [line] = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert line.startswith("5,编号,编号“A1”在第 2 行已经用过")
    assert "Row 2" in line
    assert sorted(Matter.objects.values_list("title", flat=True)) == ["停车难", "路灯不亮"]


def test_rows_under_a_title_are_left_out_by_the_number_in_the_margin(take_in: Import, tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (
        ["诉求台账"],
        [],
        ["编号", "标题", "时间", "内容"],
        [1, "路灯", "昨天"],
        [2, "停车", "20261104"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    book.save(tmp_path / "made.xlsx")
    told = take_in((tmp_path / "made.xlsx").read_bytes(), name="in.xlsx").output
    assert "1 opened, 0 known already, 1 left out" in told
    [line] = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert line.startswith("4,时间,")


def test_bad_rows_go_to_a_file_with_row_column_and_reason_and_good_ones_come_in(
    take_in: Import, tmp_path: Path
) -> None:
    text = (
        "编号,标题,时间,村,缓急,内容\n"
        "1,好的,2026-11-03,Lake,\n"
        "2,坏日期,昨天,Lake,\n"
        "3,坏村,2026-11-03,Lakee,\n"
        "4,坏选项,2026-11-03,,很急\n"
        "5,,2026-11-03,,\n"
        f"6,{'长' * 350_000},2026-11-03,,\n"
        "7,多一格,2026-11-03,,,,多\n"
    )
    told = take_in(text.encode()).output
    assert "1 opened, 0 known already, 6 left out" in told
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    left_out = {line.split(",")[0]: line.split(",")[1] for line in lines[1:]}
    assert left_out == {"3": "时间", "4": "村", "5": "缓急", "6": "内容", "7": "标题", "8": ""}
    assert "“Lake”" in lines[2]


@pytest.mark.parametrize("when", ["时间", "发生时间", "来电时间", "诉求时间"])
@pytest.mark.parametrize("where", ["地区", "区域", "乡镇", "所属区域", "镇（街道）"])
def test_a_row_whose_time_or_place_cannot_be_read_is_left_out_whatever_the_column_is_called(
    take_in: Import, tmp_path: Path, when: str, where: str
) -> None:
    text = f"标题,内容,{when},{where},备注\n井盖,井盖丢了,昨天,不存在镇,急\n路灯,不亮,2026-11-03,Lake,\n"
    told = take_in(text.encode("gbk")).output
    assert "1 opened, 0 known already, 1 left out" in told
    assert "备注" in told
    [line] = csv.reader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1:])
    assert line[:2] == ["2", f"{when}; {where}"]
    assert "“昨天”" in line[2]
    assert "没有“不存在镇”这个单位" in line[2]


def test_a_town_beside_a_village_and_a_second_time_are_only_told_as_not_read(take_in: Import) -> None:
    told = take_in("标题,内容,时间,来电时间,乡镇,村\n路灯,不亮,2026-11-03,早上,East,Lake\n".encode()).output
    assert "1 opened, 0 known already, 0 left out" in told
    assert "来电时间" in told
    assert "乡镇" in told
    assert Matter.objects.get().unit.name == "Lake"


def test_the_rejects_mended_come_in_by_the_same_command(take_in: Import, tmp_path: Path) -> None:
    take_in("编号,标题,时间,内容\n1,路灯,昨天\n".encode())
    mended = (tmp_path / "out.csv").read_bytes().replace("昨天".encode(), b"2026-11-03", 3)
    assert "1 opened" in take_in(mended, name="mended.csv").output


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        ("编号,说明文字", ["title", "body"]),
        ("编号,说明文字,内容", ["title"]),
        ("编号,标题,说明文字", ["body"]),
    ],
)
def test_a_missing_column_is_named_with_those_that_are_there_and_what_it_may_be_called(
    take_in: Import, headings: str, missing: list[str]
) -> None:
    with pytest.raises(Refusals) as refused:
        take_in(f"{headings}\n1,路灯,路灯不亮\n".encode())
    assert [one.field for one in refused.value.refusals] == missing
    for one in refused.value.refusals:
        assert "说明文字" in one.zh
        assert "说明文字" in one.en
        assert HEADINGS[one.field][2] in one.zh
        assert "--mapping" in one.en
    assert Matter.objects.count() == 0


def test_a_mapping_may_leave_the_body_out_on_purpose(take_in: Import, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("title: 标题\n", encoding="utf-8")
    take_in("标题\n路灯\n".encode(), "--mapping", str(mapping))
    assert Matter.objects.get().title == "路灯"


def test_all_that_is_wrong_with_a_row_is_told_at_once_each_with_its_column(
    take_in: Import, tmp_path: Path
) -> None:
    take_in("标题,内容,时间,村,缓急,电话\n路灯,不亮,昨天,Lakee,很急,12\n".encode())
    [line] = csv.reader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1:])
    assert line[:2] == ["2", "时间; 村; 电话; 缓急"]
    assert [f"{column}：" in line[2] for column in ("时间", "村", "电话", "缓急")] == [True] * 4
    assert "电话: " in line[3]


def test_rows_left_out_are_written_beside_the_file_and_the_place_is_told(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    told = import_bad(tmp_path / "in.csv")
    assert str(tmp_path / "in.rejects.csv") in told
    assert (tmp_path / "in.rejects.csv").is_file()


def test_where_the_folder_may_not_be_written_to_they_go_to_the_house_s_own(
    county: County, tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path / "var"
    (tmp_path / "in.rejects.csv").mkdir()
    told = import_bad(tmp_path / "in.csv")
    kept = tmp_path / "var" / "rejects" / "in.rejects.csv"
    assert str(kept) in told
    assert kept.is_file()


def import_bad(path: Path) -> str:
    """What is told of a file whose only row is wrong."""
    path.write_text("标题,内容,时间\n路灯,不亮,昨天\n", encoding="utf-8")
    given = ["matters", str(path), "--kind", "request", "--channel", "hotline"]
    return CliRunner().invoke(import_group, given, catch_exceptions=False).output


def test_a_mapping_says_which_column_is_what(take_in: Import, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("title: 说明文字\noutside_key: 号\n", encoding="utf-8")
    take_in("号,说明文字\n9,路灯\n".encode(), "--mapping", str(mapping))
    assert Matter.objects.get().outside_key == "9"


def test_a_mapping_with_two_faults_names_both(take_in: Import, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("titel: 说明文字\nbody: 正文字\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        take_in("号,说明文字\n9,路灯\n".encode(), "--mapping", str(mapping))
    assert '"title"' in refused.value.en
    assert '"正文字"' in refused.value.en


def test_two_columns_for_one_thing_are_refused(take_in: Import) -> None:
    with pytest.raises(Refusal) as refused:
        take_in("标题,主题,内容\n路灯,路灯\n".encode())
    assert refused.value.code == "import.column_twice"


def test_a_file_broken_in_the_middle_brings_in_nothing(take_in: Import) -> None:
    rows = "".join(f"{number},好的\n" for number in range(1500))
    with pytest.raises(Refusal):
        take_in(f'编号,标题,内容\n{rows}x,"没关上\n'.encode())
    assert Matter.objects.count() == 0
    assert Entry.objects.count() == 0


def test_a_workbook_with_merged_cells_and_dates_as_text_comes_in(
    county: County, take_in: Import, tmp_path: Path
) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (
        ["编号", "标题", "时间", "村", "内容"],
        [1, "一", "2026/11/3", "Lake"],
        [2, "二", "20261104", None],
    ):
        sheet.append(row)
    sheet.merge_cells("D2:D3")
    book.save(tmp_path / "made.xlsx")
    take_in((tmp_path / "made.xlsx").read_bytes(), name="in.xlsx")
    placed = list(Matter.objects.order_by("outside_key").values_list("unit__name", "opened_on"))
    assert [name for name, _ in placed] == [county.units["lake"].name] * 2
    assert [str(day) for _, day in placed] == ["2026-11-03", "2026-11-04"]


def test_a_phone_is_sealed_and_a_resident_never_owns_what_was_imported(
    county: County, take_in: Import
) -> None:
    take_in("标题,电话,内容\n路灯,13800000000\n".encode())
    matter = Matter.objects.get()
    assert b"13800000000" not in bytes(matter.contact.phone_sealed)
    assert matter.follow_digest == ""
    assert RESIDENT(county.region).person_id is None
