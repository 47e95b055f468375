"""``haitang routing``: try the learner on a file, learn from the county's own dispatches, roll back."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from haitang.desks.routing.actions import learn_anew, use_version
from haitang.desks.routing.queries import kinds_that_learn, versions
from haitang.kernel.matters.api import Kind
from haitang.kernel.registry.api import SYSTEM, Actor, regions
from haitang.lib.clock import ZONE
from haitang.lib.diagnostics import Refusal

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


_region = click.option("--region", default="", help="地区 Key of the region, where there are several.")
_kind = click.option("--kind", default="", help="事项 The kind of matter, where several learn.")


@routing.command("learn")
@_region
@_kind
def learn_command(region: str, kind: str) -> None:
    """Learn anew from what was dispatched so far, and use it."""
    for what, actor in _learning(region, kind):
        version = learn_anew(what, actor=actor)
        figures = json.loads(version.figures)
        click.echo(
            f"{what.key}: 第 {version.serial} 版，学自 {version.matters:,} 件 version {version.serial}"
        )
        for zh, en, name in (
            ("分类对", "category right", "accuracy"),
            ("单位对", "unit right", "units_accuracy"),
        ):
            click.echo(f"  {zh} {en}: {figures[name]:.1%}")


@routing.command("versions")
@_region
@_kind
def versions_command(region: str, kind: str) -> None:
    """What was learned, the latest first; the one in use is marked."""
    for what, _ in _learning(region, kind):
        for version in versions(what):
            figures = json.loads(version.figures)
            click.echo(
                f"{'*' if version.in_use else ' '} {what.key} {version.serial:>4}  "
                f"{version.learned_at.astimezone(ZONE):%F %H:%M}  {version.matters:>7,}  "
                f"{figures['accuracy']:.1%}  {figures['units_accuracy']:.1%}"
            )


@routing.command("use")
@click.argument("serial", type=click.IntRange(1))
@_region
@_kind
def use_command(serial: int, region: str, kind: str) -> None:
    """Go back to version SERIAL, or forward again."""
    ((what, actor),) = _one(list(_learning(region, kind)))
    version = versions(what).filter(serial=serial).first()
    if version is None:
        raise Refusal("routing.no_version", zh=f"没有第 {serial} 版。", en=f"There is no version {serial}.")
    use_version(version, actor=actor)
    click.echo(f"{what.key}: 现用第 {serial} 版 version {serial} is used from now on")


def _learning(region: str, kind: str) -> Iterator[tuple[Kind, Actor]]:
    """The kinds that learn, of one region or all; refused where there is none."""
    found = [
        (what, SYSTEM(one))
        for one in regions(region)
        for what in kinds_that_learn(one)
        if kind in ("", what.key)
    ]
    if not found:
        raise Refusal(
            "routing.nothing_learns",
            zh="没有这样的事项，或方案里没有写 routing:。",
            en="There is no such kind of matter, or its playbook does not say routing:.",
        )
    yield from found


def _one(found: list[tuple[Kind, Actor]]) -> list[tuple[Kind, Actor]]:
    if len(found) > 1:
        zh, en = (
            "不止一种，请用 --region、--kind 说明是哪一种。",
            "Several learn: say which with --region and --kind.",
        )
        raise Refusal("routing.several", zh=zh, en=en)
    return found


COMMANDS: list[click.Command] = [routing]
