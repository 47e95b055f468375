"""``haitang run``, ``serve``, ``worker``, ``migrate`` and ``check``: the house itself."""

import os
import shutil
import sys
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import click
from django.conf import settings
from django.core.checks import Tags
from django.core.checks.registry import registry
from django.core.management import call_command, execute_from_command_line
from django.core.management.base import SystemCheckError
from django.db import connection, connections

from haitang.lib.diagnostics import Refusal
from haitang.project.backing_up import backup
from haitang.project.ports import must_be_free, wait_until_it_answers
from haitang.project.together import Together

#: Below this a county is not begun: better said now than in the middle.
ROOM_BYTES = 500 * 1024 * 1024
#: The web process reads every address a moment later anyhow; to read them twice is a third of a start.
ADDRESSES = frozenset({Tags.urls})


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--size", default="small", show_default=True, help="small or full (tiny for tests).")
@click.option("--playbook", "name", default="", help="Which playbook's sample county, if there are several.")
def run(host: str, port: int, size: str, name: str) -> None:
    """Try Haitang: grow a sample county, start web and worker. Everyone in it is invented."""
    from haitang.sample.county import ensure_county  # noqa: PLC0415 -- optional extra
    from haitang.sample.table import sign_in_table  # noqa: PLC0415 -- optional extra

    must_be_free(host, port)
    prepare()
    # Before anything is written: a real house is left as it is.
    check(besides=ADDRESSES)
    ensure_county(name, size=size)
    sys.exit(_start(host, port, sign_in_table(_address(host, port))))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Start web and worker for real use: no sample county, no sign-in without a password."""
    must_be_free(host, port)
    prepare()
    check(besides=ADDRESSES)
    sys.exit(_start(host, port, ""))


@click.command()
def worker() -> None:
    """Only the worker: seals the days, moves what is due, erases what has served its time."""
    from haitang.project.worker import work  # noqa: PLC0415 -- slow import

    work()


@click.command()
def migrate() -> None:
    """Bring the database up to this version."""
    prepare()


@click.command(name="check")
def check_command() -> None:
    """Look whether the installation is sound: settings, triggers, accounts."""
    check()
    click.echo("安好 sound")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django(arguments: tuple[str, ...]) -> None:
    """Any command of Django's own, such as: haitang django shell."""
    execute_from_command_line(["haitang django", *arguments])


def prepare() -> None:
    """Reach the database, make sure of some room, migrate."""
    _need_room(settings.VAR)
    connection.ensure_connection()
    call_command("migrate", verbosity=0, interactive=False)
    count_what_there_is()


def count_what_there_is() -> None:
    """How much there is of what: PostgreSQL counts by itself, SQLite only when it is told to.

    Without it an inbox takes three times as long once a table was added. A look at each index is enough.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def check(*, besides: frozenset[str] = frozenset()) -> None:
    """Django's system checks and ours, on the database too, *besides* those of some tags; told in words."""
    tags = sorted(registry.tags_available() - besides) if besides else None
    try:
        call_command("check", databases=["default"], tags=tags, stdout=StringIO())
    except SystemCheckError as error:
        zh, en = f"系统检查没有通过。\n{error}", "The system check failed."
        raise Refusal("run.unsound", zh=zh, en=en) from error


def _need_room(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < ROOM_BYTES:
        raise Refusal(
            "run.no-room",
            zh=f"{folder} 所在磁盘只剩 {free >> 20} MB，至少需要 {ROOM_BYTES >> 20} MB。",
            en=f"The disk of {folder} has {free >> 20} MB left; at least {ROOM_BYTES >> 20} MB are needed.",
        )


def _start(host: str, port: int, welcome: str) -> int:
    # The children open connections of their own; ours would only idle beside them.
    connections.close_all()
    # Two processes for two cores; threads only so that deeds share their writes (docs/decisions/0010).
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "haitang.project.wsgi:application"),
        *("--host", host, "--port", str(port), "--workers", "2", "--blocking-threads", "8"),
        *("--backpressure", "64", "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "5"),
        "--respawn-failed-workers",
    ]
    commands: Mapping[str, list[str]] = {
        "网页 web": web,
        "后台 worker": [sys.executable, "-m", "haitang.project.cli", "worker"],
    }
    os.environ["DJANGO_SETTINGS_MODULE"] = "haitang.project.settings"
    together = Together(commands)
    return together.run(lambda: _greet(together, host, port, welcome))


def _greet(together: Together, host: str, port: int, welcome: str) -> None:
    if wait_until_it_answers(host, port, unless=lambda: together.asked_to_end or bool(together.dead())):
        click.echo(f"{welcome}\n打开 Open {_address(host, port)}   (Ctrl-C 结束 ends it)")


def _address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- compared, not bound
    return f"http://{shown}:{port}/"


COMMANDS: list[click.Command] = [run, serve, worker, migrate, check_command, backup, django]
