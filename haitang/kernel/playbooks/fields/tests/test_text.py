from django import forms

from haitang.kernel.playbooks.fields.tests.asking import ask, refused


def test_words_are_kept_without_blanks_around_them():
    assert ask("text").clean("  走访 \n") == "走访"


def test_what_is_not_text_or_too_long_is_refused():
    spec = ask("text", max=3)
    assert [refused(spec, raw) for raw in ("abc", "abcd", 7, ["a"], "a\0b")] == [
        "",
        "answer.too_long",
        "answer.not_text",
        "answer.not_text",
        "answer.not_text",
    ]


def test_several_lines_are_a_text_area():
    assert isinstance(ask("text", lines=3).form_field().widget, forms.Textarea)
    assert isinstance(ask("text").form_field("en").widget, forms.TextInput)
    assert ask("text").form_field("en").label == "Ask"
