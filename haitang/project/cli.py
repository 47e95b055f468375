"""The ``haitang`` command: each part brings its own group of commands."""

import os

import click
import django


@click.group(help="海棠 Haitang: record once, count everywhere.")
def cli() -> None:
    """The root of all commands."""


def main() -> None:
    """Set Django up, gather the parts' commands, run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haitang.project.settings")
    django.setup()
    cli()
