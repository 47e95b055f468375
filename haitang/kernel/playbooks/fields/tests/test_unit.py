from haitang.kernel.playbooks.fields.tests.asking import ask, refused


def test_a_unit_is_its_code():
    assert ask("unit").clean(" 320581 ") == "320581"
    assert [refused(ask("unit"), raw) for raw in ("", 7, "9" * 25)] == ["answer.not_a_unit"] * 3


def test_a_code_unknown_to_the_register_is_missing(county):
    assert ask("unit").missing({county.code, "999"}, county.region_id) == {"999"}


def test_the_form_is_filled_by_the_unit_picker():
    assert ask("unit").form_field().widget.attrs["data-pick"] == "unit"
