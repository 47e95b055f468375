import pytest
from pydantic import ValidationError

from haitang.kernel.playbooks.fields.tests.asking import ask, refused


def test_whole_numbers_are_taken_from_forms_and_programs():
    assert [ask("number").clean(raw) for raw in (7, "7", " 007 ")] == [7, 7, 7]


@pytest.mark.parametrize("raw", ["7.0", 7.0, "seven", True, "", "1" * 30, "１", None])
def test_anything_else_is_refused(raw):
    assert refused(ask("number"), raw) == "answer.not_a_number"


def test_the_bounds_hold():
    spec = ask("number", min=-1, max=3)
    assert [refused(spec, raw) for raw in (-2, -1, 3, 4)] == [
        "answer.out_of_range",
        "",
        "",
        "answer.out_of_range",
    ]


def test_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(ValidationError):
        ask("number", min=3, max=2)


def test_the_unit_is_shown():
    assert ask("number", unit={"zh": "人", "en": "people"}).show(3, "en") == "3 people"


def test_the_form_knows_the_bounds():
    field = ask("number", min=1, max=3, required=True).form_field()
    assert (field.min_value, field.max_value, field.required) == (1, 3, True)
