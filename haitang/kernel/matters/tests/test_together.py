"""Two people press at once: one wins, the other is told; a form sent twice is one step."""

from pathlib import Path

import pytest

from haitang.kernel.ledger.models import Entry
from haitang.kernel.ledger.tests.together import ON_POSTGRESQL, at_once, lower_all_guards, on_common_ground
from haitang.kernel.matters.api import make_move, open_matter
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.tests.county import County, fresh, make_county
from haitang.lib.diagnostics import Conflict
from haitang.lib.ids import new_id

pytestmark = pytest.mark.django_db(transaction=ON_POSTGRESQL)


@pytest.fixture
def county(db, playbook_folder: Path) -> County:
    """A county of the test's own: others can only see what is committed, and no file's stage is."""
    return make_county(playbook_folder)


@pytest.fixture(autouse=True)
def _common_ground(county: County, tmp_path: Path):
    with on_common_ground(tmp_path):
        yield
    if ON_POSTGRESQL:
        lower_all_guards()


def test_of_two_who_press_at_once_one_wins_and_the_other_is_told(county: County):
    matter = county.open().matter
    seen = fresh(matter).serial

    def dispatch(who: str, to: str):
        actor, unit = county.actor(who), county.units[to]
        now = fresh(matter)
        return lambda: make_move(
            now, move="dispatch", seen=seen, client_id=new_id(), actor=actor, to_unit=unit
        )

    outcomes = at_once(dispatch("clara", "parks"), dispatch("carl", "lake"))
    won = [one for one in outcomes if isinstance(one, Step)]
    lost = [one for one in outcomes if isinstance(one, Conflict)]
    assert (len(won), len(lost)) == (1, 1), outcomes
    winner = won[0].actor.name
    assert lost[0].code == "matters.moved_meanwhile"
    assert winner in lost[0].zh
    assert "派单" in lost[0].zh
    assert fresh(matter).serial == seen + 1
    assert Entry.objects.filter(matter=matter.uuid, kind__key="sent").count() == 1


def test_the_same_form_sent_twice_at_once_is_one_step(county: County):
    matter = fresh(county.open().matter)
    actor, unit, step = county.actor("clara"), county.units["parks"], new_id()

    def dispatch():
        return make_move(matter, move="dispatch", seen=1, client_id=step, actor=actor, to_unit=unit)

    first, second = at_once(dispatch, dispatch)
    assert first.pk == second.pk
    assert Step.objects.filter(matter=matter, kind="moved").count() == 1


def test_the_same_request_sent_twice_at_once_is_one_matter(county: County):
    uuid, lake = new_id(), county.units["lake"]

    def report():
        return open_matter(
            "request", at=lake, actor=county.resident, body="路灯不亮", channel="web", uuid=uuid
        )

    first, second = at_once(report, report)
    assert first.matter.pk == second.matter.pk
    assert first.follow_code == second.follow_code != ""
    assert Matter.objects.count() == 1


def test_numbers_drawn_at_once_are_never_the_same(county: County):
    lake = county.units["lake"]

    def report():
        return open_matter("request", at=lake, actor=county.resident, body="路灯不亮", channel="web")

    opened = at_once(*[report] * 4)
    assert {one.matter.number for one in opened} == {f"HT-2026-{n}" for n in range(10001, 10005)}
