"""A playbook's own words: its name, what it extends, where it holds, and the official rules it rests on."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from haitang.lib.declare import Declaration, House, Section
from haitang.lib.diagnostics import Fault, Severity
from haitang.lib.text import Text

#: Words that each playbook says for itself and that are never inherited.
OWN_WORDS = ("haitang", "playbook", "title", "extends", "holds_for")


#: A share as it is written: "2/3".
_SHARE = re.compile(r"[0-9]{1,6}/[1-9][0-9]{0,5}")


class HoldsFor(Declaration):
    """Where a playbook holds: a unit and everything below it."""

    unit: str = Field(description="The administrative code of the unit, in quotes.")


def _name_alone_too(schema: dict[str, Any]) -> None:  # reason: JSON Schema is any JSON
    """Tell editors that the name alone will do."""
    whole = {key: schema.pop(key) for key in list(schema)}
    schema["anyOf"] = [{"type": "string"}, whole]


class Instrument(Text):
    """A document's name in both languages; alone, the name it has in Chinese stands for both."""

    model_config = ConfigDict(json_schema_extra=_name_alone_too)

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, said: Any) -> Any:  # reason: YAML as it was written
        return {"zh": said, "en": said} if isinstance(said, str) else said


class Local(Declaration):
    """A stricter local value of an official rule, with its own source."""

    value: int | float | str = Field(description="The value that holds here.")
    instrument: Instrument = Field(description="The local document that sets it.")
    article: str = Field("", description="Its article.")
    effective: date | None = Field(None, description="The day it takes effect.")


class DatedRule(Declaration):
    """An official rule as dated data with its source, so that a figure can say what it rests on."""

    label: Text = Field(description="The rule in one sentence, in both languages.")
    value: int | float | str | None = Field(
        None,
        description="The figure the rule names; an exact share as a fraction, in quotes (2/3); left out "
        "where none is set.",
    )
    unit: Text | None = Field(
        None, description="What the figure counts, in both languages (times a quarter)."
    )
    of: Text | None = Field(
        None, description="What a share is a share of: its denominator, by name (those present)."
    )
    over: int | float | None = Field(
        None, description="The rule holds above this; left out, from nothing on."
    )
    up_to: int | float | None = Field(
        None, description="The rule holds up to this and with it; left out, without an end."
    )
    band: Text | None = Field(None, description="What `over` and `up_to` count (yuan a month after tax).")
    strength: Literal["must", "may", "generally"] = Field(
        "must",
        description="`must` binds, `generally` is the norm with exceptions, `may` permits.",
    )
    instrument: Instrument = Field(description="The document that sets the rule, by its official name.")
    article: str = Field("", description="The article, where known; left out where it is not.")
    effective: date | None = Field(None, description="The day the rule took effect, where known.")
    confidence: Literal["high", "medium", "to_be_confirmed"] = Field(
        "to_be_confirmed", description="How sure we are that this is what the official text says."
    )
    here: Local | None = Field(
        None, description="A local value, added by a county's playbook; the official one stays beside it."
    )
    note: Text | None = Field(None, description="What a reader should know besides.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.over is not None and self.up_to is not None and self.up_to <= self.over:
            raise ValueError("up_to: is not above over:")
        return self

    @property
    def share(self) -> Fraction | None:
        """The exact share, where the rule's figure is one."""
        said = self.value if isinstance(self.value, str) else ""
        return Fraction(said) if _SHARE.fullmatch(said) else None

    def holds_at(self, amount: float | Fraction) -> bool:
        """Whether *amount* lies in the rule's band."""
        return (self.over is None or amount > self.over) and (self.up_to is None or amount <= self.up_to)


class HeaderSection(Section):
    """A playbook's name and place, and the rules it rests on."""

    part: ClassVar[str] = "playbooks"

    haitang: int = Field(1, description="The version of the language the files are written in; now 1.")
    playbook: str = Field(
        "",
        pattern=r"^[a-z][a-z0-9_-]*$|^$",
        max_length=50,
        description="The playbook's key: the name other playbooks extend it by.",
    )
    title: Text | None = Field(None, description="The playbook's name for people, in both languages.")
    extends: tuple[str, ...] = Field(
        (),
        description="The playbooks this one adds to, by key. What they say holds here too; "
        "it can be added to, not said again.",
    )
    holds_for: HoldsFor | None = Field(
        None, description="The unit this playbook holds for, with everything below it."
    )
    rules: Mapping[str, DatedRule] = Field(
        default_factory=dict, description="Official rules as dated data, each with its source."
    )

    def problems(self, house: House) -> Iterable[Fault]:
        """A figure without its article, or a share without its whole, is a claim nobody can look up."""
        for key, rule in self.rules.items():
            if rule.confidence == "high" and not rule.article:
                yield Fault(
                    "rule-without-article",
                    f'rule "{key}" is marked high confidence and names no article.',
                    "Name the article, or lower the confidence.",
                    path=("rules", key),
                    severity=Severity.WARNING,
                )
            if rule.share is not None and rule.of is None:
                what = f'rule "{key}" is a share and does not say of what.'
                hint = "Say of: entitled, present, households …"
                yield Fault("share-of-nothing", what, hint, path=("rules", key, "value"))
