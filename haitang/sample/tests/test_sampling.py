"""A sample county's residents were drawn and asked as the worker would have, so the page shows something."""

from datetime import date, datetime

import pytest
import time_machine

from haitang.desks.sampling.cli import faults_of
from haitang.desks.sampling.contexts import draw_page
from haitang.desks.sampling.models import DrawnMatter, SampleAnswer, SampleDraw
from haitang.kernel.ledger.models import Entry
from haitang.lib import clock
from haitang.sample.county import ensure_county
from haitang.sample.queries import open_answer

SAMPLING = """
roles:
  surveyor: {label: {zh: 抽查员, en: Surveyor}, at: [county], abilities: [sampling.ask]}
entries:
  sampled:
    label: {zh: 抽查答复, en: Sampled answer}
    by_moves: true
    fields:
      content:
        kind: choice
        label: {zh: 满意吗, en: Content}
        required: true
        count: true
        options: {good: {zh: 满意, en: Good}, fair: {zh: 一般, en: Fair}, bad: {zh: 不满意, en: Bad}}
samplings:
  quality:
    label: {zh: 抽查, en: Sample}
    matters: request
    ended: [closed]
    size: 4
    asked_by: [surveyor]
    writes: sampled
    figures: {content: {label: {zh: 满意, en: Content}, field: content, among: [good]}}
"""


@pytest.fixture
def sampled(db, shelf) -> None:
    """A playbook whose residents are sampled, with matters that ended long enough ago."""
    (shelf / "sampling.yaml").write_text(SAMPLING, encoding="utf-8")
    sample = shelf / "sample.yaml"
    rounds = "{count: 4, days: {last: 3}}]"
    text = sample.read_text(encoding="utf-8")
    assert rounds in text
    sample.write_text(
        text.replace(rounds, rounds[:-1] + ", {count: 40, days: {last: 110}}]"), encoding="utf-8"
    )


def grown_on(day: int, hour: int) -> tuple[SampleDraw, SampleDraw]:
    """A county grown in November: the draw that is over, and the one that runs."""
    with time_machine.travel(datetime(2026, 11, day, hour, tzinfo=clock.ZONE)):
        ensure_county(size="tiny")
    last, runs = SampleDraw.objects.order_by("starts_on")
    return last, runs


@pytest.mark.slow(reason="grows a county of its own")
def test_the_last_period_was_drawn_and_answered_and_this_one_runs(sampled):
    last, runs = grown_on(10, 12)
    assert (last.starts_on, runs.starts_on) == (date(2026, 10, 1), date(2026, 11, 1))
    assert clock.day_of(runs.drawn_at) == date(2026, 11, 1)
    assert last.over_at is not None
    assert runs.over_at is None
    assert faults_of(last) == faults_of(runs) == []
    assert last.drawn.count() == runs.drawn.count() == 4
    answered = DrawnMatter.objects.filter(draw=last, stage="answered").count()
    assert Entry.objects.filter(kind__key="sampled").count() == answered > 0
    assert SampleAnswer.objects.filter(drawn__draw=last).count() == 0
    page = draw_page(last)
    assert page.is_over
    assert {one.count for one in page.wholes if one.label in ("抽到", "发出邀请")} == {4}


@pytest.mark.slow(reason="grows a county of its own")
@pytest.mark.parametrize(("day", "hour", "begun"), [(28, 12, date(2026, 11, 1)), (1, 0, date(2026, 10, 1))])
def test_on_any_day_a_draw_runs_and_a_resident_may_answer(sampled, sample_house, client, day, hour, begun):
    last, runs = grown_on(day, hour)
    assert (runs.starts_on, runs.over_at, last.over_at is None) == (begun, None, False)
    with time_machine.travel(datetime(2026, 11, day, hour, 5, tzinfo=clock.ZONE)):
        link = open_answer()
        assert link in client.get("/sample/").content.decode()
        answered = client.post(link, {"content": "good"})
        assert "收到了" in answered.content.decode()
        assert open_answer() != link
