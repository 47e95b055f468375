import pytest

from haitang.lib.numerals import chinese_number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("四", 4),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("二十二", 22),
        ("一百零六", 106),
        ("一千二百六十", 1260),
    ],
)
def test_a_number_is_read_as_documents_write_it(words: str, number: int):
    assert chinese_number(words) == number


@pytest.mark.parametrize("words", ["", "四款", "22", "附则"])
def test_what_says_no_number_is_none(words: str):
    assert chinese_number(words) is None
