"""The kinds of field a playbook can ask, and cleaning what was answered."""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from haitang.kernel.playbooks.fields.base import FieldSpec, Value
from haitang.kernel.playbooks.fields.choice import ChoiceField, Option
from haitang.kernel.playbooks.fields.day import DayField
from haitang.kernel.playbooks.fields.file import FileField
from haitang.kernel.playbooks.fields.flag import FlagField
from haitang.kernel.playbooks.fields.money import MoneyField
from haitang.kernel.playbooks.fields.number import NumberField
from haitang.kernel.playbooks.fields.person import PersonField
from haitang.kernel.playbooks.fields.place import PlaceField
from haitang.kernel.playbooks.fields.text import TextField
from haitang.kernel.playbooks.fields.unit import UnitField
from haitang.lib.declare import Identity
from haitang.lib.diagnostics import Refusal, Refusals

AnyField = Annotated[
    TextField
    | ChoiceField
    | NumberField
    | MoneyField
    | DayField
    | FlagField
    | PersonField
    | UnitField
    | PlaceField
    | FileField,
    Field(discriminator="kind"),
]

Answers = dict[str, Value]


def clean_answers(
    fields: Mapping[str, AnyField], raw: Mapping[str, Any], *, region_id: int = 0
) -> Answers:  # reason: what a form sent
    """The canonical answers, in the fields' order; raises :class:`Refusals` with every one refused.

    With *region_id*, people and units named are looked up in that region's register.
    """
    refused = [_unknown(key, fields) for key in raw if key not in fields]
    cleaned: Answers = {}
    for key, spec in fields.items():
        try:
            _clean_one(spec, key, raw.get(key), cleaned)
            _look_up(spec, cleaned.get(key), region_id)
        except Refusal as refusal:
            refusal.field = key
            refused.append(refusal)
    if refused:
        raise Refusals(refused)
    return cleaned


def _clean_one(spec: FieldSpec, key: str, raw: Any, cleaned: Answers) -> None:  # reason: what a form sent
    empty = raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())
    if not empty:
        cleaned[key] = spec.clean(raw)
    elif spec.required:
        raise spec.refuse("required", "必填。", "it is required.")


def _look_up(spec: FieldSpec, value: Value | None, region_id: int) -> None:
    if not region_id or value is None or not isinstance(spec, PersonField | UnitField):
        return
    if spec.missing({str(value)}, region_id):
        raise spec.refuse("not-registered", "花名册中没有。", "the register does not know it.")


def _unknown(key: str, fields: Mapping[str, AnyField]) -> Refusal:
    known = ", ".join(fields)
    return Refusal(
        "answer.unknown",
        zh=f"没有“{key}”这一项，应为：{known}。",
        en=f'there is no "{key}"; known: {known}.',
        field=key,
    )


def canonical(data: Mapping[str, Any]) -> str:  # reason: any JSON
    """Canonical JSON: keys sorted, no blanks, text as it is; the bytes that are sealed."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def field_identities(within: tuple[str, ...], fields: Mapping[str, AnyField]) -> Iterator[Identity]:
    """The identities of *fields* and of their options; *within* is where they stand in the text."""
    for key, spec in fields.items():
        yield Identity(within, key, spec.was, spec.slot if spec.count else "", spec.kind, spec.from_)
        if isinstance(spec, ChoiceField):
            for name, option in spec.options.items():
                yield Identity((*within, key, "options"), name, option.was)


__all__ = [
    "Answers",
    "AnyField",
    "ChoiceField",
    "DayField",
    "FieldSpec",
    "FileField",
    "FlagField",
    "MoneyField",
    "NumberField",
    "Option",
    "PersonField",
    "PlaceField",
    "Refusals",
    "TextField",
    "UnitField",
    "Value",
    "canonical",
    "clean_answers",
    "field_identities",
]
