"""The ``haitang`` command.

A part names its commands in its ``AppConfig`` (``commands``: name and what it is for) and brings them in its
``cli.py``, in a list ``COMMANDS``. Only the part that is asked for is loaded: an overview needs none.
"""

import gc
import os
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module

import click
from django.apps import AppConfig
from django.conf import settings

#: Commands that work on a sample county; nothing else ever installs ``haitang.sample``.
SAMPLE_COMMANDS = {"run", "sample"}
#: This part's ``cli`` is the command itself; its commands lie beside it.
MODULES = {"haitang.project": "haitang.project.commands"}


class Commands(click.Group):
    """Every part's commands by name; one is loaded, and Django set up for it, when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all."""
        return sorted({*super().list_commands(ctx), *offered()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, with the part it belongs to."""
        if cmd_name in offered() and cmd_name not in self.commands:
            for command in load(offered()[cmd_name][0]):
                self.add_command(command)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview, in the words of the parts' configs."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in sorted(offered().items())])


@click.group(cls=Commands, help="海棠 Haitang: record once, count everywhere.")
@click.version_option(package_name="haitang")
def cli() -> None:
    """The root of all commands."""


@cache
def offered() -> Mapping[str, tuple[str, str]]:
    """For each command the module it lies in, and what it is for."""
    parts = [AppConfig.create(part) for part in settings.INSTALLED_APPS if part.startswith("haitang.")]
    return {
        name: (MODULES.get(part.name, f"{part.name}.cli"), words)
        for part in parts
        for name, words in getattr(part, "commands", {}).items()
    }


def load(module: str) -> list[click.Command]:
    """The commands of a part's *module*, with all parts set up.

    What is loaded here stays as long as the process: looking for garbage in it would take a tenth of a start.
    """
    import django  # noqa: PLC0415 -- slow import

    gc.disable()
    django.setup()
    commands: list[click.Command] = import_module(module).COMMANDS
    gc.freeze()
    gc.enable()
    return commands


def settle_sample(command: str) -> None:
    """A sample county's commands install ``haitang.sample``; real use never has it, whatever is exported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haitang.project.settings")
    if command in SAMPLE_COMMANDS:
        os.environ["HAITANG_SAMPLE"] = "1"
    elif command == "serve":
        os.environ["HAITANG_SAMPLE"] = "0"


def main() -> None:
    """Run the command that is asked for; what a person can mend is said without a traceback."""
    settle_sample(sys.argv[1] if len(sys.argv) > 1 else "")
    try:
        cli()
    except Exception as trouble:
        from haitang.project.troubles import explain  # noqa: PLC0415 -- slow import

        words = explain(trouble)
        if not words:
            raise
        click.echo(words, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
