from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template import Context, Template
from django.utils.translation import override

from haitang.lib.text import some
from haitang.ui import words

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def rendered(source: str, **context: object) -> str:
    return Template("{% load haitang %}" + source).render(Context(context))


@pytest.mark.parametrize(("number", "said"), [(0, "0 days"), (1, "1 day"), (1200, "1,200 days")])
def test_in_english_a_number_changes_the_word(number, said):
    assert some(number, "day") == said


@pytest.mark.parametrize(("tongue", "said"), [("zh-hans", "甲、乙"), ("en", "甲, 乙")])
def test_names_are_set_apart_as_each_language_does(tongue, said):
    with override(tongue):
        assert words.listed(["甲", "乙"]) == said


@pytest.mark.parametrize(("tongue", "said"), [("zh-hans", ["26年1月", "11月"]), ("en", ["Jan 2026", "Nov"])])
def test_a_month_on_an_axis_is_short_and_a_january_says_its_year(tongue, said):
    with override(tongue):
        assert [words.month_words(date(2026, month, 1)) for month in (1, 11)] == said


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 day is left"), (2, "2 days are left"), ("15+", "15+ days are left")]
)
def test_in_a_sentence_a_number_bends_the_words_that_follow(days, said):
    with override("en"):
        assert rendered('{% t "还剩 {n} 天" "{n} {n:day is|days are} left" n=days %}', days=days) == said


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", "还剩 3 天"), ("en", "3 days left")])
def test_a_sentence_is_said_in_the_language_of_the_request(language: str, expected: str) -> None:
    with override(language):
        assert rendered('{% t "还剩 {n} 天" "{n} days left" n=3 %}') == expected


def test_a_value_in_a_sentence_is_escaped() -> None:
    with override("en"):
        said = rendered('{% t "{name} 好" "Hello {name}" name=name %}', name="<b>")
    assert said == "Hello &lt;b&gt;"


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        (datetime(2026, 11, 22, 3, 59, 50, tzinfo=UTC), "刚刚", "just now"),
        (datetime(2026, 11, 22, 3, 30, tzinfo=UTC), "30 分钟前", "30 min ago"),
        (datetime(2026, 11, 22, 1, 0, tzinfo=UTC), "3 小时前", "3 h ago"),
        (datetime(2026, 11, 20, 3, 0, tzinfo=UTC), "2 天前", "2 d ago"),
        (datetime(2026, 10, 1, 18, 0, tzinfo=UTC), "10月2日", "2 Oct"),
    ],
)
def test_how_long_ago_is_said_roughly(at: datetime, zh: str, en: str) -> None:
    with override("zh-hans"):
        assert f">{zh}</time>" in rendered("{{ at|ago }}", at=at)
    with override("en"):
        assert f">{en}</time>" in rendered("{{ at|ago }}", at=at)


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("due_at", "expected"),
    [
        (datetime(2026, 11, 22, 9, 0, tzinfo=UTC), '<span class="pill amber">今天到期</span>'),
        (datetime(2026, 11, 22, 3, 0, tzinfo=UTC), '<span class="pill red">逾期 1 天</span>'),
        (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), '<span class="pill grey">还有 2 天</span>'),
        (None, ""),
    ],
)
def test_a_deadline_says_how_it_stands(due_at: datetime | None, expected: str) -> None:
    with override("zh-hans"):
        assert rendered("{% due at %}", at=due_at).strip() == expected


@time_machine.travel(NOON, tick=False)
def test_the_year_is_said_only_when_it_is_another() -> None:
    with override("zh-hans"):
        assert "11月2日" in rendered("{{ at|day }}", at=date(2026, 11, 2))
        assert "2025年11月2日" in rendered("{{ at|day }}", at=date(2025, 11, 2))


def test_a_misspelt_icon_is_seen() -> None:
    with pytest.raises(KeyError):
        rendered('{% icon "no-such" %}')


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("en", "路灯<不亮>", '<span lang="zh-Hans">路灯&lt;不亮&gt;</span>'),
        ("en", "Lamp <3>", "Lamp &lt;3&gt;"),
        ("en", 7, "7"),
        ("zh-hans", "路灯<不亮>", "路灯&lt;不亮&gt;"),
        ("zh-hans", "Lamp", "Lamp"),
    ],
)
def test_what_people_typed_is_marked_where_the_page_speaks_another_language(
    language: str, typed: object, expected: str
) -> None:
    with override(language):
        assert rendered("{{ typed|spoken }}", typed=typed) == expected


def test_paragraphs_are_marked_as_a_whole() -> None:
    with override("en"):
        said = rendered('{{ typed|linebreaks|spoken:"div" }}', typed="路灯\n\n不亮")
    assert said == '<div lang="zh-Hans"><p>路灯</p>\n\n<p>不亮</p></div>'


def test_words_sought_stand_out_within_what_people_typed() -> None:
    with override("en"):
        said = rendered("{% marked typed sought %}", typed="路灯不亮", sought=["路灯"])
    assert said == '<span lang="zh-Hans"><mark>路灯</mark>不亮</span>'
