"""The ``haitang`` command. A part brings its own: a list ``COMMANDS`` of click commands in its ``cli.py``."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec

import click
import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError, ProgrammingError

from haitang.lib.diagnostics import Faults, Refusal
from haitang.project.commands import COMMANDS
from haitang.project.troubles import explain

#: Commands that work on a sample county; nothing else ever installs ``haitang.sample``.
SAMPLE_COMMANDS = {"run", "sample"}


@click.group(help="海棠 Haitang: record once, count everywhere.")
@click.version_option(package_name="haitang")
def cli() -> None:
    """The root of all commands."""


def gather() -> None:
    """Add the commands of the house itself and of every installed part."""
    for command in COMMANDS:
        cli.add_command(command)
    for config in apps.get_app_configs():
        if config.name.startswith("haitang.") and find_spec(f"{config.name}.cli"):
            for command in getattr(import_module(f"{config.name}.cli"), "COMMANDS", []):
                cli.add_command(command)


def settle_sample(command: str) -> None:
    """A sample county's commands install ``haitang.sample``; real use never has it, whatever is exported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haitang.project.settings")
    if command in SAMPLE_COMMANDS:
        os.environ["HAITANG_SAMPLE"] = "1"
    elif command == "serve":
        os.environ["HAITANG_SAMPLE"] = "0"


def main() -> None:
    """Set Django up, gather the parts' commands, run; what a person can mend is said without a traceback."""
    settle_sample(sys.argv[1] if len(sys.argv) > 1 else "")
    try:
        django.setup()
        gather()
        cli()
    except (ImproperlyConfigured, OperationalError, ProgrammingError, OSError, Refusal, Faults) as trouble:
        words = explain(trouble)
        if not words:
            raise
        click.echo(words, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
