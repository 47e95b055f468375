"""A playbook's own words: its name, what it extends, where it holds, and the official rules it rests on."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from haitang.lib.declare import Declaration, House, Section
from haitang.lib.diagnostics import Fault, Severity
from haitang.lib.text import Text

#: Words that each playbook says for itself and that are never inherited.
OWN_WORDS = ("haitang", "playbook", "title", "extends", "holds_for")


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
        None, description="The figure the rule names; left out where none is set."
    )
    unit: Text | None = Field(
        None, description="What the figure counts, in both languages (times a quarter)."
    )
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
        """A figure without its article is a claim nobody can look up."""
        for key, rule in self.rules.items():
            if rule.confidence == "high" and not rule.article:
                yield Fault(
                    "rule-without-article",
                    f'rule "{key}" is marked high confidence and names no article.',
                    "Name the article, or lower the confidence.",
                    path=("rules", key),
                    severity=Severity.WARNING,
                )
