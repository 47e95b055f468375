"""Copies of the house: made while it runs, kept so many days and no longer, put back when need be.

A backup is a folder: the database, the attached files, and a note of what it holds. The keys are not in it:
what is sealed in the database stays sealed in every copy. It is made aside and then given its name, so that
there are whole ones only.
"""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection

from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

_STAMP = "%Y%m%dT%H%M%SZ"
_NOTE, _FILES = "backup.json", "files"
_DATABASE = {"sqlite": "haitang.sqlite3", "postgresql": "haitang.dump"}


@dataclass(frozen=True)
class Backup:
    """A whole copy."""

    folder: Path
    made_at: datetime
    engine: str
    digest: str

    @property
    def name(self) -> str:
        """What it is called."""
        return self.folder.name

    @property
    def database(self) -> Path:
        """The copy of the database in it."""
        return self.folder / _DATABASE[self.engine]

    @property
    def size_bytes(self) -> int:
        """The size of all that is in it."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def make_backup() -> Backup:
    """Copy database and files while the house runs."""
    made_at = clock.now()
    into = settings.BACKUPS / made_at.strftime(_STAMP)
    aside = into.with_name(f".{into.name}.{os.getpid()}")
    if into.exists():
        zh, en = f"备份 {into.name} 已经有了。", f"there is a backup {into.name} already."
        raise Refusal("backup.exists", zh=zh, en=en)
    aside.mkdir(parents=True, mode=0o700)
    try:
        copy = aside / _DATABASE[connection.vendor]
        _COPIES[connection.vendor](copy)
        _copy_files(aside / _FILES)
        note = {"made_at": made_at.isoformat(), "engine": connection.vendor, "sha256": _digest(copy)}
        (aside / _NOTE).write_text(json.dumps(note), encoding="utf-8")
        aside.rename(into)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return _read(into)


def backups() -> list[Backup]:
    """All that are kept, the latest first."""
    if not settings.BACKUPS.is_dir():
        return []
    notes = settings.BACKUPS.glob(f"[!.]*/{_NOTE}")
    return sorted((_read(note.parent) for note in notes), key=lambda one: one.made_at, reverse=True)


def expire_backups(days: int) -> list[str]:
    """Delete those older than so many days, and pieces that were never finished; their names."""
    before = clock.now() - timedelta(days=days)
    over = [backup.folder for backup in backups() if backup.made_at < before]
    for folder in (*over, *_left_over()):
        shutil.rmtree(folder)
    return [folder.name for folder in over]


def _left_over() -> Iterator[Path]:
    """Folders begun a day ago and more."""
    begun = settings.BACKUPS.glob(".*") if settings.BACKUPS.is_dir() else ()
    return (one for one in begun if one.stat().st_mtime < clock.now().timestamp() - 24 * 60 * 60)


def backup_named(name: str) -> Backup:
    """The backup called *name*; refused with a list of those there are."""
    found = {backup.name: backup for backup in backups()}
    if name not in found:
        listed = ", ".join(found) or "–"
        zh, en = f"没有备份“{name}”。现有：{listed}", f"there is no backup {name!r}. There are: {listed}"
        raise Refusal("backup.unknown", zh=zh, en=en)
    return found[name]


def restore_backup(backup: Backup) -> None:
    """Put *backup* in place of the database and add its files; refused if damaged or another engine's."""
    if backup.engine != connection.vendor:
        zh, en = f"这份备份是 {backup.engine} 的。", f"that backup is of {backup.engine}."
        raise Refusal("backup.engine", zh=zh, en=en)
    if _digest(backup.database) != backup.digest:
        zh, en = "备份文件已损坏，没有恢复。", "the backup is damaged; nothing was put back."
        raise Refusal("backup.damaged", zh=zh, en=en)
    connection.close()
    _RESTORES[backup.engine](backup.database)
    shutil.copytree(backup.folder / _FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)


def _read(folder: Path) -> Backup:
    note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
    return Backup(
        folder, datetime.fromisoformat(note["made_at"]).astimezone(UTC), note["engine"], note["sha256"]
    )


def _copy_files(into: Path) -> None:
    """Attached files never change: a second name for each is enough where the disk is the same."""
    source = Path(settings.MEDIA_ROOT)
    into.mkdir()
    if source.is_dir():
        shutil.copytree(source, into, dirs_exist_ok=True, copy_function=_link)


def _link(source: str, into: str) -> str:
    try:
        os.link(source, into)
    except OSError:
        shutil.copy2(source, into)
    return into


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _copy_sqlite(into: Path) -> None:
    with closing(_sqlite()) as source, closing(sqlite3.connect(into)) as copy:
        source.backup(copy)
        # The copy is one file and takes no writes: it needs no log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def _restore_sqlite(source: Path) -> None:
    with closing(sqlite3.connect(source)) as copy, closing(_sqlite()) as target:
        copy.backup(target)


def _sqlite() -> sqlite3.Connection:
    name = str(connection.settings_dict["NAME"])
    return sqlite3.connect(name, uri=name.startswith("file:"), timeout=30)


def _copy_postgresql(into: Path) -> None:
    _run("pg_dump", "--format=custom", f"--file={into}")


def _restore_postgresql(source: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    _run("pg_restore", "--clean", "--if-exists", "--single-transaction", f"--dbname={name}", str(source))


def _run(program: str, *arguments: str) -> None:
    """The password goes by the environment: every user of a machine can read the commands that run."""
    found = shutil.which(program)
    if found is None:
        zh, en = (
            f"没有找到 {program}，请装 PostgreSQL 客户端。",
            f"there is no {program}: install PostgreSQL's client.",
        )
        raise Refusal("backup.program", zh=zh, en=en)
    ran = subprocess.run(  # noqa: S603 -- our own words, no shell
        [found, *arguments], env={**os.environ, **_server()}, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        said = ran.stderr.strip()[-500:]
        raise Refusal("backup.failed", zh=f"{program} 没有成功：{said}", en=f"{program} failed: {said}")


def _server() -> Mapping[str, str]:
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    given = {variable: str(connection.settings_dict.get(name) or "") for variable, name in names.items()}
    return {variable: value for variable, value in given.items() if value}


_COPIES = {"sqlite": _copy_sqlite, "postgresql": _copy_postgresql}
_RESTORES = {"sqlite": _restore_sqlite, "postgresql": _restore_postgresql}
