"""The worker was off for a whole period: its draw is made late, or the page says that it was missed."""

from datetime import date

from haitang.desks.sampling.contexts import draws_page
from haitang.desks.sampling.jobs import draw_samples
from haitang.desks.sampling.models import SampleDraw
from haitang.desks.sampling.queries import frame_of
from haitang.desks.sampling.tests.county import BASE, FIRST, PLAYBOOK, County, at

WEEKLY = PLAYBOOK.replace("every: month", "every: week")


def starts() -> list[date]:
    """The periods that were drawn for."""
    return list(SampleDraw.objects.order_by("starts_on").values_list("starts_on", flat=True))


def worker_runs(*days: date) -> None:
    """The worker comes by on these days alone."""
    for day in days:
        with at(day):
            draw_samples()


def missed(county: County, on: date) -> list[date]:
    """What the page says was not drawn."""
    with at(on):
        return [first for _, first in draws_page(county.actor("omar")).missed]


def test_a_week_that_was_missed_is_drawn_late_by_the_root_it_would_have_had(county: County):
    with at(date(2026, 10, 31)):
        county.apply(WEEKLY)
    ended = county.ended(on=date(2026, 10, 10))
    worker_runs(date(2026, 11, 2), date(2026, 11, 25))
    assert starts() == [date(2026, 11, day) for day in (2, 9, 16, 23)]
    late = SampleDraw.objects.get(starts_on=date(2026, 11, 9))
    assert (late.ended_from, late.ended_until) == (date(2026, 10, 5), date(2026, 10, 12))
    assert (frame_of(late), late.sealed_on < late.starts_on) == ([ended.uuid], True)
    assert missed(county, date(2026, 11, 25)) == []


def test_a_month_whose_days_for_answers_are_over_is_not_drawn_and_the_page_says_so(county: County):
    with at(date(2026, 10, 31)):
        county.apply(PLAYBOOK.replace("size: 6", "size: 7"))
    county.ended()
    worker_runs(FIRST, date(2027, 1, 5))
    assert starts() == [FIRST, date(2027, 1, 1)]
    assert missed(county, date(2027, 1, 5)) == [date(2026, 12, 1)]
    assert missed(county, date(2026, 12, 5)) == []


def test_before_it_was_declared_nothing_was_missed(county: County):
    with at(date(2026, 11, 20)):
        county.apply(PLAYBOOK.replace("size: 6", "size: 7"))
    assert missed(county, date(2026, 11, 25)) == []
    assert missed(county, date(2027, 2, 5)) == [date(2027, 1, 1), date(2026, 12, 1)]


def test_the_page_names_the_period_that_was_not_drawn(county: County):
    with at(date(2026, 11, 20)):
        county.apply(PLAYBOOK.replace("size: 6", "size: 7"))
    with at(date(2027, 1, 5)):
        page = county.client("omar").get(BASE).content.decode()
    assert "没有抽的" in page
    assert "还没有抽过" in page
