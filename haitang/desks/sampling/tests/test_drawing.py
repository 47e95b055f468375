"""The draw: decided by a sealed root alone, late, of one whole period, and repeatable by anybody."""

import hashlib
import hmac
from datetime import date
from uuid import UUID

import pytest
from click.testing import CliRunner

from haitang.desks.sampling.cli import faults_of, sampling
from haitang.desks.sampling.drawing import chosen, digest_of, period_of, rank
from haitang.desks.sampling.jobs import draw_samples
from haitang.desks.sampling.models import DrawnMatter, SampleDraw
from haitang.desks.sampling.queries import drawn_by, frame_of
from haitang.desks.sampling.tests.county import FIRST, County, at
from haitang.kernel.ledger.models import Seal

ROOT = "ab" * 32
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def test_a_rank_is_what_the_page_says_it_is():
    by_hand = hmac.new(b"\xab" * 32, f"quality 2026-11-01 {ONE}".encode(), hashlib.sha256).hexdigest()
    assert rank(ROOT, "quality 2026-11-01", ONE) == by_hand


def test_the_order_of_the_list_changes_nothing_and_another_root_everything():
    many = [UUID(int=number) for number in range(200)]
    drawn = chosen(many, root=ROOT, name="quality", size=20)
    assert chosen(reversed(many), root=ROOT, name="quality", size=20) == drawn
    assert chosen(many, root="cd" * 32, name="quality", size=20) != drawn


def test_one_more_in_the_list_moves_nobody_but_past_it():
    few = chosen([ONE, TWO], root=ROOT, name="quality", size=9)
    assert [
        one for one in chosen([ONE, TWO, THREE], root=ROOT, name="quality", size=9) if one != THREE
    ] == few


def test_the_list_is_known_by_its_digest():
    assert digest_of([TWO, ONE]) == hashlib.sha256(f"{ONE}\n{TWO}\n".encode()).hexdigest()


@pytest.mark.parametrize(
    ("every", "first", "before"),
    [
        ("week", date(2026, 11, 16), date(2026, 11, 9)),
        ("month", date(2026, 11, 1), date(2026, 10, 1)),
        ("quarter", date(2026, 10, 1), date(2026, 7, 1)),
    ],
)
def test_a_period_begins_on_its_first_day(every: str, first: date, before: date):
    assert period_of(date(2026, 11, 22), every) == (first, before)
    assert period_of(date(2026, 1, 15), "quarter") == (date(2026, 1, 1), date(2025, 10, 1))


def test_what_ended_in_one_whole_period_four_weeks_ago_can_be_drawn_and_nothing_else(county: County):
    within = [county.ended(on=day) for day in (date(2026, 9, 3), date(2026, 10, 3))]
    for day in (date(2026, 9, 2), date(2026, 10, 4)):
        county.ended(on=day)
    county.ended(contact=None)
    draw = county.drawn()
    assert set(frame_of(draw)) == {one.uuid for one in within}
    assert (draw.ended, draw.drawn.count()) == (3, 2)
    assert (draw.ended_from, draw.ended_until) == (date(2026, 9, 3), date(2026, 10, 4))


def test_it_is_drawn_once_however_often_and_late_the_worker_comes_by(county: County):
    for _ in range(8):
        county.ended()
    draw = county.drawn()
    drawn = [one.matter_id for one in drawn_by(draw)]
    assert len(drawn) == 6
    county.drawn(date(2026, 11, 20))
    assert SampleDraw.objects.count() == 1
    assert [one.matter_id for one in drawn_by(draw)] == drawn


def test_the_last_day_before_the_period_decides_even_where_later_days_are_sealed(county: County):
    county.ended()
    county.visit(date(2026, 11, 2))
    draw = county.drawn(date(2026, 11, 9))
    assert (draw.sealed_on, draw.root) == (date(2026, 10, 30), Seal.objects.get(day=draw.sealed_on).root)
    assert draw.ends_on == date(2026, 11, 30)


def test_nobody_is_drawn_twice_by_the_same_sampling(county: County):
    first = county.ended()
    county.drawn()
    county.ended(on=date(2026, 10, 20))
    reopened = type(first).objects.filter(pk=first.pk)
    reopened.update(closed_on=date(2026, 10, 21))
    with at(date(2026, 12, 1)):
        draw_samples()
    later = SampleDraw.objects.get(starts_on=date(2026, 12, 1))
    assert first.uuid not in frame_of(later)
    assert len(frame_of(later)) == 1


def test_the_days_before_the_period_are_over_before_it_is_drawn(county: County):
    county.ended()
    with at(FIRST, hour=0):
        assert draw_samples() == ""
    assert not SampleDraw.objects.exists()


def test_anybody_can_repeat_the_draw_and_a_change_is_found(county: County):
    for _ in range(8):
        county.ended()
    draw = county.drawn()
    told = CliRunner().invoke(sampling, ["verify", "--on", "2026-11-01"])
    assert (told.exit_code, "相符 holds" in told.output) == (0, True)
    assert faults_of(draw) == []
    last = drawn_by(draw).last()
    other = next(one for one in frame_of(draw) if one not in {row.matter.uuid for row in drawn_by(draw)})
    DrawnMatter.objects.filter(pk=last.pk).update(matter=type(last.matter).objects.get(uuid=other))
    assert [fault.split()[-1] for fault in faults_of(draw)] == ["out"]
    told = CliRunner().invoke(sampling, ["verify"])
    assert (told.exit_code, "others come out" in told.output) == (1, True)
    draw.frame = draw.frame.replace(str(other), str(ONE))
    assert "the list was changed" in "".join(faults_of(draw))
    draw.root = ROOT
    assert "the sealed root differs" in "".join(faults_of(draw))
