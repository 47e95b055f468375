"""``haitang sample``: grow a sample county without starting anything."""

import click
from django.core.management import call_command

from haitang.sample.county import SIZES, ensure_county
from haitang.sample.table import sign_in_table


@click.group()
def sample() -> None:
    """Sample counties: everyone and everything in them is invented."""


@sample.command()
@click.option("--size", default="small", show_default=True, type=click.Choice(SIZES))
@click.option("--playbook", "name", default="", help="Which playbook's sample county, if there are several.")
def grow(size: str, name: str) -> None:
    """Grow the county if it is not there; print whom one may sign in as."""
    call_command("migrate", verbosity=0, interactive=False)
    ensure_county(name, size=size)
    click.echo(sign_in_table("http://127.0.0.1:8000/"))


COMMANDS = [sample]
