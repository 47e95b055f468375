"""What the ledger says of matters: it holds their UUIDs without a foreign key, so that it can stand alone."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.integrity import Check
from haitang.kernel.registry.models import Region
from haitang.lib.text import Text


def _dangling(region: Region) -> Iterator[str]:
    its_matter = Matter.objects.filter(uuid=OuterRef("matter"), region=OuterRef("region"))
    lost = Entry.objects.filter(~Exists(its_matter), region=region, matter__isnull=False)
    for entry, matter in lost.order_by("pk").values_list("uuid", "matter").iterator():
        yield f"entry {entry} → matter {matter}"


DANGLING = Check(
    "entry.without_its_matter",
    Text(zh="台账所记的事项不在库中。", en="The matter that the entry came from is not there."),
    Text(zh="事项从不删除：请从备份恢复。", en="Matters are never deleted: restore from the backup."),
    _dangling,
)
