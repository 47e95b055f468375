"""Opening: numbers, owners, deadlines, codes; the same form twice; everything that is refused, at once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, transaction

from haitang.kernel.matters.api import ContactDetails, MatterDraft, followed, open_many, open_matter
from haitang.kernel.matters.models import Contact, Matter, Step
from haitang.kernel.matters.tests.county import County
from haitang.kernel.registry.api import SYSTEM, close_unit, open_region
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Refusal
from haitang.lib.ids import new_id

SHANGHAI = ZoneInfo("Asia/Shanghai")


def codes(refusal: Refusal) -> set[str]:
    return {one.code for one in getattr(refusal, "refusals", [refusal])}


def test_a_resident_opens_one_and_follows_it_by_its_code(county: County):
    opened = county.open(answers={"urgency": "urgent"}, category="lighting")
    matter = Matter.objects.get(pk=opened.matter.pk)
    assert (matter.owner, matter.unit) == (county.units["east"], county.units["lake"])
    assert (matter.choice1, matter.category.key) == ("urgent", "lighting")
    assert len(opened.follow_code) == 8
    assert opened.follow_code not in matter.follow_digest
    typed = f" {opened.follow_code[:4].lower()}-{opened.follow_code[4:]} "
    assert followed(matter.number.lower(), typed) == matter
    assert followed(matter.number, "ABCDEFGH") is None
    assert followed("HT-2026-99999", opened.follow_code) is None


def test_a_code_of_one_matter_opens_no_other(county: County):
    first, second = county.open(), county.open(body="另一件")
    assert followed(second.matter.number, first.follow_code) is None


@time_machine.travel(datetime(2026, 9, 30, 10, tzinfo=SHANGHAI), tick=False)
def test_the_first_deadline_is_reckoned_by_the_countys_own_calendar(county: County):
    matter = county.open().matter
    # 1 and 2 October are holidays, 3 and 4 a weekend.
    assert matter.due_at == datetime(2026, 10, 5, 23, 59, 59, tzinfo=SHANGHAI)
    assert matter.sort_at == matter.due_at


def test_what_only_staff_open_residents_do_not(county: County):
    with pytest.raises(Refusal) as refused:
        county.open(kind="task")
    assert codes(refused.value) == {"matters.may_not_open"}
    county.open(kind="task", actor=county.actor("sun"))
    with pytest.raises(Refusal) as refused:
        county.open(kind="task", actor=county.actor("hill"))
    assert codes(refused.value) == {"matters.may_not_open"}


def test_every_reason_against_a_draft_is_told_at_once(county: County):
    with pytest.raises(Refusal) as refused:
        county.open(
            title="",
            body=" ",
            channel="pigeon",
            category="lightning",
            answers={"urgency": "soon", "colour": "red"},
            contact=ContactDetails(phone="12"),
        )
    assert codes(refused.value) == {
        "matters.nothing_said",
        "matters.unknown_channel",
        "matters.unknown_category",
        "registry.bad_phone",
        "answer.unknown",
        "answer.not_an_option",
    }
    assert Matter.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", "长" * 201, "matters.title_too_long"),
        ("body", "长" * 20_001, "matters.body_too_long"),
        ("body", "a\0b", "matters.unstorable"),
        ("outside_key", "k" * 101, "matters.key_too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused(county: County, field: str, value: str, code: str):
    with pytest.raises(Refusal) as refused:
        county.open(**{field: value})
    assert codes(refused.value) == {code}


def test_a_closed_unit_and_another_regions_unit_take_nothing(county: County):
    close_unit(county.units["hill"], on=clock.today(), actor=county.house, end_posts=True)
    county.units["hill"].refresh_from_db()
    with pytest.raises(Refusal) as refused:
        county.open(at="hill")
    assert codes(refused.value) == {"matters.unit_closed"}
    other = open_region("dongshan", code="990002", name="东山", actor=None)
    with pytest.raises(Refusal) as refused:
        county.open(actor=SYSTEM(other))
    assert codes(refused.value) == {"matters.unknown_unit"}


def test_the_same_form_sent_twice_is_one_matter_with_the_same_code(county: County):
    uuid = new_id()
    first, second = county.open(uuid=uuid), county.open(uuid=uuid)
    assert (first.matter, first.follow_code) == (second.matter, second.follow_code)
    assert (first.repeated, second.repeated) == (False, True)
    with pytest.raises(Conflict):
        county.open(uuid=uuid, body="别的内容")
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert county.open(uuid=uuid).follow_code == ""


def test_what_is_shown_of_a_matter_does_not_bring_its_code_back(county: County):
    uuid = new_id()
    opened = county.open(uuid=uuid)
    assert opened.matter.uuid != uuid
    again = county.open(uuid=opened.matter.uuid)
    assert (again.matter == opened.matter, again.repeated) == (False, False)
    assert opened.follow_code not in {"", again.follow_code}


def test_the_same_outside_key_tells_no_code(county: County):
    first = county.open(uuid=new_id(), outside_key="12345-7", actor=county.actor("carl"))
    again = county.open(uuid=new_id(), outside_key="12345-7", actor=county.actor("carl"))
    assert (again.matter, again.follow_code) == (first.matter, "")


def test_without_a_title_the_body_names_it(county: County):
    assert county.open(title="", body="路灯坏了。一周没人修。").matter.title == "路灯坏了"
    assert county.open(title="", body="长" * 60).matter.title == "长" * 39 + "…"


def test_contact_is_sealed_and_found_by_no_reader_of_the_table(county: County):
    matter = county.open(contact=ContactDetails("王某", "138 0013 8000")).matter
    contact = Contact.objects.get(matter=matter)
    kept = bytes(contact.phone_sealed) + bytes(contact.name_sealed) + contact.phone_index.encode()
    assert b"13800138000" not in kept
    assert "王某".encode() not in kept


def test_the_history_cannot_be_rewritten(county: County):
    matter = county.open().matter
    step = Step.objects.get(matter=matter)
    row = Step.objects.filter(pk=step.pk)
    # Past Django's own look for what refers to it: the database itself refuses.
    for change in (lambda: row.update(note="x"), lambda: row._raw_delete(row.db)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert Step.objects.get(matter=matter).note == ""


def test_a_part_belongs_to_an_open_matter_of_a_kind_that_takes_it(county: County):
    main = county.open().matter
    clerk = county.actor("carl")
    part = open_matter(
        "task", at=county.units["lake"], actor=clerk, title="查线路", parent=main, channel="web"
    )
    assert part.matter.parent == main
    with pytest.raises(Refusal) as refused:
        open_matter(
            "task", at=county.units["lake"], actor=clerk, title="x", parent=part.matter, channel="web"
        )
    assert codes(refused.value) == {"matters.wrong_parent"}


def test_nobody_opens_one_in_the_future(county: County):
    later = datetime(2100, 1, 1, tzinfo=UTC)
    draft = MatterDraft("request", county.units["lake"], body="x", channel="web", opened_at=later)
    assert codes(open_many([draft], actor=county.house).refused[0][1]) == {"matters.in_the_future"}
