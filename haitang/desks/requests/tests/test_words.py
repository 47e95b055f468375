import pytest

from haitang.desks.requests.words import headline


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("六组路灯三盏不亮", "六组路灯三盏不亮"),
        ("六组路灯三盏不亮。晚上走路看不清,希望早点修。", "六组路灯三盏不亮"),
        ("\n\n 路灯不亮!!快修", "路灯不亮"),
        ("Street lamp out. Please mend it.", "Street lamp out"),
        ("水压 0.5 兆帕", "水压 0.5 兆帕"),
    ],
)
def test_the_first_sentence_is_the_title(text, title):
    assert headline(text) == title


def test_a_long_sentence_is_cut_at_a_pause():
    assert headline("我们小区晚上停车特别困难啊," + "车" * 40) == "我们小区晚上停车特别困难啊…"


def test_a_long_sentence_without_a_pause_is_cut_at_its_length():
    assert headline("车" * 80) == "车" * 30 + "…"


def test_nothing_but_stops_has_no_title():
    assert headline("。。!") == ""
