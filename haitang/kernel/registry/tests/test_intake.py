"""A house's own tables of units and people, as its office would bring them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haitang.kernel.registry.cli import account, person, unit
from haitang.kernel.registry.models import Account, Person, Post, Unit
from haitang.kernel.registry.tests.county import small_county
from haitang.lib.diagnostics import Faults, Refusal

pytestmark = pytest.mark.django_db


def run(command, *words: str, **more: str) -> Result:
    return CliRunner().invoke(command, [*words], catch_exceptions=False, **more)


def table(folder: Path, *lines: str) -> str:
    file = folder / "table.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


def test_units_come_in_from_a_table_and_the_second_time_are_known(tmp_path: Path) -> None:
    small_county()
    file = table(tmp_path, "代码,名称,类别,上级", "T9,丙镇,town,", "V9,丙村,village,T9")
    assert "2 rows new, 0 known" in run(unit, "import", file).output
    assert Unit.objects.get(code="V9").parent == Unit.objects.get(code="T9")
    assert "0 rows new, 2 known" in run(unit, "import", file).output


def test_every_bad_row_of_units_is_named_and_nothing_is_kept(tmp_path: Path) -> None:
    small_county()
    file = table(
        tmp_path, "代码,名称,类别,上级", "T9,丙镇,town,", "X1,某处,castle,T9", "X2,某村,village,NOWHERE"
    )
    with pytest.raises(Faults) as told:
        run(unit, "import", file)
    assert [(fault.place.line, fault.code) for fault in told.value.faults] == [
        (3, "registry.unknown_unit_kind"),
        (4, "registry.unknown_unit"),
    ]
    assert not Unit.objects.filter(code="T9").exists()


def test_a_code_that_stands_under_another_name_is_refused(tmp_path: Path) -> None:
    county = small_county()
    with pytest.raises(Faults, match="code_taken"):
        run(unit, "import", table(tmp_path, "code,name,kind", f"{county.region.code},别的县,town"))


def test_people_come_in_with_posts_and_accounts_and_the_second_time_are_known(tmp_path: Path) -> None:
    county = small_county()
    before, code = Person.objects.count(), county.region.code
    file = table(
        tmp_path,
        "姓名,角色,单位代码,性别,电话,用户名",
        f"虚构一,clerk,{code},女,138 0000 0001,first",
        f"虚构一,organiser,{code},女,13800000001,",
        f"虚构二,clerk,{code},男,,",
    )
    assert "3 rows new, 0 known" in run(person, "import", file).output
    assert Person.objects.count() == before + 2
    first = Account.objects.get(username="first").person
    assert {post.role.key for post in Post.objects.filter(person=first)} == {"clerk", "organiser"}
    assert "0 rows new, 3 known" in run(person, "import", file).output


def test_every_bad_row_of_people_is_named_and_nothing_is_kept(tmp_path: Path) -> None:
    county = small_county()
    before = Person.objects.count()
    rows = [
        f"虚构一,wizard,{county.region.code},",
        "虚构二,clerk,NOWHERE,",
        f"虚构三,clerk,{county.region.code},不明",
    ]
    with pytest.raises(Faults) as told:
        run(person, "import", table(tmp_path, "姓名,角色,单位代码,性别", *rows))
    assert [fault.place.line for fault in told.value.faults] == [2, 3, 4]
    assert Person.objects.count() == before


def test_a_table_without_a_needed_column_says_which(tmp_path: Path) -> None:
    small_county()
    with pytest.raises(Refusal, match="unit"):
        run(person, "import", table(tmp_path, "姓名,角色", "虚构一,clerk"))


def test_two_columns_for_one_thing_are_refused(tmp_path: Path) -> None:
    small_county()
    with pytest.raises(Refusal, match="rename or drop") as told:
        run(unit, "import", table(tmp_path, "代码,名称,单位名称,类别", "T9,丙镇,丁镇,town"))
    assert told.value.code == "import.column_twice"
    assert not Unit.objects.filter(code="T9").exists()


def test_headings_are_known_whatever_their_case_and_width(tmp_path: Path) -> None:
    small_county()
    file = table(tmp_path, "ＣＯＤＥ,Na me,KIND", "T9,丙镇,town")
    assert "1 rows new, 0 known" in run(unit, "import", file).output


def test_what_kinds_there_are_is_asked_once_a_file(tmp_path: Path) -> None:
    small_county()
    rows = [f"T{number},镇{number},town" for number in range(3)]
    with CaptureQueriesContext(connection) as asked:
        run(unit, "import", table(tmp_path, "code,name,kind", *rows))
    words = [one["sql"] for one in asked if "retired_on" in one["sql"] and "LIMIT" not in one["sql"]]
    assert len([sql for sql in words if 'FROM "registry_unitkind" WHERE' in sql]) == 1


def test_the_first_organiser_is_let_in_by_a_command_and_may_change_the_password() -> None:
    county = small_county()
    code = county.region.code
    asked = ["open", "first", "--name", "虚构一", "--role", "organiser", "--at", code]
    typed = "long enough 1\nlong enough 1\n"
    assert "已开通 first" in run(account, *asked, input=typed).output
    opened = Account.objects.get(username="first")
    assert opened.check_password("long enough 1")
    assert not opened.is_sample
    run(account, "password", "first", input="another one 2\nanother one 2\n")
    opened.refresh_from_db()
    assert opened.check_password("another one 2")


def test_an_account_that_is_refused_leaves_nobody_behind() -> None:
    county = small_county()
    before = Person.objects.count()
    asked = ["open", "first", "--name", "虚构一", "--role", "organiser", "--at", county.region.code]
    with pytest.raises(Refusal):
        run(account, *asked, input="short\nshort\n")
    assert Person.objects.count() == before
