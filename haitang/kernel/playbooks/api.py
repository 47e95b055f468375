"""The front door of playbooks: the language, the houses that hold, plan and apply, the kinds of field."""

from haitang.kernel.playbooks.actions import apply
from haitang.kernel.playbooks.changes import Change
from haitang.kernel.playbooks.codes import all_codes
from haitang.kernel.playbooks.facts import FactResult, register_facts
from haitang.kernel.playbooks.fields import (
    Answers,
    AnyField,
    ChoiceField,
    FieldSpec,
    FileField,
    Option,
    PersonField,
    UnitField,
    Value,
    canonical,
    clean_answers,
    field_identities,
)
from haitang.kernel.playbooks.header import DatedRule, HeaderSection, Local
from haitang.kernel.playbooks.language import forget_section, register_section
from haitang.kernel.playbooks.layers import meant
from haitang.kernel.playbooks.loading import load
from haitang.kernel.playbooks.planning import Plan, plan
from haitang.kernel.playbooks.queries import (
    compiled,
    compiled_many,
    head_at,
    holding,
    holding_at,
    house_of,
    houses_of,
    last_applied,
    version_of,
    versions_at,
)
from haitang.kernel.playbooks.reference import reference
from haitang.kernel.playbooks.sample import SampleSection
from haitang.kernel.playbooks.schema import schema
from haitang.kernel.playbooks.titles import titles_of
from haitang.kernel.playbooks.writing import to_yaml

__all__ = [
    "Answers",
    "AnyField",
    "Change",
    "ChoiceField",
    "DatedRule",
    "FactResult",
    "FieldSpec",
    "FileField",
    "HeaderSection",
    "Local",
    "Option",
    "PersonField",
    "Plan",
    "SampleSection",
    "UnitField",
    "Value",
    "all_codes",
    "apply",
    "canonical",
    "clean_answers",
    "compiled",
    "compiled_many",
    "field_identities",
    "forget_section",
    "head_at",
    "holding",
    "holding_at",
    "house_of",
    "houses_of",
    "last_applied",
    "load",
    "meant",
    "plan",
    "reference",
    "register_facts",
    "register_section",
    "schema",
    "titles_of",
    "to_yaml",
    "version_of",
    "versions_at",
]
