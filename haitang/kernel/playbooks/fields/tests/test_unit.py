import pytest
from django.core.exceptions import ValidationError

from haitang.kernel.playbooks.fields.tests.asking import ask, refused


def test_a_unit_is_its_code():
    assert ask("unit").clean(" 320581 ") == "320581"
    assert [refused(ask("unit"), raw) for raw in ("", 7, "9" * 25)] == ["answer.not_a_unit"] * 3


def test_a_code_unknown_to_the_register_is_missing(county):
    assert ask("unit").missing({county.code, "999"}, county.region_id) == {"999"}


def test_the_form_takes_no_more_than_a_code():
    asked = ask("unit").form_field()
    assert asked.clean(" 320581 ") == "320581"
    with pytest.raises(ValidationError):
        asked.clean("9" * 25)
