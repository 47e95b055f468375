"""Words for tests: deeds with fields, as a part of the house would declare them."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from haitang.kernel.playbooks.fields import AnyField, field_identities
from haitang.kernel.playbooks.layers import meant
from haitang.lib.declare import Declaration, Effect, House, Identity, Section
from haitang.lib.diagnostics import Fault, Refusal
from haitang.lib.text import Text


class Deed(Declaration):
    """A kind of deed."""

    label: Text = Field(description="Its name.")
    was: str = Field("", description="The key it is renamed from.")
    after: str = Field("", description="The deed it follows.")
    who: tuple[str, ...] = Field((), description="Who may.")
    held: bool = Field(default=False, description="Whether there are records of it.")
    stubborn: bool = Field(default=False, description="Whether it refuses to be applied.")
    fields: Mapping[str, AnyField] = Field(default_factory=dict, description="What it asks.")


class DeedsSection(Section):
    """Deeds."""

    part: ClassVar[str] = "deeds"
    applied: ClassVar[list[House]] = []

    deeds: Mapping[str, Deed] = Field(default_factory=dict, description="Kinds of deed by key.")

    def problems(self, house: House) -> Iterable[Fault]:
        for key, deed in self.deeds.items():
            if deed.after and deed.after not in self.deeds:
                what = f'unknown deed "{deed.after}".'
                yield Fault("unknown-deed", what, meant(deed.after, self.deeds), ("deeds", key, "after"))

    def identities(self) -> Iterable[Identity]:
        for key, deed in self.deeds.items():
            yield Identity(("deeds",), key, deed.was)
            yield from field_identities(("deeds", key, "fields"), deed.fields)

    def effects(self, before: Any, at: Any) -> Iterable[Effect]:
        renamed = {deed.was for deed in self.deeds.values()}
        for key, deed in before.deeds.items():
            if key not in self.deeds and key not in renamed and deed.held:
                yield Effect(("deeds", key), "有 17 条记录。", "17 records have it.", refused=True)

    def apply(self, at: Any, house: House) -> None:
        if any(deed.stubborn for deed in self.deeds.values()):
            raise Refusal("no", zh="不行。", en="No.")
        self.applied.append(house)
