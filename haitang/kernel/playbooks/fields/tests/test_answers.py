"""Cleaning a whole form: every refusal at once, each with its field; nothing unknown slips in."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from haitang.kernel.playbooks.fields import canonical, clean_answers, field_identities
from haitang.kernel.playbooks.fields.tests.asking import ask
from haitang.lib.diagnostics import Refusals

FIELDS = {
    "need": ask("choice", options={"a": {"zh": "甲", "en": "A"}}, required=True, count=True),
    "people": ask("number", max=5),
    "alone": ask("flag"),
}


def test_answers_come_clean_in_the_fields_order_and_unanswered_ones_stay_out():
    assert clean_answers(FIELDS, {"alone": "on", "need": "a", "people": " "}) == {"need": "a", "alone": True}


def test_every_refusal_comes_at_once_with_its_field():
    with pytest.raises(Refusals) as caught:
        clean_answers(FIELDS, {"people": 9, "neeed": "a", "alone": "maybe"})
    assert [(one.field, one.code) for one in caught.value.refusals] == [
        ("neeed", "answer.unknown"),
        ("need", "answer.required"),
        ("people", "answer.out_of_range"),
        ("alone", "answer.not_a_flag"),
    ]
    assert len(caught.value.zh.splitlines()) == 4


def test_whoever_the_register_does_not_know_is_refused(county):
    fields = {"who": ask("person"), "where": ask("unit")}
    assert clean_answers(fields, {"where": county.code}, region_id=county.region_id) == {"where": county.code}
    with pytest.raises(Refusals) as caught:
        clean_answers(fields, {"who": str(uuid4()), "where": "999"}, region_id=county.region_id)
    assert [one.code for one in caught.value.refusals] == ["answer.not_registered"] * 2


def test_canonical_json_has_one_spelling():
    assert canonical({"b": 1, "a": ["走访", True]}) == '{"a":["走访",true],"b":1}'
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})


def test_what_cannot_be_counted_is_not_declared_counted():
    with pytest.raises(ValidationError, match="cannot be counted"):
        ask("text", count=True)


def test_fields_and_options_have_identities():
    said = list(field_identities(("entries", "visit", "fields"), FIELDS))
    assert [(one.section[-1], one.key, one.slot, one.kind) for one in said] == [
        ("fields", "need", "choice", "choice"),
        ("options", "a", "", ""),
        ("fields", "people", "", "number"),
        ("fields", "alone", "", "flag"),
    ]
