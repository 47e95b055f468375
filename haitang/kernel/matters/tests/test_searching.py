"""Matters are found by what they say, wherever it stands, by whoever may see them; by nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haitang.kernel.matters.actions.wordbook import rebuild_words
from haitang.kernel.matters.api import (
    InboxFilter,
    MatterDraft,
    edit,
    erase_words,
    inbox,
    open_many,
    open_matter,
    sort_words_in,
    visible,
)
from haitang.kernel.matters.integrity import UNFOUND
from haitang.kernel.matters.models import Matter, Words
from haitang.kernel.matters.queries import searching
from haitang.kernel.matters.tests.county import PEOPLE, County, fresh
from haitang.kernel.registry.api import SYSTEM, open_region
from haitang.lib.grams import folded, terms


def found(actor, text: str, **filters) -> list[str]:
    """The titles found, in order."""
    return [row.title for row in inbox(actor, InboxFilter(text=text, **filters)).rows]


@pytest.fixture
def told(county: County) -> County:
    """Three matters of two towns."""
    county.open(title="电梯停运", body="三号楼 A 座的电梯停了两天，老人下不了楼。")
    county.open(title="夜里太吵", body="工地通宵施工，电梯井旁边也在响。")
    county.open(at="hill", title="河道发臭", body="河边有污水，ＡＢＣ厂排的。")
    return county


def test_words_of_the_title_and_of_the_text_are_found(told: County):
    clara = told.actor("clara")
    assert found(clara, "电梯") == ["电梯停运", "夜里太吵"]
    assert found(clara, "停运") == ["电梯停运"]
    assert found(clara, "老人下不了楼") == ["电梯停运"]
    assert found(clara, "abc厂") == ["河道发臭"]
    assert found(clara, "a座") == []
    assert found(clara, "a 座") == ["电梯停运"]
    assert found(clara, "电梯 吵") == ["夜里太吵"]
    assert found(clara, "臭") == ["河道发臭"]
    assert found(clara, "停电") == found(clara, "，。") == found(clara, '"') == found(clara, "梯电") == []


def test_what_was_told_lately_is_found_before_it_is_sorted_in_and_after(told: County):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite sorts each row in at once")
    clara = told.actor("clara")
    assert found(clara, "电梯") == ["电梯停运", "夜里太吵"]
    assert sort_words_in() > 0
    assert found(clara, "电梯") == ["电梯停运", "夜里太吵"]
    assert sort_words_in() == 0


def test_pairs_that_stand_apart_are_not_the_word(told: County):
    told.open(title="路灯亮了灯不灭", body="")
    assert found(told.actor("clara"), "路灯不灭") == []


def test_the_words_narrow_besides_every_other_filter(told: County):
    clara = told.actor("clara")
    assert found(clara, "电梯", unit=told.units["west"]) == []
    assert found(clara, "河", unit=told.units["west"]) == ["河道发臭"]
    assert found(clara, "电梯", show="closed") == []
    assert found(clara, "电梯", show="all") == ["夜里太吵", "电梯停运"]
    assert set(visible(clara, InboxFilter(text="河"))) == set(Matter.objects.filter(title="河道发臭"))


@pytest.mark.slow(reason="searches as everybody for every word")
@pytest.mark.parametrize("common", [0, 10_000])
def test_nobody_finds_what_they_may_not_see(told: County, monkeypatch, common: int):
    monkeypatch.setattr(searching, "COMMON", common)
    there = open_region("dongshan", code="990002", name="东山", actor=None)
    for text in ("电梯", "河", "厂 污水", "楼", "10001"):
        for who in PEOPLE:
            actor = told.actor(who)
            seen = inbox(actor, InboxFilter(show="all")).rows
            bodies = dict(Matter.objects.values_list("number", "body"))
            holds = [
                row.title
                for row in seen
                if all(word in folded(f"{row.title} {bodies[row.number]}") for word in terms(text))
                or row.number.endswith(f"-{text}")
            ]
            assert found(actor, text, show="all") == holds, (who, text)
        assert found(SYSTEM(there), text, show="all") == []


def test_a_row_tells_the_words_around_what_its_title_does_not_say(told: County):
    rows = inbox(told.actor("clara"), InboxFilter(text="电梯")).rows
    assert [(row.title, row.said) for row in rows] == [
        ("电梯停运", ""),
        ("夜里太吵", "工地通宵施工，电梯井旁边也在响。"),
    ]


def test_whatever_changes_the_words_changes_what_is_found(told: County):
    clara, carl = told.actor("clara"), told.actor("carl")
    matter = Matter.objects.get(title="夜里太吵")
    edit(matter, seen=fresh(matter).serial, title="工地扰民", actor=carl)
    assert (found(clara, "太吵"), found(clara, "扰民")) == ([], ["工地扰民"])
    drafts = [MatterDraft("request", told.units["lake"], body="窨井盖坏了", channel="web", follow=False)]
    open_many(drafts, actor=told.house)
    assert found(clara, "井盖坏") == ["窨井盖坏了"]


def test_erased_words_are_found_no_longer_nor_kept(told: County):
    matter = Matter.objects.get(title="电梯停运")
    told.move(matter, "withdraw", "clara", note="x")
    assert found(told.actor("clara"), "老人", show="closed") == ["电梯停运"]
    erase_words(fresh(matter), why="本人申请", actor=told.house)
    assert found(told.actor("clara"), "老人", show="all") == []
    kept = Words.objects.get(matter=matter)
    assert "老人" not in kept.sought
    assert "老人" not in kept.grams
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM matters_grams WHERE matters_grams MATCH %s", ['"老人"'])
            assert cursor.fetchall() == []


def test_what_is_out_of_step_is_noticed_and_rebuilt(told: County):
    assert list(UNFOUND.seek(told.region)) == []
    matter = Matter.objects.get(title="河道发臭")
    Matter.objects.filter(pk=matter.pk).update(body="换了说法")
    Words.objects.filter(matter__title="夜里太吵").delete()
    assert len(list(UNFOUND.seek(told.region))) == 2
    assert rebuild_words() == 3
    assert list(UNFOUND.seek(told.region)) == []
    clara = told.actor("clara")
    assert (found(clara, "说法"), found(clara, "污水"), found(clara, "通宵")) == (
        ["河道发臭"],
        [],
        ["夜里太吵"],
    )


def test_what_most_say_is_found_without_gathering_who_says_it(told: County, monkeypatch):
    monkeypatch.setattr(searching, "COMMON", 0)
    told.open(title="电梯里有异响", body="")
    monkeypatch.setattr(searching, "_keys", lambda words: pytest.fail(f"{words} were gathered"))
    assert found(told.actor("clara"), "电梯", show="all") == ["电梯里有异响", "夜里太吵", "电梯停运"]


@pytest.mark.parametrize("more", [1, 4])
def test_a_search_asks_the_same_few_questions_however_much_it_finds(told: County, more: int):
    for _ in range(more):
        open_matter("request", at=told.units["lake"], title="电梯坏了", channel="web", actor=told.resident)
    # PostgreSQL counts what is late by itself, where SQLite finds it in the first thousand.
    for who, most in (("clara", 10), ("carl", 9 + (connection.vendor == "postgresql"))):
        actor = told.actor(who)
        inbox(actor)
        with CaptureQueriesContext(connection) as queries:
            inbox(actor, InboxFilter(text="电梯"))
        assert len(queries) == most, who
