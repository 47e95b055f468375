"""``haitang playbook``: check, plan, apply, facts, schema, docs, upgrade."""

import json
import os
from pathlib import Path

import click

from haitang.kernel.playbooks import language
from haitang.kernel.playbooks.facts import check_facts
from haitang.kernel.playbooks.layers import read_folder, refuse
from haitang.kernel.playbooks.loading import found, read
from haitang.kernel.playbooks.planning import Plan, shipped
from haitang.kernel.playbooks.planning import plan as make_plan
from haitang.kernel.playbooks.upgrading import upgrade_folder
from haitang.kernel.registry.models import Unit
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import some

_SPOKEN = "zh" if os.environ.get("LANG", "zh").startswith("zh") else "en"
_language = click.option(
    "--language", type=click.Choice(["zh", "en"]), default=_SPOKEN, help="The language of the answer."
)
_at = click.option("--at", "code", default="", help="The unit's code; else what holds_for names.")


@click.group()
def playbook() -> None:
    """Check, preview and apply playbooks 方案."""


@playbook.command()
@click.argument("paths", nargs=-1, required=True)
def check(paths: tuple[str, ...]) -> None:
    """Say everything that is wrong in playbooks; needs no database."""
    failed = False
    for path in paths:
        loaded = read(found(path, shipped()), shipped())
        for fault in sorted(loaded.faults, key=lambda one: (one.place, one.code)):
            click.echo(fault)
        errors = sum(fault.severity == "error" for fault in loaded.faults)
        warnings = len(loaded.faults) - errors
        click.echo(f"{path}: {some(errors, 'error')}, {some(warnings, 'warning')}.")
        failed = failed or errors > 0
    if failed:
        raise SystemExit(1)


@playbook.command()
@click.argument("path")
@_at
@_language
def plan(path: str, code: str, language: str) -> None:
    """Show what applying a playbook would change; changes nothing."""
    made = _planned(path, code)
    click.echo(made.render(language))
    if made.refusals:
        raise SystemExit(1)


@playbook.command()
@click.argument("path")
@_at
@click.option("--yes", is_flag=True, help="Do not ask.")
@_language
def apply(path: str, code: str, yes: bool, language: str) -> None:
    """Make a playbook hold: shows the plan, asks, applies it in one transaction."""
    from haitang.kernel.playbooks.actions import apply as apply_plan  # noqa: PLC0415 -- slow import
    from haitang.kernel.registry.api import SYSTEM  # noqa: PLC0415 -- slow import

    made = _planned(path, code)
    click.echo(made.render(language))
    if made.is_empty:
        return
    if not made.refusals and not yes:
        click.confirm("应用？ Apply?", abort=True)
    version = apply_plan(made, actor=SYSTEM(made.at.region_id))
    click.echo(f"{version.name} {version.serial} ✓")


@playbook.command()
@click.argument("path")
@_at
@_language
def facts(path: str, code: str, language: str) -> None:
    """Print each printed figure of the applied playbook beside what came out."""
    from haitang.kernel.playbooks.queries import holding  # noqa: PLC0415 -- slow import

    unit = _unit(path, code)
    results = check_facts(holding(unit), unit)
    if not results:
        click.echo("没有印出的数字。No facts are declared.")
    for result in results:
        mark = "✓" if result.holds else "✗"
        click.echo(f"{mark} {result.id}: {result.says.into(language)} — {result.printed} / {result.came_out}")
    failed = sum(not result.holds for result in results)
    if failed:
        click.echo(some(failed, "figure") + " came out otherwise.")
        raise SystemExit(1)


@playbook.command()
def schema() -> None:
    """Print the language's JSON Schema, for editors."""
    from haitang.kernel.playbooks.schema import schema as make  # noqa: PLC0415 -- slow import

    click.echo(json.dumps(make(), ensure_ascii=False, indent=2))


@playbook.command()
def docs() -> None:
    """Print the language's reference manual as Markdown."""
    from haitang.kernel.playbooks.reference import reference  # noqa: PLC0415 -- slow import

    click.echo(reference())


@playbook.command()
@click.argument("path")
def upgrade(path: str) -> None:
    """Rewrite a playbook's files in today's language, comments kept."""
    changed = upgrade_folder(found(path, shipped()))
    for file in changed:
        click.echo(file)
    if not changed:
        click.echo(f"{path}: already at {language.LANGUAGE}.")


def _planned(path: str, code: str) -> Plan:
    return make_plan(path, at=_unit(path, code))


def _unit(path: str, code: str) -> Unit:
    """The unit with *code*, or the one the playbook says it holds for."""
    named = code or _held_for(path)
    if not named:
        raise Refusal(
            "playbooks.holds_nowhere",
            zh=f"方案 {path} 没有写 holds_for，不属于任何地方，供别的方案继承。请用 --at 写明单位代码。",
            en=f"The playbook {path} says no holds_for: it holds for no place, others extend it. "
            "Name a unit's code with --at.",
        )
    units = list(Unit.objects.filter(code=named, until=None).select_related("region")[:2])
    if len(units) != 1:
        raise Refusal(
            "playbooks.no_unit",
            zh=f"找不到代码为“{named}”的单位。请用 --at 写明，或先建立县。",
            en=f'There is no unit with the code "{named}". Name one with --at, or open the county first.',
        )
    return units[0]


def _held_for(path: str) -> str:
    """What the playbook's own files say under ``holds_for``, read before they are known to be right."""
    layer, faults = read_folder(found(Path(path), shipped()))
    if not layer.tree.at(("holds_for",)):
        refuse(faults)
    return str(layer.tree.at(("holds_for", "unit")) or "")


COMMANDS = [playbook]
