"""Running numbers: drawn from a locked row, so that no two matters share one."""

from haitang.kernel.matters.models import NumberSeries
from haitang.kernel.registry.actors import Actor


def draw_numbers(series: str, *, year: int, count: int, actor: Actor) -> list[str]:
    """The next *count* numbers of *series* in *year*, ``HT-2026-10384``; inside the caller's transaction."""
    own = NumberSeries.objects.filter(region_id=actor.region_id, series=series, year=year)
    row = own.select_for_update().first()
    if row is None:
        # The first of its year; of two who come upon this at once, the second waits for the row.
        NumberSeries.objects.get_or_create(region_id=actor.region_id, series=series, year=year)
        row = own.select_for_update().get()
    first, row.next = row.next, row.next + count
    row.save(update_fields=["next"])
    return [f"{series}-{year}-{number:05d}" for number in range(first, first + count)]
