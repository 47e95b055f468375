from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from haitang.kernel.playbooks.fields.tests.asking import ask, refused


def test_a_person_is_a_uuid():
    someone = uuid4()
    assert ask("person").clean(someone) == str(someone)
    assert refused(ask("person"), "张三") == "answer.not_a_person"


def test_a_person_unknown_to_the_register_is_missing(county):
    assert ask("person").missing({str(one := uuid4())}, county.region_id) == {str(one)}


def test_the_form_takes_a_key_and_nothing_else():
    asked, one = ask("person").form_field(), uuid4()
    assert asked.clean(str(one)) == one
    with pytest.raises(ValidationError):
        asked.clean("Wang")
