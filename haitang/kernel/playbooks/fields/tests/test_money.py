import pytest

from haitang.kernel.playbooks.fields.tests.asking import ask, refused


def test_yuan_in_words_and_fen_in_numbers_are_fen():
    assert [ask("money").clean(raw) for raw in ("12.5", "12", "0.01", 1250)] == [1250, 1200, 1, 1250]


@pytest.mark.parametrize("raw", ["1.234", "1,000", "-1", 1.5, True, "", "一"])
def test_anything_else_is_refused(raw):
    assert refused(ask("money"), raw) == "answer.not_money"


def test_too_much_is_refused():
    assert refused(ask("money", max_fen=100), "1.01") == "answer.out_of_range"


def test_it_shows_yuan():
    assert [ask("money").show(123456, language) for language in ("zh", "en")] == ["1,234.56 元", "¥1,234.56"]


def test_its_form_is_text_so_that_no_browser_rounds():
    assert ask("money").form_field().clean("0.10") == "0.10"
