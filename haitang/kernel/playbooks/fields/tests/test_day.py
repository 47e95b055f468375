from datetime import date

import pytest
import time_machine

from haitang.kernel.playbooks.fields.tests.asking import ask, refused


def test_a_day_is_kept_as_written_and_counted_as_a_date():
    spec = ask("day")
    assert [spec.clean("2026-03-31"), spec.clean(date(2026, 3, 31))] == ["2026-03-31"] * 2
    assert spec.to_slot("2026-03-31") == date(2026, 3, 31)


@pytest.mark.parametrize("raw", ["2026-02-30", "31/3/2026", "20260331", 20260331, "", "2026-3-31"])
def test_what_is_no_day_is_refused(raw):
    assert refused(ask("day"), raw) == "answer.not_a_day"


@time_machine.travel("2026-11-22T20:00:00Z", tick=False)
def test_the_future_is_counted_in_the_countys_own_time():
    spec = ask("day", past=True)
    assert [refused(spec, day) for day in ("2026-11-23", "2026-11-24")] == ["", "answer.in_the_future"]


def test_its_form_is_the_browsers_calendar():
    assert ask("day").form_field().widget.input_type == "date"
