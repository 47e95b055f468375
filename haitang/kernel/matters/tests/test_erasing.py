"""On a lawful request what was said goes, in every table; what happened stays, and the ledger holds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from haitang.kernel.ledger.api import verify
from haitang.kernel.ledger.models import Entry, Fact, Note
from haitang.kernel.matters.api import (
    ERASED_TITLE,
    ERASES_WORDS,
    ContactDetails,
    comment,
    edit,
    erase_words,
    look_at_contact,
    story,
)
from haitang.kernel.matters.guards import KEPT
from haitang.kernel.matters.models import Contact, Matter, Step
from haitang.kernel.matters.tests.county import PEOPLE, PLAYBOOK, County, fresh
from haitang.lib import clock
from haitang.lib.diagnostics import Forbidden, Refusal

SAID = "张三家在三号楼"
ERASER = "  clerk: {label: {zh: 受理员, en: Clerk}, at: [county, town], abilities: ["


@pytest.fixture
def told(county: County) -> Matter:
    """A closed request that says in every place where something can be said what must go."""
    county.apply(PLAYBOOK.replace(ERASER, f"{ERASER}matters.erase, "))
    matter = county.dispatched(
        title=SAID,
        body=SAID,
        answers={"urgency": "urgent", "summary": SAID},
        contact=ContactDetails("张三", "13812345678"),
    )
    edit(matter, seen=matter.serial, title=f"{SAID}。", actor=county.actor("clara"))
    county.move(matter, "visit_site", "anna", note=SAID)
    comment(fresh(matter), text=SAID, client_id=uuid4(), actor=county.actor("fred"))
    county.move(matter, "withdraw", "clara", note=SAID)
    return fresh(matter)


def said_anywhere(matter: Matter) -> set[str]:
    """The tables in which what was said still stands."""
    rows = {
        "matter": list(Matter.objects.filter(pk=matter.pk).values_list("title", "body", "data")),
        "step": list(Step.objects.filter(matter=matter).values_list("note", "data")),
        "note": list(Note.objects.values_list("text", "answers")),
        "entry": list(Entry.objects.values_list("data", "reason")),
    }
    return {table for table, found in rows.items() if "三号楼" in str(found)}


def test_what_was_said_goes_everywhere_and_what_happened_stays(county: County, told: Matter):
    assert said_anywhere(told) == {"matter", "step", "note"}
    before = list(Step.objects.filter(matter=told).order_by("pk").values(*KEPT))
    facts = Fact.objects.count()
    step = erase_words(told, why="本人依法申请删除", actor=county.actor("clara"))
    now = fresh(told)
    assert said_anywhere(told) == set()
    assert (now.title, now.body, now.choice1, now.serial) == (ERASED_TITLE, "", "urgent", told.serial + 1)
    assert (now.state, now.closed_at, now.category) == (told.state, told.closed_at, told.category)
    assert list(Step.objects.filter(matter=told).order_by("pk").values(*KEPT))[:-1] == before
    assert (step.note, step.role, step.actor) == ("本人依法申请删除", "clerk", county.people["clara"])
    assert (Fact.objects.count(), verify(county.region).findings) == (facts, [])
    assert story(now, county.actor("clara"))[-1].label.zh == "文字已依法抹去"


def test_the_contact_goes_as_well(county: County, told: Matter):
    erase_words(told, why="本人申请", actor=county.actor("clara"))
    kept = Contact.objects.get(matter=told)
    assert (bytes(kept.phone_sealed), bytes(kept.name_sealed), kept.phone_index) == (b"", b"", "")
    with pytest.raises(Refusal) as refused:
        look_at_contact(fresh(told), actor=county.actor("fred"), why="回访")
    assert refused.value.code == "matters.contact_closed"


def test_only_who_may_erases_and_only_within_reach(county: County, told: Matter):
    may = {name for name in PEOPLE if ERASES_WORDS.allows(county.actor(name), told)}
    assert may == {"clara"}
    for actor in (county.actor("fred"), county.actor("cora"), county.resident):
        with pytest.raises(Forbidden):
            erase_words(told, why="x", actor=actor)
    assert said_anywhere(told) == {"matter", "step", "note"}


@pytest.mark.parametrize("why", ["", "  ", "长" * 201, "\0"])
def test_an_erasure_says_on_what_ground(county: County, told: Matter, why: str):
    with pytest.raises(Refusal) as refused:
        erase_words(told, why=why, actor=county.actor("clara"))
    assert refused.value.code == "matters.erase_why"


def test_an_open_matter_keeps_its_words_as_long_as_it_is_worked_on(county: County, told: Matter):
    matter = county.dispatched()
    with pytest.raises(Refusal) as refused:
        erase_words(matter, why="本人申请", actor=county.actor("clara"))
    assert refused.value.code == "matters.erase_open"


def test_what_is_said_after_an_erasure_can_be_erased_as_well(county: County, told: Matter):
    clara = county.actor("clara")
    erase_words(told, why="本人申请", actor=clara)
    comment(fresh(told), text=SAID, client_id=uuid4(), actor=clara)
    assert said_anywhere(told) == {"step"}
    erase_words(fresh(told), why="再次申请", actor=clara)
    assert said_anywhere(told) == set()
    grounds = Step.objects.filter(matter=told, kind="erased").order_by("pk")
    assert [step.note for step in grounds] == ["本人申请", "再次申请"]


def test_the_guard_lets_nothing_through_but_one_erasure(county: County, told: Matter):
    step = Step.objects.filter(matter=told).exclude(note="").order_by("pk")[0]
    now = clock.now()
    for change in (
        {"note": ""},
        {"note": "别的", "erased_at": now},
        {"note": "", "erased_at": now, "at": now},
        {"note": "", "erased_at": now, "role": "x"},
        {"data": "{}"},
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Step.objects.filter(pk=step.pk).update(**change)
    Step.objects.filter(pk=step.pk).update(note="", erased_at=now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Step.objects.filter(pk=step.pk).update(note="", erased_at=now + timedelta(days=1))


def test_the_guard_knows_every_column():
    columns = {field.column for field in Step._meta.concrete_fields}
    assert columns == {*KEPT, "note", "data", "erased_at"}
