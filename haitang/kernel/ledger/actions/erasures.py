"""Writing down that something was erased: what, by whom, on what ground and when."""

from collections.abc import Iterable
from uuid import UUID

from haitang.kernel.ledger.models import Erasure
from haitang.kernel.ledger.sealing import ErasedRow, erasure_digest, instant
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

#: The ground of an erasure where nothing more is said.
BY_LAW = "依法抹去 erased by law"
LONGEST = 300


def write_down(
    region: int,
    *,
    ground: str,
    actor: Actor,
    entries: Iterable[UUID] = (),
    files: Iterable[UUID] = (),
) -> None:
    """Write a row for each entry and each file that is erased in this transaction."""
    ground, by = _cleaned(ground), actor.person_id
    named = [(entry, None) for entry in entries] + [(None, file) for file in files]
    Erasure.objects.bulk_create(_row(region, entry, file, by, ground) for entry, file in named)


def _cleaned(ground: str) -> str:
    """The ground as it is kept; refused where it cannot be."""
    ground = ground.strip() or BY_LAW
    if len(ground) > LONGEST or "\0" in ground:
        zh, en = f"请写明依据（{LONGEST} 字以内）。", f"say on what ground, in at most {LONGEST} characters."
        raise Refusal("ledger.ground", zh=zh, en=en, field="ground")
    return ground


def _row(region: int, entry: UUID | None, file: UUID | None, by: int | None, ground: str) -> Erasure:
    moment = clock.now()
    day = clock.day_of(moment)
    sealed = ErasedRow(
        at=instant(moment),
        attachment=file.hex if file else None,
        by=by,
        entry=entry.hex if entry else None,
        ground=ground,
        recorded_on=day.isoformat(),
        region=region,
    )
    return Erasure(
        region_id=region,
        entry=entry,
        attachment=file,
        by_id=by,
        ground=ground,
        at=moment,
        recorded_on=day,
        digest=erasure_digest(sealed),
    )
