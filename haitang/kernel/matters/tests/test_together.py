"""Two people press at once: one wins, the other is told; a form sent twice is one step."""

import time
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from django.db import IntegrityError, transaction

from haitang.kernel.ledger.models import Entry
from haitang.kernel.ledger.tests.together import ON_POSTGRESQL, at_once, lower_all_guards, on_common_ground
from haitang.kernel.matters.actions.opening import open_admitted
from haitang.kernel.matters.actions.writing import Opening
from haitang.kernel.matters.admission import Admission
from haitang.kernel.matters.api import (
    ContactDetails,
    MatterDraft,
    followed,
    gather,
    make_move,
    open_matter,
    part,
)
from haitang.kernel.matters.models import Contact, Matter, Step
from haitang.kernel.matters.tests.county import County, fresh, make_county
from haitang.kernel.registry.api import end_post
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict
from haitang.lib.ids import new_id

pytestmark = [
    pytest.mark.django_db(transaction=ON_POSTGRESQL),
    pytest.mark.slow(reason="each grows a county that others may open"),
]


@pytest.fixture
def county(db, playbook_folder: Path) -> County:
    """A county of the test's own: others can only see what is committed, and no file's stage is."""
    return make_county(playbook_folder)


@pytest.fixture(autouse=True)
def _common_ground(county: County, tmp_path: Path):
    with on_common_ground(tmp_path):
        yield
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
    assert {one.matter.number for one in opened} == {
        f"HT-{clock.today().year}-{n}" for n in range(10001, 10005)
    }


def test_who_parts_while_their_head_is_gathered_stays_parted(county: County):
    head, under, leaving = (county.open().matter for _ in range(3))
    carl, parted = county.actor("carl"), Event()
    gather([leaving], under=under, actor=carl)

    def leave():
        with transaction.atomic():
            part(leaving, actor=carl)
            parted.set()
            time.sleep(0.3)  # the other reads meanwhile what stands before this is committed

    def take():
        assert parted.wait(60)
        return gather([under], under=head, actor=carl)

    left, took = at_once(leave, take)
    assert left is None
    assert len(took) == 1
    assert fresh(under).gathered_under == head
    assert fresh(leaving).gathered_under is None


def opening(county: County, body: str, who: str = "clara", at: str = "lake") -> Opening:
    """What *who* is about to open, admitted."""
    actor, now = county.actor(who), clock.now()
    draft = MatterDraft(
        "request",
        county.units[at],
        body=body,
        channel="web",
        contact=ContactDetails("某某", "13900000000"),
        uuid=new_id(),
    )
    return Opening(Admission(actor, now).admit(draft), actor)


def test_many_opened_at_once_by_several_are_each_there_once_and_whole(county: County):
    people = [("clara", "lake"), ("carl", "lake"), ("cora", "hill")] * 8
    openings = [opening(county, f"第 {place} 件", *one) for place, one in enumerate(people)]
    eighths = [openings[start::8] for start in range(8)]
    opened = at_once(*(lambda own=own: [open_admitted(one) for one in own] for own in eighths))
    told = {one.matter.number: one for several in opened for one in several}
    assert {number[-5:] for number in told} == {str(number) for number in range(10001, 10025)}
    assert set(Matter.objects.values_list("body", flat=True)) == {one.admitted.row.body for one in openings}
    for number, one in told.items():
        found = followed(number, one.follow_code)
        assert found is not None
        assert (found.pk, found.body, found.opened_by_id) == (
            one.matter.pk,
            one.matter.body,
            one.matter.opened_by_id,
        )
    assert set(Step.objects.values_list("matter", "actor")) == {
        (one.matter.pk, one.matter.opened_by_id) for one in told.values()
    }
    assert Contact.objects.count() == Step.objects.count() == 24


def test_of_many_opened_at_once_one_that_the_database_refuses_fails_alone(county: County):
    good = [opening(county, f"第 {place} 件") for place in range(7)]
    row = good[0].admitted.row._replace(uuid=new_id(), owner_id=10**12)
    bad = good[0]._replace(admitted=replace(good[0].admitted, row=row))
    outcomes = at_once(*(lambda one=one: open_admitted(one) for one in [*good[:3], bad, *good[3:]]))
    assert isinstance(outcomes.pop(3), IntegrityError)
    assert [one.matter.body for one in outcomes] == [one.admitted.row.body for one in good]
    assert Matter.objects.count() == Step.objects.count() == 7


def test_of_many_opened_at_once_one_under_a_taken_identifier_is_told(county: County):
    first = opening(county, "路灯不亮")
    open_admitted(first)
    other = opening(county, "井盖松动")
    taken = other._replace(
        admitted=replace(other.admitted, row=other.admitted.row._replace(uuid=first.admitted.row.uuid))
    )
    others = [opening(county, f"第 {place} 件") for place in range(5)]
    outcomes = at_once(*(lambda one=one: open_admitted(one) for one in [taken, first, *others]))
    assert isinstance(outcomes[0], Conflict)
    assert outcomes[1].repeated
    assert Matter.objects.count() == 6


def test_within_a_transaction_a_matter_stands_and_falls_with_it(county: County):
    said = opening(county, "路灯不亮")
    with transaction.atomic():
        open_admitted(said)
        transaction.set_rollback(True)
    assert not Matter.objects.exists()
    assert open_admitted(said).matter == Matter.objects.get()


def test_what_the_registry_said_is_asked_anew_once_it_changed(county: County):
    assert open_admitted(opening(county, "路灯不亮")).matter.owner == county.units["east"]
    assert open_admitted(opening(county, "井盖松动")).matter.owner == county.units["east"]
    for held in county.people["carl"].posts.all():
        end_post(held, on=clock.today(), actor=county.house)
    assert open_admitted(opening(county, "水管漏水")).matter.owner == county.units["county"]
