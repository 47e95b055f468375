"""``haitang routing``: try the learner on a file, learn from the county's own dispatches, roll back."""

import json
from pathlib import Path

import click

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def routing() -> None:
    """派单学习 Whom a request concerns, learnt from what was dispatched before."""


@routing.command("evaluate")
@click.argument("file", type=FILE)
@click.option("--train", type=FILE, help="训练文件 Train on this file, else five-fold on FILE itself.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def evaluate_command(file: Path, *, train: Path | None, as_json: bool) -> None:
    """How well messages are told apart: FILE has the columns words and level1."""
    from haitang.desks.routing.evaluating import (  # noqa: PLC0415 -- slow import
        evaluate,
        read_labelled,
    )

    labelled = read_labelled(file)
    trial = evaluate(labelled, train=read_labelled(train) if train else None)
    if as_json:
        click.echo(json.dumps({name: round(value, 4) for name, value in trial.as_json().items()}))
        return
    scores = trial.scores
    for zh, en, value in (
        ("条数", "messages", f"{scores.messages:,} ({scores.labels})"),
        ("准确率", "accuracy", f"{scores.accuracy:.4f}"),
        ("宏平均 F1", "macro-F1", f"{scores.macro_f1:.4f}"),
        ("校准误差", "calibration error (ECE)", f"{scores.ece:.4f}"),
        ("98% 精确度下的覆盖率", "coverage at 98 % precision", f"{scores.coverage:.4f}"),
        (
            "按训练时定下的阈值",
            "by the threshold learnt in training",
            f"{scores.sure_coverage:.4f} at {scores.sure_precision:.4f}",
        ),
        ("训练用时", "trained in, seconds of one core", f"{trial.seconds_to_train:.1f}"),
        ("每秒条数", "messages a second a core", f"{trial.messages_a_second:,.0f}"),
    ):
        click.echo(f"{zh} {en}: {value}")


COMMANDS: list[click.Command] = [routing]
