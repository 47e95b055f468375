"""An answer and the closing of its draw at once: it is in before, or finds it closed; none is left behind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from haitang.desks.sampling.actions import ToldAnswer, close_draw, take_answer
from haitang.desks.sampling.enums import AskedBy
from haitang.desks.sampling.models import DrawnMatter, SampleAnswer, SampleDraw
from haitang.desks.sampling.tests.county import FIRST, at, sampled_county
from haitang.desks.sampling.weighing import SampleOutcome
from haitang.kernel.ledger.models import Entry
from haitang.kernel.ledger.tests.together import ON_POSTGRESQL, after_one_another, lower_all_guards
from haitang.kernel.registry.api import RESIDENT, SYSTEM
from haitang.lib.diagnostics import Refusal

pytestmark = [
    pytest.mark.django_db(transaction=ON_POSTGRESQL),
    pytest.mark.skipif(not ON_POSTGRESQL, reason="who writes to SQLite is alone: no row is waited for"),
]
Act = Callable[[], object]


@pytest.fixture
def one(db, playbook_folder: Path) -> DrawnMatter:
    """Whom the draw drew, in a county of the test's own: others can only see what is committed."""
    county = sampled_county(playbook_folder)
    county.ended()
    return county.rings(county.drawn())[0]


@pytest.fixture(autouse=True)
def _cleared_away(one: DrawnMatter):
    yield
    lower_all_guards()


def on_the_first(act: Act) -> Act:
    """*act* on the day on which the draw is asked."""

    def inner() -> object:
        with at(FIRST):
            return act()

    return inner


def answering(one: DrawnMatter) -> Act:
    told = ToldAnswer({"content": "very", "told": "nobody"}, AskedBy.LINK)
    return on_the_first(lambda: take_answer(one, told=told, actor=RESIDENT(one.draw.region)))


def closing(one: DrawnMatter) -> Act:
    return on_the_first(lambda: close_draw(one.draw, actor=SYSTEM(one.draw.region)))


@pytest.mark.slow  # one waits for the other, as at a lock
def test_an_answer_on_its_way_is_waited_for_and_counted(one: DrawnMatter):
    answer, outcome = after_one_another(answering(one), closing(one))
    assert isinstance(answer, SampleAnswer), answer
    assert isinstance(outcome, SampleOutcome), outcome
    assert outcome.answered == 1
    assert Entry.objects.filter(kind__key="sampled").count() == 1
    assert not SampleAnswer.objects.exists()


@pytest.mark.slow  # one waits for the other, as at a lock
def test_an_answer_while_it_closes_finds_it_closed(one: DrawnMatter):
    outcome, refused = after_one_another(closing(one), answering(one))
    assert isinstance(outcome, SampleOutcome), outcome
    assert isinstance(refused, Refusal), refused
    assert (outcome.answered, refused.code) == (0, "sampling.over")
    assert not SampleAnswer.objects.exists()
    assert SampleDraw.objects.get().over_at is not None
