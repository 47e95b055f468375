"""An entry's matter is there; the ledger names it without a foreign key."""

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.tests.county import County
from haitang.kernel.registry.integrity import findings
from haitang.lib.ids import new_id


def test_an_entry_whose_matter_is_gone_is_found_and_one_whose_matter_is_there_is_not(county: County) -> None:
    matter = county.open().matter
    assert list(findings(county.region)) == []
    Matter.objects.filter(pk=matter.pk).update(uuid=new_id())
    [entry] = Entry.objects.filter(matter=matter.uuid)
    [found] = findings(county.region)
    assert (found.code, found.where) == (
        "entry.without_its_matter", f"entry {entry.uuid} → matter {matter.uuid}",
    )  # fmt: skip
