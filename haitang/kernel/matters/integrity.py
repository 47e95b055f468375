"""What two tables say of one matter.

The ledger holds matters' UUIDs without a foreign key, so that it can stand alone; the words that a matter is
found by lie beside what it says.
"""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.integrity import Check
from haitang.kernel.registry.models import Region
from haitang.lib.grams import folded
from haitang.lib.text import Text


def _dangling(region: Region) -> Iterator[str]:
    its_matter = Matter.objects.filter(uuid=OuterRef("matter"), region=OuterRef("region"))
    lost = Entry.objects.filter(~Exists(its_matter), region=region, matter__isnull=False)
    for entry, matter in lost.order_by("pk").values_list("uuid", "matter").iterator():
        yield f"entry {entry} → matter {matter}"


def _unfound(region: Region) -> Iterator[str]:
    said = Matter.objects.filter(region=region).order_by("pk")
    for number, title, body, kept in said.values_list("number", "title", "body", "words__sought").iterator():
        if kept != folded(f"{title} {body}"):
            yield f"matter {number}"


DANGLING = Check(
    "entry.without_its_matter",
    Text(zh="台账所记的事项不在库中。", en="The matter that the entry came from is not there."),
    Text(zh="事项从不删除：请从备份恢复。", en="Matters are never deleted: restore from the backup."),
    _dangling,
)
UNFOUND = Check(
    "matter.not_found_by_its_words",
    Text(zh="事项的检索与它的文字不一致。", en="The matter is not found by what it says."),
    Text(zh="请运行 haitang search rebuild。", en="Run haitang search rebuild."),
    _unfound,
)
CHECKS = (DANGLING, UNFOUND)
