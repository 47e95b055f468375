from datetime import date, datetime

import pytest

from haitang.lib.clock import ZONE
from haitang.lib.days import day_text, read_day, read_instant
from haitang.lib.diagnostics import Refusal


@pytest.mark.parametrize(
    "words",
    ["2026-11-03", "2026/11/3", "2026.11.3", "2026年11月3日", " 2026 年 11 月 3 日 ", "20261103", "46329"],
)
def test_a_day_is_read_however_it_is_written(words: str) -> None:
    assert read_day(words) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-03T14:05:00",
        "2026/11/3 14:05",
        "2026年11月3日14时05分",
        "20261103 14:05",
        "2026-11-03 14点5分",
    ],
)
def test_the_time_is_read_with_the_day(words: str) -> None:
    assert read_instant(words) == datetime(2026, 11, 3, 14, 5, tzinfo=ZONE)


def test_an_excel_serial_number_carries_its_time() -> None:
    assert read_instant("46329.5") == datetime(2026, 11, 3, 12, 0, tzinfo=ZONE)


@pytest.mark.parametrize("words", ["", "昨天", "2026-13-01", "2026-02-30", "2026-11-03 25:00", "3/11"])
def test_what_is_no_day_is_refused_in_words(words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_instant(words)
    assert refused.value.code == "day.unreadable"
    assert "2026-11-03" in refused.value.zh


@pytest.mark.parametrize("words", ["0001-01-01", "1849-12-31", "3000-01-01", "9999-12-31"])
def test_a_day_too_far_off_to_count_on_from_is_refused(words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_day(words)
    assert refused.value.code == "day.beyond"


def test_a_day_that_is_kept_is_written_as_people_write_it() -> None:
    told = day_text(date(2026, 11, 3))
    assert (told.zh, told.en) == ("2026年11月3日", "3 November 2026")
