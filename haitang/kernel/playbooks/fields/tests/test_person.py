from uuid import uuid4

from haitang.kernel.playbooks.fields.tests.asking import ask, refused


def test_a_person_is_a_uuid():
    someone = uuid4()
    assert ask("person").clean(someone) == str(someone)
    assert refused(ask("person"), "张三") == "answer.not_a_person"


def test_a_person_unknown_to_the_register_is_missing(county):
    assert ask("person").missing({str(one := uuid4())}, county.region_id) == {str(one)}


def test_the_form_is_filled_by_the_person_picker():
    assert ask("person").form_field().widget.attrs["data-pick"] == "person"
