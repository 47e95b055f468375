"""Take files from the disk that nothing names any more; a file that somebody keeps at that moment stays."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from haitang.kernel.ledger.keeping import path_of
from haitang.kernel.ledger.models import Attachment
from haitang.lib import clock

#: What the name of a file begins with that is being taken away, or was never written whole.
GOING, NEW = ".going-", ".new-"


def drop_unnamed(digests: Iterable[str]) -> int:
    """Drop each file that no attachment names; how many went."""
    return sum(_drop(path_of(digest), digest) for digest in digests)


def sweep_files(*, older_than: timedelta = timedelta(days=1)) -> int:
    """Drop every file that no attachment names and that has lain there so long; how many went.

    A form that was refused leaves its photo behind: the row is undone with the act, the file is not. Where
    there is no row at all, the database is not the one these files belong to: nothing goes.
    """
    if not Attachment.objects.exists():
        return 0
    before = (clock.now() - older_than).timestamp()
    swept = 0
    for folder in sorted(Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]")):
        old = {path.name: path for path in folder.iterdir() if path.stat().st_mtime < before}
        swept += _broken_off(old.values())
        whole = {folder.name + name: path for name, path in old.items() if not name.startswith(".")}
        named = _named(whole)
        swept += sum(_drop(path, digest) for digest, path in whole.items() if digest not in named)
    return swept


def _named(digests: Iterable[str]) -> set[str]:
    kept = Attachment.objects.filter(digest__in=list(digests), erased_at=None)
    return set(kept.values_list("digest", flat=True))


def _broken_off(paths: Iterable[Path]) -> int:
    left = [path for path in paths if path.name.startswith((GOING, NEW))]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _drop(path: Path, digest: str) -> int:
    """Set it aside, look again, and only then let it go.

    Whoever keeps the same content meanwhile looks again once their row is there, and finds it gone.
    """
    aside = path.with_name(GOING + path.name)
    try:
        path.rename(aside)
    except FileNotFoundError:
        return 0
    if _named([digest]):
        aside.rename(path)
        return 0
    aside.unlink(missing_ok=True)
    return 1
