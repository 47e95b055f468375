from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haitang.kernel.ledger.api import (
    SEES_ENTRIES,
    Draft,
    entry_for,
    entry_views,
    may_void,
    my_entries,
    record,
    record_by_move,
    record_many,
    seal_through,
    standing_entries,
)
from haitang.kernel.ledger.models import Entry, Fact, Note
from haitang.kernel.ledger.tests.county import PLAYBOOK
from haitang.kernel.registry.api import (
    RESIDENT,
    SYSTEM,
    actor_of,
    actor_of_token,
    add_unit,
    appoint,
    close_unit,
    end_post,
    issue_token,
)
from haitang.kernel.registry.tests.agreeing import assert_rule_agrees
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Refusal
from haitang.lib.ids import new_id


def refused(draft: Draft, actor) -> set[str]:
    """The codes for which *draft* is refused; nothing is written."""
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refusal:
        record(draft, actor=actor)
    assert Entry.objects.count() == before
    return {one.code for one in getattr(refusal.value, "refusals", [refusal.value])}


def test_an_entry_is_recorded_with_its_fact(county):
    draft = county.visit(
        served_unit=county.household.pk,
        quantity=2,
        answers={"need": "repair", "people": "3", "again_on": "2026-12-01", "alone": True},
    )
    entry = Entry.objects.get(pk=record(draft, actor=county.wang).pk)
    assert (entry.unit, entry.day, entry.quantity) == (county.village, clock.today(), 2)
    assert entry.person == entry.recorded_by == county.people["wang"]
    fact = Fact.objects.get(entry=entry)
    assert (fact.unit, fact.person, fact.quantity) == (county.village, county.people["wang"], 2)
    assert fact.served_unit == county.household
    assert (fact.choice1, fact.number1, fact.day1, fact.flag1) == ("repair", 3, date(2026, 12, 1), True)


def test_what_record_returns_is_what_is_stored(county):
    returned = record(county.visit(note="屋顶漏水"), actor=county.wang)
    stored = Entry.objects.get(pk=returned.pk)
    for field in Entry._meta.concrete_fields:
        ours, theirs = getattr(returned, field.attname), getattr(stored, field.attname)
        assert bytes(ours) == bytes(theirs) if field.name == "digest" else ours == theirs, field.name


def test_the_sealed_answers_name_identities_and_no_keys(county):
    entry = record(county.visit(answers={"need": "repair"}), actor=county.wang)
    assert "need" not in entry.data
    assert "repair" not in entry.data


def test_free_text_lies_beside_the_note_and_not_in_the_sealed_bytes(county):
    draft = county.visit(note="屋顶漏水", answers={"words": "想换瓦"})
    entry = record(draft, actor=county.wang)
    assert "想换瓦" not in entry.data
    note = Note.objects.get(entry=entry)
    assert note.text == "屋顶漏水"
    assert "想换瓦" in note.answers
    [view] = entry_views(Entry.objects.select_related("note"))
    assert [(one.key, one.said.zh) for one in view.answers] == [("words", "想换瓦")]


def test_the_same_entry_sent_again_is_the_same_entry(county):
    draft = county.visit(note="屋顶漏水", answers={"need": "health", "words": "想换瓦"})
    first = record(draft, actor=county.wang)
    again = record(draft, actor=county.wang)
    assert again == first
    assert (Entry.objects.count(), Fact.objects.count(), Note.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    "change",
    [{"quantity": 2}, {"note": "别的"}, {"answers": {"need": "repair"}}, {"day": date(2026, 1, 5)}],
    ids=str,
)
def test_the_same_uuid_with_other_content_is_a_conflict(county, change):
    draft = county.visit(note="屋顶漏水")
    record(draft, actor=county.wang)
    with pytest.raises(Conflict) as conflict:
        record(draft.model_copy(update=change), actor=county.wang)
    assert conflict.value.code == "ledger.uuid_taken"
    assert Entry.objects.count() == 1


def test_a_stranger_cannot_resend_someone_elses_uuid(county):
    draft = county.visit()
    record(draft, actor=county.wang)
    with pytest.raises(Conflict):
        record(draft, actor=county.li)


def test_who_holds_no_post_over_the_unit_is_refused(county):
    assert refused(county.visit(), county.zhao) == {"ledger.may_not_record"}
    assert refused(county.visit(), RESIDENT(county.region)) == {"ledger.may_not_record"}


def test_a_post_above_the_unit_may_record_and_one_of_another_role_may_not(county):
    assert record(county.visit(), actor=county.li).unit == county.village
    talk = {"kind": "talk", "answers": {}, "served_person": county.people["wang"].pk}
    assert refused(county.visit(**talk), county.wang) == {"ledger.may_not_record"}
    assert record(county.visit(**talk), actor=county.li).served_person == county.people["wang"]


