"""Ratings too alike are flagged with their reason, to those who watch over the unit; honest ones are not."""

from datetime import timedelta
from itertools import cycle, islice

import pytest

from haitang.kernel.matters.api import MatterDraft, open_many, too_alike
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.tests.county import County
from haitang.kernel.matters.tests.fair import FAIR
from haitang.kernel.registry.api import appoint
from haitang.lib import clock

#: As residents rate where nobody asks them for fives.
HONEST = (5, 4, 5, 3, 4, 5, 2, 4)


@pytest.fixture
def rated(fair: County):
    """Rate so many requests of a unit, closed hours or minutes apart."""
    fair.apply(FAIR.replace("member: {label: {zh: 党员, en: Member}}", WATCHER))

    def _rate(unit: str, stars: list[int], apart: timedelta = timedelta(hours=5)) -> None:
        at = fair.units[unit]
        open_many(
            [
                MatterDraft("request", at, title=f"{unit} {number}", channel="web")
                for number in range(len(stars))
            ],
            actor=fair.house,
        )
        closed = clock.now() - timedelta(days=20)
        for number, matter in enumerate(Matter.objects.filter(unit=at, rating=None).order_by("pk")):
            Matter.objects.filter(pk=matter.pk).update(
                owner=at, rating=stars[number], closed_at=closed + number * apart
            )

    return _rate


WATCHER = "member: {label: {zh: 党员, en: Member}, abilities: [matters.watch]}"


def honest(times: int) -> list[int]:
    return list(islice(cycle(HONEST), times))


def test_all_fives_where_others_give_all_sorts_are_flagged_with_the_reason(fair, rated):
    rated("lake", [5] * 24)
    rated("hill", honest(80))
    (flag,) = too_alike(fair.house)
    assert (flag.unit, flag.ratings, flag.together) == ("Lake", 24, 0)
    assert (flag.alike.answer, flag.alike.times, flag.alike.of) == (5, 24, 24)
    assert 0.3 < flag.alike.elsewhere < 0.45
    assert flag.alike.chance < 1e-6


def test_honest_ratings_and_few_are_not(fair, rated):
    rated("lake", honest(40))
    rated("hill", honest(80))
    rated("parks", [5] * 9)
    assert too_alike(fair.house) == []


def test_ratings_within_minutes_are_flagged_though_they_differ(fair, rated):
    rated("lake", honest(12), apart=timedelta(minutes=1))
    rated("hill", honest(80))
    (flag,) = too_alike(fair.house)
    assert (flag.unit, flag.alike, flag.together) == ("Lake", None, 11)


def test_only_who_watches_over_the_unit_is_shown_it(fair, rated):
    rated("lake", [5] * 24)
    rated("hill", honest(80))
    assert too_alike(fair.actor("clara")) == []
    person = fair.people["mei"]
    assert [flag.unit for flag in too_alike(fair.actor("mei"))] == ["Lake"]
    appoint(person, role="member", unit=fair.units["hill"], since=clock.today(), actor=fair.house)
    assert [flag.unit for flag in too_alike(fair.actor("cora"))] == []
