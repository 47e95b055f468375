import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from haitang.desks.requests.cli import issues
from haitang.lib.diagnostics import Refusal
from haitang.lib.tests.complaints import daily, plant

Hot = Callable[..., Result]


@pytest.fixture
def hot(tmp_path: Path) -> Hot:
    """Search a file of these lines, with options."""

    def run(lines: list[str], *options: str, catch: bool = False) -> Result:
        path = tmp_path / "messages.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return CliRunner().invoke(issues, ["hot", str(path), *options], catch_exceptions=catch)

    return run


def lines(heading: str = "id,user,submitted_at,title,body,likes,dislikes") -> list[str]:
    said = [*daily(), *plant()]
    return [heading, *(f'{m.key},{m.person},{m.on}T08:00:00,"{m.title}","{m.body}",2,0' for m in said)]


def test_the_bursts_of_a_file_are_told_with_their_reasons(hot: Hot) -> None:
    first = json.loads(hot(lines(), "--json").stdout)[0]
    assert (first["rank"], first["place"], first["people"]) == (1, "蘅芜雅苑", 12)
    assert sorted(first["ids"]) == sorted(message.key for message in plant())
    assert (first["since"], first["until"]) == ("2026-03-22", "2026-04-02")
    assert "12 people" in first["why"]["en"]


def test_people_read_the_same_without_json_and_nobodys_code(hot: Hot) -> None:
    told = hot(lines()).stdout
    assert "蘅芜雅苑" in told
    assert "a3" not in told.replace("\n", " ").split()


def test_a_number_in_a_title_is_not_told(hot: Hot) -> None:
    told = [line.replace("沥青厂", "沥青厂13800001111") for line in lines()]
    found = hot(told, "--json").stdout
    assert "沥青厂***" in found
    assert "1380000" not in found


def test_a_window_ends_where_it_is_told_to(hot: Hot) -> None:
    found = json.loads(hot(lines(), "--json", "--days", "7", "--until", "2026-03-28").stdout)
    assert (found[0]["since"], found[0]["until"], found[0]["people"]) == ("2026-03-22", "2026-03-28", 7)


def test_other_headings_are_understood_or_mapped(hot: Hot, tmp_path: Path) -> None:
    known = lines("留言编号,留言用户,留言时间,留言主题,留言详情,点赞数,反对数")
    assert json.loads(hot(known, "--json").stdout)[0]["people"] == 12
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("id: a\nuser: b\nsubmitted_at: c\ntitle: d\nbody: e\nlikes: f\n", encoding="utf-8")
    strange = hot(lines("a,b,c,d,e,f,g"), "--json", "--mapping", str(mapping))
    assert json.loads(strange.stdout)[0]["people"] == 12


@pytest.mark.parametrize(
    ("heading", "code"),
    [("a,b,c,d,e,f,g", "hot.columns"), ("id,user,when,title,body,likes,dislikes", "hot.columns")],
)
def test_a_file_without_words_or_days_is_refused_in_words(hot: Hot, heading: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        hot(lines(heading))
    assert refused.value.code == code
    assert "--mapping" in refused.value.en


def test_a_cell_that_cannot_be_read_is_named_by_its_row(hot: Hot) -> None:
    with pytest.raises(Refusal, match="Row 3"):
        hot(["id,submitted_at,title,likes", "1,2026-03-02,灯,1", "2,2026-03-02,灯,many"])
    with pytest.raises(Refusal, match="Row 2"):
        hot(["id,submitted_at,title", "1,昨天,灯"])


def test_an_empty_file_of_messages_has_nothing_hot(hot: Hot) -> None:
    assert "Nothing is hot" in hot(["id,submitted_at,title"]).stdout
