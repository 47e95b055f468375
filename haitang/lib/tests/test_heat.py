from datetime import date, timedelta

import pytest

from haitang.lib.heat import Heat, densest, heat_of

DAY = date(2026, 3, 2)


def said(*days: int, by: str = "") -> list[tuple[date, str]]:
    return [(DAY + timedelta(days=day), by or f"p{n}") for n, day in enumerate(days)]


def heat(days: list[tuple[date, str]], likes: int = 0, sameness: float = 0.3, beside: float = 0.2) -> Heat:
    return heat_of(days, likes=likes, dislikes=0, sameness=sameness, beside=beside)


def test_the_heat_is_what_the_manual_says() -> None:
    found = heat_of(said(0, 1, 40, 90), likes=10, dislikes=3, sameness=0.125, beside=0.06)
    assert (found.people, found.pace, found.span_days, found.backing) == (4, 2, 91, 3.0)
    assert found.agreement == pytest.approx(0.25)
    assert found.value == pytest.approx(round((4 + 2 + 3) * 0.25, 1))


def test_the_pace_counts_people_and_not_messages() -> None:
    assert densest(said(0, 1, 2, by="one")) == 1
    assert densest(said(0, 29)) == 2
    assert densest(said(0, 30)) == 1


def test_more_people_more_haste_and_more_backing_are_hotter() -> None:
    base = heat(said(0, 40, 80)).value
    assert heat(said(0, 40, 80, 120)).value > base
    assert heat(said(0, 1, 2)).value > base
    assert heat(said(0, 40, 80), likes=20).value > base
    assert heat(said(0, 40, 80), sameness=0.1).value < base


def test_dislikes_never_cool_below_nothing() -> None:
    assert heat_of(said(0, 1), likes=1, dislikes=50, sameness=1, beside=1).backing == 0


def test_the_reasons_are_told_in_both_languages() -> None:
    why = heat(said(0, 1, 2), likes=4).why
    assert "3 人" in why.zh
    assert "3 people" in why.en


def test_likes_are_told_only_where_somebody_gave_one() -> None:
    assert "点赞" not in heat(said(0, 1, 2)).why.zh
    assert "4 likes" in heat(said(0, 1, 2), likes=4).why.en
