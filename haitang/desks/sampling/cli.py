"""``haitang sampling``: draw what is due, and repeat a draw from what was kept of it."""

from datetime import datetime

import click

from haitang.desks.sampling.drawing import chosen, digest_of
from haitang.desks.sampling.jobs import close_samples, draw_samples, invite_drawn
from haitang.desks.sampling.models import SampleDraw
from haitang.desks.sampling.queries import drawn_by, draws_named, frame_of, name_of, sealed_as
from haitang.kernel.registry.api import regions

_region = click.option("--region", default="", help="地区 Key of the region, where there are several.")


@click.group()
def sampling() -> None:
    """满意度抽查 Draw whom to ask, late and blind, and repeat a draw."""


@sampling.command("draw")
def draw_command() -> None:
    """Draw for every period that has begun, invite, close what is over; what the worker does by itself."""
    told = [one for one in (close_samples(), draw_samples(), invite_drawn()) if one]
    click.echo("\n".join(told) or "没有要抽的。 Nothing is due.")


@sampling.command("verify")
@click.option("--sampling", "key", default="", help="抽查 Which sampling; left out, all.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="哪一期 The first day of its period.")
@_region
def verify_command(key: str, on: datetime | None, region: str) -> None:
    """Repeat draws from the sealed root and the list drawn from; fails where one comes out otherwise."""
    wrong = 0
    for one in regions(region):
        for draw in draws_named(one, key=key, starts_on=on.date() if on else None):
            faults = faults_of(draw)
            wrong += len(faults)
            click.echo(
                f"{one.key}  {draw}  {draw.sealed_on} {draw.root[:12]}  {'; '.join(faults) or '相符 holds'}"
            )
    if wrong:
        raise SystemExit(1)


def faults_of(draw: SampleDraw) -> list[str]:
    """What does not hold of *draw*: its root, its list, whom it drew."""
    frame, name = frame_of(draw), name_of(draw.sampling, draw.starts_on)
    again = chosen(frame, root=draw.root, name=name, size=draw.size)
    told = {
        "封存的根不同 the sealed root differs": sealed_as(draw) == draw.root,
        "名单变了 the list was changed": digest_of(frame) == draw.frame_digest,
        "抽到的不同 others come out": again == [one.matter.uuid for one in drawn_by(draw)],
    }
    return [words for words, holds in told.items() if not holds]


COMMANDS = [sampling]