def test_every_reason_is_given_at_once(county):
    draft = county.visit(
        day=clock.today() + timedelta(days=1),
        quantity=21,
        served_person=county.people["wang"].pk,
        answers={"need": "gold", "people": "many"},
        note="\0",
    )
    assert refused(draft, county.wang) == {
        "ledger.in_the_future",
        "ledger.quantity",
        "ledger.serves",
        "ledger.unstorable",
        "answer.not_an_option",
        "answer.not_a_number",
    }


def test_an_unknown_kind_names_the_nearest(county):
    with pytest.raises(Refusal, match='did you mean "visit"'):
        record(county.visit(kind="vist"), actor=county.wang)


def test_whom_a_kind_must_name_is_named_or_nothing_is_recorded(county):
    county.apply(PLAYBOOK.replace("serves: household", "serves: household\n    must_name: true"))
    nobody = county.visit()
    assert refused(nobody, county.wang) == {"ledger.must_name"}
    bulk = record_many([nobody, county.visit(served_unit=county.household.pk)], actor=county.wang)
    assert (bulk.recorded, [(place, one.code) for place, one in bulk.refused]) == (
        1,
        [(0, "ledger.must_name")],
    )


def test_a_kind_that_need_not_name_anybody_is_recorded_without(county):
    assert record(county.visit(), actor=county.wang).served_unit is None


def test_a_served_unit_must_be_a_household(county):
    assert refused(county.visit(served_unit=county.town.pk), county.li) == {"ledger.serves"}
    assert refused(county.visit(served_unit=987654321), county.wang) == {"ledger.unknown_unit"}


def test_unknown_people_units_and_files_are_refused(county):
    assert refused(county.visit(person=987654321), county.wang) == {"ledger.unknown_person"}
    assert refused(county.visit(unit=987654321), county.wang) == {"ledger.unknown_unit"}
    assert refused(county.visit(attachments=[new_id()]), county.wang) == {"ledger.unknown_file"}


def test_nobody_is_named_who_is_out_of_sight(county):
    zhao, wang = county.people["zhao"].pk, county.people["wang"].pk
    talk = {"kind": "talk", "answers": {}}
    assert refused(county.visit(person=zhao), county.wang) == {"ledger.unknown_person"}
    assert refused(county.visit(person=zhao), county.li) == {"ledger.unknown_person"}
    assert refused(county.visit(**talk, served_person=zhao), county.li) == {"ledger.unknown_person"}
    report = record_many([county.visit(person=zhao), county.visit(person=wang)], actor=county.li)
    assert [(place, refusal.code) for place, refusal in report.refused] == [(0, "ledger.unknown_person")]
    assert record(county.visit(person=zhao), actor=SYSTEM(county.region)).person_id == zhao


def test_a_household_of_another_town_is_unknown(county):
    served = {"served_unit": county.household.pk}
    assert refused(county.visit(unit=county.other_town.pk, **served), county.zhao) == {"ledger.unknown_unit"}
    assert record(county.visit(**served), actor=county.wang).served_unit == county.household
    assert record(county.visit(**served), actor=county.li).served_unit == county.household


def test_nobody_writes_by_hand_what_a_matter_writes(county):
    assert refused(county.visit(matter=new_id()), county.li) == {"ledger.matter_by_hand"}


@pytest.mark.parametrize("many", [1, 3])
def test_naming_people_costs_one_read_more_however_many(county, many):
    named = [county.people["wang"].pk, county.people["li"].pk, 987654321][:many]
    record_many([county.visit()], actor=county.li)
    with CaptureQueriesContext(connection) as queries:
        record_many([county.visit(person=one) for one in named], actor=county.li)
    asked = [one for one in queries.captured_queries if '"registry_person"' in one["sql"]]
    assert len(asked) == 1


def test_a_unit_of_another_region_is_unknown(county, tmp_path):
    assert refused(county.visit(), SYSTEM(county.region.pk + 1)) == {"ledger.unknown_unit"}


def test_a_closed_unit_takes_nothing_from_the_day_it_closed(county):
    day = date(2026, 3, 1)
    close_unit(county.household, on=day, actor=SYSTEM(county.region))
    close_unit(county.village, on=day, actor=SYSTEM(county.region), end_posts=True)
    assert refused(county.visit(), county.li) == {"ledger.unit_closed"}
    assert record(county.visit(day=date(2026, 2, 28)), actor=county.li).day == date(2026, 2, 28)


def test_a_unit_takes_nothing_from_before_it_was(county):
    day = clock.today() - timedelta(days=3)
    new = add_unit("新村", kind="village", under=county.town, since=day, actor=SYSTEM(county.region))
    assert refused(county.visit(unit=new.pk, day=day - timedelta(days=1)), county.li) == {
        "ledger.unit_not_yet"
    }
    assert record(county.visit(unit=new.pk, day=day), actor=county.li).day == day


