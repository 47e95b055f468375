"""``haitang backup``: make a copy of the house, list them, let them expire, put one back."""

import click
from django.conf import settings

from haitang.kernel.matters.api import erase_again, erase_contacts, erased_since
from haitang.lib.clock import ZONE
from haitang.project.backups import backup_named, backups, expire_backups, make_backup, restore_backup


@click.group()
def backup() -> None:
    """备份 Copies of the house: made, kept so many days, put back."""


@backup.command("make")
def make_command() -> None:
    """Copy database and files while the house runs; the keys are not in it."""
    made = make_backup()
    click.echo(f"已备份 made {made.name}  {made.size_bytes:,} bytes  {made.folder}")


@backup.command("list")
def list_command() -> None:
    """What is kept, the latest first."""
    for one in backups():
        click.echo(
            f"{one.name}  {one.made_at.astimezone(ZONE):%F %H:%M}  {one.engine}  {one.size_bytes:,} bytes"
        )


@backup.command("expire")
@click.option(
    "--days", type=click.IntRange(1, 3650), help="留几天 Keep so many days, else HAITANG_BACKUP_DAYS."
)
def expire_command(days: int | None) -> None:
    """Delete the copies that are older than promised."""
    for name in expire_backups(days or settings.BACKUP_DAYS or 1):
        click.echo(f"已删除 deleted {name}")


@backup.command("restore")
@click.argument("name")
@click.option("--yes", is_flag=True, help="不再询问 Do not ask.")
def restore_command(name: str, *, yes: bool) -> None:
    """Put a copy in place of the database. Stop the house first; what was erased since is erased again."""
    chosen = backup_named(name)
    if not yes:
        click.confirm(f"用 {name} 覆盖现有数据库？ Replace the database by {name}?", abort=True)
    since = erased_since(chosen.made_at)
    restore_backup(chosen)
    again = erase_again(since) + erase_contacts()
    click.echo(f"已恢复 restored {name}; 重新抹去 erased again: {again}")
