"""``haitang routing evaluate``: on one file, on another, and on files that will not do."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from haitang.desks.routing.cli import routing
from haitang.desks.routing.tests.messages import many
from haitang.lib.diagnostics import Refusal


def written(path: Path, each: int, *, headings: tuple[str, str] = ("words", "level1")) -> str:
    """A file of labelled messages."""
    messages, labels = many(each)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(headings)
        rows.writerows(
            (one.title + " " + one.body, label) for one, label in zip(messages, labels, strict=True)
        )
    return str(path)


def evaluated(*arguments: str) -> str:
    """What the command prints."""
    return CliRunner().invoke(routing, ["evaluate", *arguments], catch_exceptions=False).output


@pytest.mark.slow(reason="learns five times over")
def test_five_fold_tells_the_kinds_apart(tmp_path: Path):
    told = json.loads(evaluated(written(tmp_path / "a.csv", 12), "--json"))
    assert (told["messages"], told["labels"]) == (48, 4)
    assert told["accuracy"] > 0.9
    assert told["messages_a_second"] > 0
    assert set(told) == {
        "messages", "labels", "accuracy", "macro_f1", "ece", "coverage", "sure_coverage", "sure_precision",
        "seconds_to_train", "messages_a_second",
    }  # fmt: skip


@pytest.mark.slow(reason="learns twice")
def test_it_may_be_trained_on_another_file(tmp_path: Path):
    train, other = written(tmp_path / "a.csv", 12), written(tmp_path / "b.csv", 3)
    said = evaluated(other, "--train", train)
    assert "准确率 accuracy: 1.0000" in said
    assert "条数 messages: 12 (4)" in said


@pytest.mark.slow(reason="learns twice")
def test_the_same_files_give_the_same_figures(tmp_path: Path):
    train, other = written(tmp_path / "a.csv", 6), written(tmp_path / "b.csv", 3)
    first, second = (json.loads(evaluated(other, "--train", train, "--json")) for _ in range(2))
    costs = ("seconds_to_train", "messages_a_second")
    assert {**first, **dict.fromkeys(costs)} == {**second, **dict.fromkeys(costs)}


@pytest.mark.parametrize(
    ("each", "headings", "code"),
    [(12, ("text", "level1"), "routing.columns"), (2, ("words", "level1"), "routing.too_little")],
)
def test_a_file_that_will_not_do_is_refused_in_words(
    tmp_path: Path, each: int, headings: tuple[str, str], code: str
):
    with pytest.raises(Refusal) as refused:
        evaluated(written(tmp_path / "a.csv", each, headings=headings))
    assert refused.value.code == code


def test_a_label_that_was_never_taught_is_named(tmp_path: Path):
    train, other = written(tmp_path / "a.csv", 6), tmp_path / "b.csv"
    other.write_text("words,level1\n广场 唱歌,culture\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        evaluated(str(other), "--train", train)
    assert refused.value.code == "routing.strange"
    assert "culture" in refused.value.en
