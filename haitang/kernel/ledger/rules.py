"""Who may see and void entries. Who may *record* is said by the kind and checked at admission."""

from haitang.kernel.ledger.models import Entry
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.rules import Ability, Own
from haitang.lib import clock
from haitang.lib.text import Text

#: What a role may be given, said in the playbook as ``abilities: [ledger.see, …]``.
ABILITIES = {
    "ledger.see": Text(zh="查看台账", en="See the ledger's entries"),
    "ledger.void": Text(zh="作废记录", en="Void entries"),
    "ledger.erase": Text(zh="抹去记录中的文字", en="Erase the free text of entries"),
}

#: Entries of units within reach, one's own deeds, and what one wrote down.
SEES_ENTRIES = (
    Ability("ledger.see", at="unit__path")
    | Own("person", within="unit__path")
    | Own("recorded_by", within="unit__path")
)
WROTE_DOWN = Own("recorded_by", within="unit__path")
VOIDS_ENTRIES = Ability("ledger.void", at="unit__path")
ERASES_NOTES = Ability("ledger.erase", at="unit__path")


def may_void(actor: Actor, entry: Entry) -> bool:
    """Who wrote it down, on the same day; or whoever holds the ability over its unit."""
    if actor.region_id != entry.region_id:
        return False
    if entry.recorded_on == clock.today() and WROTE_DOWN.allows(actor, entry):
        return True
    return VOIDS_ENTRIES.allows(actor, entry)
