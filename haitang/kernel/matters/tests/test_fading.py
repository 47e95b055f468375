"""Numbers typed into words go on schedule from every table; the words stay, and the ledger verifies."""

from datetime import timedelta

import pytest

from haitang.kernel.ledger.api import verify
from haitang.kernel.ledger.models import Entry, Note
from haitang.kernel.matters.api import ContactDetails, comment, erase_contacts, erase_typed_numbers
from haitang.kernel.matters.models import Contact, Matter, Step
from haitang.kernel.matters.tests.county import PLAYBOOK, County, fresh
from haitang.lib import clock
from haitang.lib.ids import new_id

NUMBERS = ("13812345678", "11010519491231002X", "苏EA1234")
SAID = "路灯坏了，打" + "，".join(NUMBERS)


@pytest.fixture
def told(county: County) -> Matter:
    matter = county.dispatched(
        title=SAID,
        body=SAID,
        answers={"urgency": "urgent", "summary": SAID},
        contact=ContactDetails("张三", NUMBERS[0]),
    )
    county.move(matter, "visit_site", "anna", note=SAID)
    county.move(matter, "withdraw", "clara", note="居民来电撤回")
    return fresh(matter)


def anywhere() -> str:
    return str(
        [
            *Matter.objects.values_list("title", "body", "data"),
            *Step.objects.values_list("note", "data"),
            *Note.objects.values_list("text", "answers"),
            *Entry.objects.values_list("data", "reason"),
        ]
    )


def test_they_stay_until_the_day_and_go_on_it(county: County, told: Matter):
    over = clock.today() + timedelta(days=180)
    assert erase_typed_numbers(over - timedelta(days=1)) == 0
    assert all(number in anywhere() for number in NUMBERS)
    assert erase_typed_numbers(over) == 1
    assert not any(number in anywhere() for number in NUMBERS)
    assert fresh(told).body == "路灯坏了，打***，***，***"
    assert "居民来电撤回" in anywhere()
    assert verify(county.region).findings == []
    assert (erase_typed_numbers(over), erase_contacts(over)) == (0, 1)


def test_a_contact_that_was_given_no_day_goes_as_long_after_its_matter_ended_as_any(
    county: County, told: Matter
):
    open_one = county.dispatched(contact=ContactDetails("李四", NUMBERS[0]))
    Contact.objects.update(erase_on=None)  # as an older house left what the clock had led to an end
    over = clock.today() + timedelta(days=180)
    assert erase_contacts(over - timedelta(days=1)) == 0
    assert Contact.objects.get(matter=told).erase_on == over
    assert erase_contacts(over) == 1
    assert not Contact.objects.get(matter=told).phone_sealed
    left = Contact.objects.get(matter=open_one)
    assert (left.erase_on, left.erased_at) == (None, None)


def test_a_kind_that_is_no_longer_declared_keeps_no_contact(county: County, told: Matter):
    Contact.objects.update(erase_on=None)
    county.apply(PLAYBOOK.replace("request", "petition"))
    assert told.kind.retired_on is None
    assert fresh(told).kind.retired_on is not None
    assert erase_contacts(clock.today() + timedelta(days=180)) == 1
    assert not Contact.objects.get().phone_sealed


@pytest.mark.parametrize("days", [90, 500])
def test_what_a_copy_of_before_brings_back_goes_again_however_old_the_copy(
    county: County, told: Matter, days
):
    over = clock.today() + timedelta(days=180)
    row = Matter.objects.filter(pk=told.pk)
    before = row.values("title", "body", "data", "cleared_at").get()
    erase_typed_numbers(over)
    row.update(**before)  # as a copy of the house would
    assert erase_typed_numbers(over + timedelta(days=days)) == 1
    assert not any(number in anywhere() for number in NUMBERS)


def test_those_that_ended_long_before_the_house_looked_are_looked_through_piece_by_piece(county: County):
    many = [county.dispatched(title=SAID, body=SAID) for _ in range(5)]
    for matter in many:
        county.move(matter, "withdraw", "clara", note="居民来电撤回")
    much_later = clock.today() + timedelta(days=2000)
    assert [erase_typed_numbers(much_later, most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert not any(number in anywhere() for number in NUMBERS)
    assert not Matter.objects.filter(cleared_at=None).exists()


def test_what_is_said_in_one_that_was_looked_through_is_looked_at_in_the_next_run(
    county: County, told: Matter
):
    over = clock.today() + timedelta(days=180)
    erase_typed_numbers(over)
    comment(fresh(told), text=f"来电 {NUMBERS[0]}", client_id=new_id(), actor=county.house)
    assert NUMBERS[0] in anywhere()
    assert erase_typed_numbers(over + timedelta(days=1)) == 1
    assert NUMBERS[0] not in anywhere()


def test_an_open_matter_keeps_what_is_needed_to_see_to_it(county: County):
    county.dispatched(title=SAID, body=SAID, answers={"urgency": "urgent", "summary": SAID})
    assert erase_typed_numbers(clock.today() + timedelta(days=400)) == 0