def closing(county):
    """What makes a visit be refused that was taken before."""
    house, tomorrow = SYSTEM(county.region), clock.today() + timedelta(days=1)
    yield lambda: end_post(county.people["wang"].posts.get(), on=tomorrow, actor=house)
    yield lambda: county.apply(PLAYBOOK.replace("  visit:", "  call:"))
    yield lambda: county.apply(PLAYBOOK.replace("max: 20", "max: 1"))
    yield lambda: county.apply(PLAYBOOK.replace("          health: {zh: 就医, en: Health}\n", ""))


@pytest.mark.parametrize("number", range(4), ids=["post ended", "kind gone", "narrower", "option gone"])
def test_what_was_recorded_stays_recorded_when_it_is_sent_again_too_late(county, time_machine, number):
    draft = county.visit(note="屋顶漏水", quantity=2)
    first = record(draft, actor=county.wang)
    [*closing(county)][number]()
    time_machine.move_to(clock.now() + timedelta(days=1))
    wang = actor_of(county.people["wang"].account)
    assert record(draft, actor=wang) == first
    report = record_many([draft, draft.model_copy(update={"uuid": new_id()})], actor=wang)
    assert (report.recorded, report.repeated) == (0, 1)
    assert [place for place, _ in report.refused] == [1]
    with pytest.raises(Conflict):
        record(draft.model_copy(update={"note": "别的"}), actor=wang)
    assert record_many([draft.model_copy(update={"note": "别的"})], actor=wang).refused[0][1].code == (
        "ledger.uuid_taken"
    )
    assert Entry.objects.count() == 1


def test_a_stranger_who_may_not_record_here_learns_nothing_of_an_entry(county):
    draft = county.visit()
    record(draft, actor=county.wang)
    assert refused(draft, county.zhao) == {"ledger.may_not_record"}
    assert refused(draft, RESIDENT(county.region)) == {"ledger.may_not_record"}


def test_an_import_run_again_after_the_day_was_sealed_repeats(county):
    day = datetime(2026, 3, 2, 4, tzinfo=UTC)
    draft, house = county.visit(day=date(2026, 3, 2), recorded_at=day), SYSTEM(county.region)
    assert record_many([draft], actor=house).recorded == 1
    seal_through(date(2026, 3, 31), county.region)
    report = record_many([draft], actor=house)
    assert (report.repeated, report.refused) == (1, [])


def test_only_an_import_may_backdate_the_recording(county):
    draft = county.visit(recorded_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert refused(draft, county.wang) == {"ledger.recorded_at"}


def test_what_only_moves_write_nobody_records_by_hand(county):
    county.apply(PLAYBOOK.replace("    who: [secretary]\n", "    by_moves: true\n"))
    talk = {"kind": "talk", "answers": {}, "unit": county.town.pk}
    assert refused(county.visit(**talk), county.li) == {"ledger.may_not_record"}
    moved = county.visit(**talk, matter=new_id())
    assert record_by_move(moved, actor=county.li).pk


def test_a_move_writes_for_who_may_make_it(county):
    draft = county.visit(matter=UUID(int=7), person=county.people["wang"].pk)
    entry = record_by_move(draft, actor=county.zhao)
    assert (entry.person, entry.recorded_by) == (county.people["wang"], county.people["zhao"])
    with pytest.raises(ValueError, match="names its matter"):
        record_by_move(county.visit(), actor=county.zhao)


def test_one_sees_ones_own_and_those_within_reach(county):
    seen = record(county.visit(), actor=county.wang)
    assert list(standing_entries(county.li)) == [seen]
    assert list(standing_entries(county.wang)) == [seen]
    assert list(standing_entries(county.zhao)) == []
    today = clock.today()
    assert list(my_entries(county.people["wang"].pk, today, today + timedelta(days=1))) == [seen]


def test_recording_costs_one_read_and_one_or_two_writes(county):
    record(county.visit(), actor=county.wang)
    with CaptureQueriesContext(connection) as queries:
        record(county.visit(), actor=county.wang)
    statements = [one["sql"] for one in queries.captured_queries]
    reads = [sql for sql in statements if sql.lstrip().startswith("SELECT")]
    writes = [sql for sql in statements if "INSERT" in sql]
    assert len(reads) == 1
    assert len(writes) == (1 if connection.vendor == "postgresql" else 2)


def test_a_token_shows_and_voids_only_what_its_one_post_wrote_down(county):
    wang = county.people["wang"]
    post = wang.posts.get()
    appoint(wang, role="member", unit=county.other_town, actor=county.house)
    person = county.actor("wang")
    here = record(county.visit(), actor=person)
    elsewhere = record(county.visit(unit=county.other_town.pk), actor=person)
    token = actor_of_token(issue_token(post, label="app", actor=county.house)[1])
    assert set(standing_entries(person)) == {here, elsewhere}
    assert list(standing_entries(token)) == [here]
    assert entry_for(token, elsewhere.uuid) is None
    assert (may_void(token, here), may_void(token, elsewhere)) == (True, False)
    assert_rule_agrees(SEES_ENTRIES, Entry, [token, person, county.li])
