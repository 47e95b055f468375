"""``haitang hooks``: which systems are told, and what could not be told."""

from pathlib import Path

import click

from haitang.desks.hooks import actions
from haitang.desks.hooks.contexts import host_of
from haitang.desks.hooks.models import Telling
from haitang.desks.hooks.queries import counted, dead_tellings, standing_hooks
from haitang.desks.hooks.signing import new_secret
from haitang.kernel.registry.api import SYSTEM, regions
from haitang.kernel.registry.models import Region
from haitang.lib.diagnostics import Refusal

_region = click.option("--region", default="", help="地区 Key of the region, where there are several.")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def hooks() -> None:
    """回传 Tell other systems, such as the hotline, how far their matters are."""


@hooks.command("set")
@click.argument("channel")
@click.argument("url")
@click.option("--secret-file", type=_FILE, help="密钥文件 A file with their secret; else one is made.")
@click.option("--allow-private", is_flag=True, help="可发内网 The address may lie inside the network.")
@_region
def set_command(
    channel: str, url: str, *, secret_file: Path | None, allow_private: bool, region: str
) -> None:
    """Tell URL of the matters that come by CHANNEL; a secret that is made is shown this once."""
    secret = secret_file.read_text(encoding="utf-8").strip() if secret_file else new_secret()
    one = _one(region)
    actions.set_hook(
        one, channel=channel, url=url, secret=secret, is_private=allow_private, actor=SYSTEM(one)
    )
    click.echo("设好了，旧地址不再发。 Set; no other address is told any more.")
    if not secret_file:
        click.echo(secret)


@hooks.command("stop")
@click.argument("channel")
@_region
def stop_command(channel: str, region: str) -> None:
    """Tell nobody of CHANNEL any more."""
    one = _one(region)
    was = actions.shut_hook(one, channel=channel, actor=SYSTEM(one))
    click.echo("停了。 Stopped." if was else "本来就没有。 Nobody was told.")


@hooks.command("list")
@_region
def list_command(region: str) -> None:
    """Who is told, how much, and what could not be told; hosts only, for an address may hold a key."""
    for one in regions(region):
        told = counted(SYSTEM(one))
        for hook in standing_hooks(one.pk):
            stands = ", ".join(f"{number} {state}" for state, number in sorted(told.get(hook.pk, {}).items()))
            click.echo(f"{one.key}  {hook.channel} → {host_of(hook)}  {stands}")
        for dead in dead_tellings(SYSTEM(one)):
            click.echo(f"  {dead.pk}  {dead.matter.number}  {dead.trouble}  tried {dead.tries}")


@hooks.command("again")
@click.argument("ids", nargs=-1, type=int)
@click.option("--all", "every", is_flag=True, help="全部 All that could not be told.")
@_region
def again_command(ids: tuple[int, ...], *, every: bool, region: str) -> None:
    """Try anew what could not be told: IDS as `hooks list` shows them, or --all."""
    wanted: list[Telling] = []
    for one in regions(region):
        dead = dead_tellings(SYSTEM(one))
        wanted += list(dead if every else dead.filter(pk__in=ids))
    for telling in wanted:
        actions.tell_again(telling, actor=SYSTEM(telling.hook.region_id))
    click.echo(f"{len(wanted)} 条会再发。 {len(wanted)} will be tried again.")


def _one(key: str) -> Region:
    found = regions(key)
    if len(found) != 1:
        known = ", ".join(region.key for region in regions())
        zh, en = f"请用 --region 选一个：{known}。", f"Choose one with --region: {known}."
        raise Refusal("hooks.which_region", zh=zh, en=en, field="region")
    return found[0]


COMMANDS = [hooks]
