import pytest
from pydantic import ValidationError

from haitang.kernel.playbooks.fields.tests.asking import ask, refused

OPTIONS = {
    "none": {"zh": "没有", "en": "None"},
    "health": {"label": {"zh": "就医", "en": "Health"}, "was": "ill"},
}


def test_an_option_is_its_key_and_shows_its_label():
    spec = ask("choice", options=OPTIONS)
    assert spec.clean("health") == "health"
    assert [spec.show("health", "en"), spec.show("none"), spec.show("gone")] == ["Health", "没有", "gone"]


def test_another_word_is_refused_and_the_options_are_named():
    spec = ask("choice", options=OPTIONS)
    assert [refused(spec, raw) for raw in ("None", "", 1, ["none"])] == ["answer.not_an_option"] * 4


def test_the_form_has_the_options_in_their_order():
    assert ask("choice", options=OPTIONS).form_field().choices == [
        ("", "—"),
        ("none", "没有"),
        ("health", "就医"),
    ]


def test_without_options_it_is_no_choice():
    with pytest.raises(ValidationError):
        ask("choice", options={})
