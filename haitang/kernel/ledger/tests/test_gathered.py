"""Entries that come at once share a write: each is there once, whole, with its own outcome."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from haitang.kernel.ledger.actions.record import write
from haitang.kernel.ledger.admission import AdmittedDeed, DeedAdmission
from haitang.kernel.ledger.api import record, record_many, seal_through, verify
from haitang.kernel.ledger.drafts import Draft
from haitang.kernel.ledger.gathered import store_together
from haitang.kernel.ledger.models import Entry, Fact, Note
from haitang.kernel.ledger.tests.county import County, make_county
from haitang.kernel.ledger.tests.together import ON_POSTGRESQL, at_once, lower_all_guards, on_common_ground
from haitang.kernel.registry.api import SYSTEM, actor_of_token, close_unit, issue_token, revoke_token
from haitang.kernel.registry.models import Post
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
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


def admitted(county: County, draft: Draft) -> AdmittedDeed:
    admission = DeedAdmission(county.wang, clock.now())
    admission.learn([draft])
    return admission.admit(draft)


def test_many_at_once_are_each_there_once_and_whole(county: County):
    drafts = [county.visit(note=f"第 {number} 次", answers={"people": number}) for number in range(24)]
    thirds = [drafts[start::8] for start in range(8)]
    recorded = at_once(
        *(lambda own=own: [record(draft, actor=county.wang) for draft in own] for own in thirds)
    )
    numbers = {entry.uuid: entry.pk for several in recorded for entry in several}
    assert numbers == dict(Entry.objects.values_list("uuid", "pk"))
    assert numbers.keys() == {draft.uuid for draft in drafts}
    said = {draft.uuid: (draft.note, draft.answers["people"]) for draft in drafts}
    kept = Entry.objects.values_list("uuid", "note__text", "fact__number1")
    assert {uuid: (text, people) for uuid, text, people in kept} == said
    assert verify(county.region).holds


def test_the_same_entry_from_four_at_once_is_one_entry(county: County):
    draft = county.visit(note="送药")
    outcomes = at_once(*[lambda: record(draft, actor=county.wang).pk] * 4)
    assert outcomes == [Entry.objects.get().pk] * 4
    assert (Fact.objects.count(), Note.objects.count()) == (1, 1)


def test_of_four_who_say_different_things_under_one_uuid_one_is_recorded(county: County):
    uuid = new_id()
    drafts = [county.visit(uuid=uuid, quantity=number) for number in (1, 2, 3, 4)]
    outcomes = at_once(*(lambda one=one: record(one, actor=county.wang) for one in drafts))
    won = [one for one in outcomes if isinstance(one, Entry)]
    lost = [one for one in outcomes if isinstance(one, Conflict)]
    assert (len(won), [one.code for one in lost]) == (1, ["ledger.uuid_taken"] * 3), outcomes
    assert Entry.objects.get().quantity == won[0].quantity


def test_one_that_the_database_refuses_fails_alone(county: County):
    good = [admitted(county, county.visit()) for _ in range(7)]
    bad = good[0]._replace(row=good[0].row._replace(uuid=new_id().hex, unit=10**12))
    outcomes = at_once(*(lambda one=one: write(one) for one in [*good[:3], bad, *good[3:]]))
    assert isinstance(outcomes.pop(3), IntegrityError)
    assert [one.uuid.hex for one in outcomes] == [one.row.uuid for one in good]
    assert Entry.objects.count() == Fact.objects.count() == 7
    assert verify(county.region).holds


def test_one_write_takes_many_in_order_and_tells_which_were_taken(county: County):
    there = record(county.visit(), actor=county.wang)
    drafts = [county.visit(note="一"), county.visit(uuid=there.uuid), county.visit()]
    entries = [admitted(county, draft) for draft in (*drafts, drafts[0])]
    first, taken, last, twin = store_together(lambda: entries)
    assert (taken, twin) == (None, None)
    assert there.pk < first < last
    assert [Entry.objects.get(pk=one).uuid for one in (first, last)] == [drafts[0].uuid, drafts[2].uuid]
    assert (Entry.objects.count(), Fact.objects.count(), Note.objects.get().entry_id) == (3, 3, first)


def test_a_sealed_day_is_refused_to_a_write_together_and_nothing_of_it_stays(county: County):
    moment = datetime(2026, 3, 2, 4, tzinfo=UTC)
    record_many([county.visit(day=moment.date(), recorded_at=moment)], actor=SYSTEM(county.region))
    seal_through(moment.date(), county.region)
    fresh = [admitted(county, county.visit()) for _ in range(3)]
    late = fresh[1]._replace(row=fresh[1].row._replace(recorded_on="2026-03-02"))
    with pytest.raises(IntegrityError):
        store_together(lambda: [fresh[0], late, fresh[2]])
    assert Entry.objects.count() == Fact.objects.count() == 1


def test_tokens_that_come_at_once_are_each_judged_by_themselves(county: County):
    posts = Post.objects.filter(region=county.region).order_by("pk")
    issued = [issue_token(post, label="test", actor=county.house) for post in posts]
    revoke_token(issued[0][0], actor=county.house)
    secrets = [secret for _, secret in issued] + ["ht_nobody"]
    outcomes = at_once(*(lambda own=own: actor_of_token(own) for own in secrets * 3))
    good = [post.pk for post in posts[1:]]
    told = [one if isinstance(one, Forbidden) else one.post_id for one in outcomes]
    for own in (told[: len(secrets)], told[len(secrets) : 2 * len(secrets)], told[2 * len(secrets) :]):
        assert isinstance(own[0], Forbidden)
        assert own[1:-1] == good != []
        assert isinstance(own[-1], Forbidden)


def test_a_unit_known_from_before_is_not_asked_for_and_asked_for_anew_once_the_registry_changed(
    county: County,
):
    def visit() -> Draft:
        return county.visit(unit=county.household.pk)

    record(visit(), actor=county.actor("wang"))
    with CaptureQueriesContext(connection) as asked:
        record(visit(), actor=county.actor("wang"))
    assert not [one for one in asked if "FROM registry_unit" in one["sql"]]
    close_unit(county.household, on=clock.today(), actor=county.house)
    with pytest.raises(Refusal) as refused:
        record(visit(), actor=county.actor("wang"))
    assert "撤销" in refused.value.zh


def test_within_a_transaction_an_entry_stands_and_falls_with_it(county: County):
    draft = county.visit()
    with transaction.atomic():
        record(draft, actor=county.wang)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert record(draft, actor=county.wang).pk == Entry.objects.get().pk
