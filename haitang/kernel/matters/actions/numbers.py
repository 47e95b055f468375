"""Running numbers: drawn from a locked row, so that no two matters share one."""

from haitang.kernel.matters.models import NumberSeries
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.planned import planned_once

_DRAW = """UPDATE matters_numberseries SET next = next + %s
    WHERE region_id = %s AND series = %s AND year = %s RETURNING next"""


def draw_numbers(series: str, *, year: int, count: int, actor: Actor) -> list[str]:
    """The next *count* numbers of *series* in *year*, ``HT-2026-10384``; inside the caller's transaction."""
    after = _drawn(series, year, count, actor)
    if after is None:
        # The first of its year; of two who come upon this at once, the second waits for the row.
        NumberSeries.objects.get_or_create(region_id=actor.region_id, series=series, year=year)
        after = _drawn(series, year, count, actor)
    assert after is not None
    return [f"{series}-{year}-{number:05d}" for number in range(after - count, after)]


def _drawn(series: str, year: int, count: int, actor: Actor) -> int | None:
    """The number after the last one drawn: one statement, that takes the row's lock and moves it on."""
    with planned_once() as cursor:
        cursor.execute(_DRAW, [count, actor.region_id, series, year])
        found = cursor.fetchone()
    return found[0] if found else None
