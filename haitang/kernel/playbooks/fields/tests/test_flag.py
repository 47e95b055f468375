import pytest
from django import forms

from haitang.kernel.playbooks.fields.tests.asking import ask, refused


def test_yes_and_no_in_every_spelling():
    assert [ask("flag").clean(raw) for raw in (True, "on", "是", "1", False, "no", "否", 0)] == [True] * 4 + [
        False
    ] * 4


@pytest.mark.parametrize("raw", ["maybe", 2, ["on"], 1.0])
def test_anything_else_is_refused(raw):
    assert refused(ask("flag"), raw) == "answer.not_a_flag"


def test_it_shows_words():
    assert [ask("flag").show(value, language) for value in (True, False) for language in ("zh", "en")] == [
        "是",
        "Yes",
        "否",
        "No",
    ]


def test_a_required_flag_can_be_answered_with_no():
    assert ask("flag", required=True).form_field().clean("false") == "false"
    assert isinstance(ask("flag").form_field(), forms.BooleanField)
