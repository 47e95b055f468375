"""Any piece of a text finds it, however it is written; nothing else does."""

from hypothesis import given
from hypothesis import strategies as st

from haitang.lib.grams import (
    excerpt,
    folded,
    grams,
    numbered,
    places,
    sought_grams,
    sought_numbers,
    terms,
)

LETTERS = st.text(alphabet="路灯不亮修好aB12,。 ", min_size=1, max_size=30)
RARE = st.text(alphabet="路灯不亮aB1,。 𠮷🌸", max_size=30)


def test_wide_forms_capitals_and_marks_make_no_difference():
    assert folded("ＡＢＣ路灯，不亮！！") == "abc路灯 不亮"
    assert terms("路灯,不亮 路灯") == ["路灯", "不亮"]


@given(text=LETTERS, start=st.integers(0, 29), length=st.integers(1, 8))
def test_every_piece_of_a_text_has_its_grams_there(text: str, start: int, length: int):
    kept = set(grams(text).split())
    for term in terms(folded(text)[start : start + length]):
        assert set(sought_grams(term)) <= kept


@given(
    text=st.text(alphabet="路灯不亮aB1,。 𠮷🌸", max_size=30),
    start=st.integers(0, 29),
    length=st.integers(1, 8),
)
def test_every_piece_of_a_text_has_its_numbers_there(text: str, start: int, length: int):
    kept = numbered(folded(text))
    assert len(set(kept)) == len(kept)
    assert all(-(2**31) <= number < 2**31 for number in kept)
    for term in terms(folded(text)[start : start + length]):
        assert sought_numbers(term)
        assert set(sought_numbers(term)) <= set(kept)


def test_numbers_are_of_pairs_and_single_letters_and_of_nothing_across_a_blank():
    assert len(numbered("路灯 不亮")) == len(grams("路灯 不亮").split()) == 6
    assert len(sought_numbers("路灯不")) == 2
    assert sought_numbers("路") == [ord("路")]
    assert numbered("") == []


def test_nothing_sought_asks_for_nothing():
    assert terms("，。 !") == []


@given(text=LETTERS, start=st.integers(0, 29), length=st.integers(1, 8))
def test_what_is_marked_is_what_was_sought(text: str, start: int, length: int):
    for term in terms(folded(text)[start : start + length]):
        marked = [text[first:last] for first, last in places(text, [term])]
        assert marked
        assert {folded(one) for one in marked} == {term}


def test_words_are_marked_as_they_are_written():
    text = "路灯不亮，ＡＢＣ路灯"
    assert places(text, ["abc路灯", "路灯"]) == [(0, 2), (5, 10)]
    assert places(text, []) == []


def test_an_excerpt_shows_the_words_with_some_on_either_side():
    text = "甲" * 40 + "路灯" + "乙" * 40
    assert excerpt(text, ["路灯"], around=4) == "…甲甲路灯乙乙乙乙…"
    assert excerpt(text, ["没有"]) == ""
