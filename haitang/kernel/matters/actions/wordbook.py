"""Keep the words that matters are found by, in the act that writes or erases a title and a text."""

from collections.abc import Callable, Sequence
from itertools import islice

from django.db import connection, transaction

from haitang.kernel.matters.models import Matter, Words
from haitang.kernel.registry.gram_index import sort_in
from haitang.kernel.registry.pouring import pour
from haitang.lib.grams import folded, grams_of, numbered

CHUNK = 1000
_COLUMNS = ("matter_id", "sought", "grams")

#: A matter's row, its title and its text.
Said = tuple[int, str, str]


def keep_words(said: Sequence[Said]) -> None:
    """Have matters just opened be found by what was said in them."""
    rows = [(key, folded(f"{title} {body}")) for key, title, body in said]
    if _is_sqlite():
        pour("matters_words", _COLUMNS, [(*row, "") for row in rows])
        pour("matters_grams", ("rowid", "grams"), [(key, grams_of(sought)) for key, sought in rows])
    else:
        pour("matters_words", _COLUMNS, [(key, sought, numbered(sought)) for key, sought in rows])


def sort_words_in() -> int:
    """Have searches go by the index alone again, on PostgreSQL: how many pages were waiting."""
    return sort_in(Words._meta.indexes[0].name)  # noqa: SLF001 -- documented by Django


def change_words(matter: Matter) -> None:
    """Have *matter* be found by what it says now, and by nothing it said before."""
    _leave(matter.pk)
    keep_words([(matter.pk, matter.title, matter.body)])


@transaction.atomic
def rebuild_words(*, progress: Callable[[int], None] = lambda _: None) -> int:
    """Write anew what every matter is found by, from what it says: how many there were."""
    _leave_all()
    said = iter(Matter.objects.order_by("pk").values_list("pk", "title", "body").iterator(CHUNK))
    done = 0
    while part := list(islice(said, CHUNK)):
        keep_words(part)
        done += len(part)
        progress(done)
    return done


def _leave(key: int) -> None:
    found = Words.objects.filter(matter=key)
    if _is_sqlite():
        # An index without text of its own is told what to let go of.
        gone = [("delete", key, grams_of(sought)) for sought in found.values_list("sought", flat=True)]
        pour("matters_grams", ("matters_grams", "rowid", "grams"), gone)
    found.delete()


def _leave_all() -> None:
    with connection.cursor() as cursor:
        if _is_sqlite():
            cursor.execute("INSERT INTO matters_grams (matters_grams) VALUES ('delete-all')")
        else:
            # A matter opened meanwhile waits with its words, and is not among those read here.
            cursor.execute("LOCK TABLE matters_words IN SHARE ROW EXCLUSIVE MODE")
    Words.objects.all().delete()


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"
