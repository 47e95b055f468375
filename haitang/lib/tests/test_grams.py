"""Any piece of a text finds it, however it is written; nothing else does."""

from hypothesis import given
from hypothesis import strategies as st

from haitang.lib.grams import folded, grams, sought_grams, terms

LETTERS = st.text(alphabet="路灯不亮修好aB12,。 ", min_size=1, max_size=30)


def test_wide_forms_capitals_and_marks_make_no_difference():
    assert folded("ＡＢＣ路灯，不亮！！") == "abc路灯 不亮"
    assert terms("路灯,不亮 路灯") == ["路灯", "不亮"]


@given(text=LETTERS, start=st.integers(0, 29), length=st.integers(1, 8))
def test_every_piece_of_a_text_has_its_grams_there(text: str, start: int, length: int):
    kept = set(grams(text).split())
    for term in terms(folded(text)[start : start + length]):
        assert set(sought_grams(term)) <= kept


def test_nothing_sought_asks_for_nothing():
    assert terms("，。 !") == []
