"""The words for patrols in a playbook: who walks, what that writes, and what becomes of a problem seen."""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from haitang.kernel.ledger.api import LedgerSection
from haitang.kernel.matters.api import MattersSection
from haitang.kernel.registry.api import RegistrySection
from haitang.lib.declare import Declaration, House, Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text, nearest


class Patrol(Declaration):
    """A kind of patrol."""

    label: Text = Field(description="What it is called, in both languages.")
    help: Text | None = Field(None, description="A sentence under its name.")
    roles: tuple[str, ...] = Field(min_length=1, description="The roles that walk it, where they hold them.")
    writes: str = Field(description="The kind of entry that a patrol writes.")
    takes: str = Field(description="The kind of matter that a problem seen becomes.")
    channel: str = Field(description="The channel by which it then comes in.")
    where: str = Field("", description="The matter's field for the spot in words.")
    spot: str = Field("", description="The matter's field, of the kind `place`, for where the phone is.")


class PatrolSection(Section):
    """Who walks where."""

    part: ClassVar[str] = "patrol"
    codes: ClassVar[Mapping[str, Text]] = {
        "patrol-unknown": Text(
            zh="patrols: 里写了没有声明的角色、台账、事项、字段或渠道。",
            en="`patrols:` names a role, entry, matter, field or channel that is not declared.",
        ),
        "patrol-cannot-write": Text(
            zh="巡查的角色没有资格记 writes: 所写的台账。",
            en="Who walks may not record the kind of entry that `writes:` names.",
        ),
    }

    patrols: Mapping[str, Patrol] = Field(default_factory=dict, description="The patrols, by key.")

    def problems(self, house: House) -> Iterable[Fault]:
        """Names that lead nowhere; walkers who could not write down that they walked."""
        for key, patrol in self.patrols.items():
            yield from _problems(patrol, house, ("patrols", key))


def _problems(patrol: Patrol, house: House, path: tuple[str, ...]) -> Iterator[Fault]:
    entries, matters = house.section(LedgerSection).entries, house.section(MattersSection)
    kind, entry = matters.matters.get(patrol.takes), entries.get(patrol.writes)
    fields = kind.fields if kind else {}
    spots = [key for key, field in fields.items() if field.kind == "place"]
    words = [key for key, field in fields.items() if field.kind == "text"]
    named: list[tuple[str, Iterable[str], Iterable[str]]] = [
        ("roles", patrol.roles, house.section(RegistrySection).roles),
        ("writes", [patrol.writes], entries),
        ("takes", [patrol.takes], matters.matters),
        ("channel", [patrol.channel], matters.channels),
        ("where", [patrol.where], words),
        ("spot", [patrol.spot], spots),
    ]
    for word, said, known in named:
        for one in said:
            yield from _known(one, list(known), (*path, word))
    if entry and entry.who and not set(patrol.roles) <= set(entry.who):
        hint = f"Add {', '.join(sorted(set(patrol.roles) - set(entry.who)))} to its who:."
        yield Fault("patrol-cannot-write", f"not all who walk may record {patrol.writes}.", hint, path)


def _known(word: str, known: list[str], path: tuple[str, ...]) -> Iterator[Fault]:
    if word and word not in known:
        near = nearest(word, known)
        hint = f'Did you mean "{near}"?' if near else "Declare it first."
        yield Fault("patrol-unknown", f'"{word}" is not declared.', hint, path=path)
