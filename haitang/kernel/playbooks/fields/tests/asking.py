"""A field as a playbook writes it."""

from typing import Any

from pydantic import TypeAdapter

from haitang.kernel.playbooks.fields import AnyField, FieldSpec
from haitang.lib.diagnostics import Refusal

_ADAPTER: TypeAdapter[FieldSpec] = TypeAdapter(AnyField)


def ask(kind: str, **words: Any) -> FieldSpec:
    """The field ``{kind: …, label: …, **words}``."""
    return _ADAPTER.validate_python({"kind": kind, "label": {"zh": "问", "en": "Ask"}, **words})


def refused(spec: FieldSpec, raw: Any) -> str:
    """The code with which *spec* refuses *raw*; empty when it takes it."""
    try:
        spec.clean(raw)
    except Refusal as refusal:
        said_well = refusal.zh.startswith("问：") and refusal.en.startswith("Ask: ")
        return refusal.code if said_well else f"without its label: {refusal}"
    return ""
