"""The ledger's words in a playbook: the kinds of entry that may be recorded."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from haitang.kernel.ledger.effects import entry_effects
from haitang.kernel.ledger.enums import HOUSEHOLD
from haitang.kernel.ledger.jobs.fill import open_fills
from haitang.kernel.playbooks.fields import AnyField, field_identities
from haitang.kernel.playbooks.fields.file import Takes
from haitang.kernel.registry.declare import RegistrySection
from haitang.lib.declare import Declaration, Effect, House, Identity, Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text, nearest


class Quantity(Declaration):
    """How much one entry may say, as a whole number of its smallest unit."""

    unit: Literal["times", "minutes", "people", "fen"] = Field(
        "times", description="What is counted: `times`, `minutes`, `people`, or money in `fen`."
    )
    min: int = Field(1, ge=0, description="The least one entry may say.")
    max: int = Field(1, le=10**15, description="The most one entry may say: a slip of the finger ends here.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min > self.max:
            raise ValueError("min is larger than max")
        return self


class EntryKind(Declaration):
    """One kind of deed that the ledger takes."""

    label: Text = Field(description="What the deed is called, in both languages.")
    help: Text | None = Field(
        None, description="A sentence for who records it, where the label is not enough."
    )
    who: tuple[str, ...] = Field((), description="Roles that may record it; left out, any post may.")
    by_moves: bool = Field(
        default=False, description="Whether only matters' moves write it; nobody may record it by hand."
    )
    serves: Literal["household", "person", "unit", "nobody"] = Field(
        "nobody", description="What an entry may name as served."
    )
    must_name: bool = Field(
        default=False, description="Whether an entry must name whom it served; left out, it may."
    )
    quantity: Quantity = Field(Quantity(), description="How much one entry may say; left out, once.")
    quick: bool = Field(default=False, description="Whether the page for quick recording offers it.")
    takes: Takes = Field("photos", description="What may be attached: `photos`, or `files`: PDF as well.")
    fields: Mapping[str, AnyField] = Field(default_factory=dict, description="What it asks besides.")
    was: str = Field("", description="The key this is renamed from; may be dropped once applied.")

    @model_validator(mode="after")
    def _by_hand_or_by_moves(self) -> Self:
        if self.by_moves and (self.quick or self.who):
            raise ValueError("what only moves write names no roles and is not quick")
        return self


class LedgerSection(Section):
    """What may be recorded."""

    part: ClassVar[str] = "ledger"
    codes: ClassVar[Mapping[str, Text]] = {
        "unknown-role": Text(
            zh="写了没有声明的角色。角色在 roles: 里声明，可以是上级方案声明的。",
            en="A role is named that `roles:` does not declare, here or in a playbook above.",
        ),
        "role-twice": Text(
            zh="同一个角色写了两遍。留一个。", en="A role is named twice in one list. Keep one."
        ),
        "household-not-declared": Text(
            zh="serves: household 的记录服务一户，单位类别 household 要在 unit_kinds: 里声明。",
            en="What serves a household names a unit of the kind `household`; `unit_kinds:` must declare it.",
        ),
        "must-name-nobody": Text(
            zh="写了 must_name: true，记录却没有服务对象可写。先用 serves: 说明服务的是什么。",
            en="`must_name:` asks whom an entry served, and its kind serves nobody: say `serves:` first.",
        ),
    }

    entries: Mapping[str, EntryKind] = Field(
        default_factory=dict, description="The kinds of entry that may be recorded, by key."
    )

    def problems(self, house: House) -> Iterable[Fault]:
        """Roles that are not declared, and quick kinds that nobody could fill in quickly."""
        registry = house.section(RegistrySection)
        roles = list(registry.roles)
        for key, kind in self.entries.items():
            for number, role in enumerate(kind.who):
                if role not in roles:
                    yield _unknown_role(role, roles, ("entries", key, "who", number))
            if len(set(kind.who)) < len(kind.who):
                what, path = "a role is named twice.", ("entries", key, "who")
                yield Fault("role-twice", what, "Name it once.", path=path)
            yield from _served(key, kind, registry)

    def identities(self) -> Iterable[Identity]:
        """Kinds, their fields and options: entries point to all three."""
        for key, kind in self.entries.items():
            yield Identity(("entries",), key, kind.was)
            yield from field_identities(("entries", key, "fields"), kind.fields)

    def effects(self, before: Any, at: Any) -> Iterable[Effect]:  # reason: the engine's own signature
        """What becomes of the entries that are there."""
        return entry_effects(self.entries, before.entries, at) if isinstance(before, LedgerSection) else ()

    def apply(self, at: Any, house: House) -> None:  # reason: the engine's own signature
        """Have facts filled where a field became counted or an option was renamed."""
        open_fills(self.entries, house)


def _served(key: str, kind: EntryKind, registry: RegistrySection) -> Iterator[Fault]:
    """Households where there are none, and a name demanded where nobody is served."""
    if kind.serves == HOUSEHOLD and HOUSEHOLD not in registry.unit_kinds:
        what, hint = "there is no unit kind household to serve.", "Declare it under unit_kinds:."
        path, lacks = ("entries", key, "serves"), ("unit_kinds", HOUSEHOLD)
        yield Fault("household-not-declared", what, hint, path=path, lacks=lacks)
    if kind.must_name and kind.serves == "nobody":
        what = "there is nobody that an entry of this kind could name."
        hint = "Say serves: household, unit or person, or drop must_name."
        yield Fault("must-name-nobody", what, hint, path=("entries", key, "must_name"))


def _unknown_role(role: str, roles: list[str], path: tuple[str | int, ...]) -> Fault:
    near = nearest(role, roles)
    hint = f'Did you mean "{near}"?' if near else "Declare it under roles:."
    return Fault("unknown-role", f'unknown role "{role}".', hint, path=path, lacks=("roles", role))
