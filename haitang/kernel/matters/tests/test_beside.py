"""What happens beside the flow: comments, changes, looks at contacts, files, the clock."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from PIL import Image

from haitang.kernel.ledger.api import keep_attachment
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import (
    LOOKS_BEHIND,
    ContactDetails,
    attach,
    comment,
    edit,
    erase_contacts,
    gather,
    look_at_contact,
    looks_behind,
    story,
    tick,
    use_contact,
)
from haitang.kernel.matters.models import Contact, Matter, Step
from haitang.kernel.matters.tests.county import PLAYBOOK, County, followed_copy, fresh
from haitang.kernel.playbooks.api import plan
from haitang.kernel.registry.models import Look
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.ids import new_id


def photo(county: County, actor):
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    file.seek(0)
    return keep_attachment(file, actor=actor, region=county.region).uuid


def test_a_comment_is_seen_by_staff_and_by_the_resident_only_if_shown(county: County):
    matter = county.dispatched()
    fred = county.actor("fred")
    comment(matter, text="先等等", actor=fred, client_id=new_id())
    comment(matter, text="本周来修", actor=fred, client_id=new_id(), shown=True)
    comment(followed_copy(matter), text="谢谢", actor=county.resident, client_id=new_id())
    assert [step.note for step in story(fresh(matter), fred) if step.note] == ["先等等", "本周来修", "谢谢"]
    seen = [step.note for step in story(followed_copy(matter), county.resident)]
    assert [note for note in seen if note] == ["本周来修", "谢谢"]


def test_a_comment_sent_twice_is_one_and_a_strangers_is_refused(county: County):
    matter, step = county.dispatched(), new_id()
    first = comment(matter, text="一", actor=county.actor("fred"), client_id=step)
    assert comment(matter, text="一", actor=county.actor("fred"), client_id=step) == first
    with pytest.raises(Conflict):
        comment(matter, text="二", actor=county.actor("fred"), client_id=step)
    for who in (county.actor("paul"), county.actor("mei"), county.resident):
        with pytest.raises(Forbidden):
            comment(matter, text="三", actor=who, client_id=new_id())


def test_a_pdf_is_taken_only_where_the_kind_takes_files(county: County, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    matter, fred = county.dispatched(), county.actor("fred")
    pdf = keep_attachment(BytesIO(b"%PDF-1.7\n%%EOF\n"), actor=fred, region=county.region).uuid
    ways = (
        lambda: attach(matter, attachments=(pdf,), actor=fred, client_id=new_id()),
        lambda: county.move(matter, "visit_site", fred, note="看过", attachments=(pdf,)),
    )
    for way in ways:
        with pytest.raises(Refusal) as refused:
            way()
        assert refused.value.code == "file.photos_only"
    assert Entry.objects.filter(matter=matter.uuid, kind__key="site_visit").count() == 0
    county.apply(PLAYBOOK.replace("    number: HT\n", "    number: HT\n    takes: files\n"))
    for way in ways:
        assert way().attachments.get().attachment.uuid == pdf
    assert Entry.objects.get(matter=matter.uuid, kind__key="site_visit").attached != ""


def test_files_hang_on_the_step_that_brought_them_and_nobody_takes_anothers(
    county: County, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    matter, fred = county.dispatched(), county.actor("fred")
    mine, others = photo(county, fred), photo(county, county.actor("clara"))
    county.move(matter, "visit_site", fred, note="看过", attachments=(mine,))
    assert [one.attachment.uuid for one in story(fresh(matter), fred)[-1].files] == [mine]
    with pytest.raises(Refusal) as refused:
        attach(matter, attachments=(others,), actor=fred, client_id=new_id())
    assert refused.value.code == "matters.unknown_file"
    assert Entry.objects.get(matter=matter.uuid, kind__key="site_visit").attached != ""


def test_a_title_and_a_category_can_be_put_right_and_the_history_keeps_both(county: County):
    matter = county.open().matter
    edit(matter, seen=1, title="柳岸村路灯", category="city.lighting", actor=county.actor("carl"))
    now = fresh(matter)
    assert (now.title, now.category.key, now.serial) == ("柳岸村路灯", "lighting", 2)
    assert "路灯不亮" in Step.objects.latest("pk").data
    with pytest.raises(Conflict):
        edit(matter, seen=1, title="又一个", actor=county.actor("carl"))
    with pytest.raises(Forbidden):
        edit(matter, seen=2, title="又一个", actor=county.actor("cora"))
    assert edit(now, seen=2, title="柳岸村路灯", actor=county.actor("carl")) is None


def test_who_owns_a_matter_may_look_behind_it_and_each_look_is_written_down(county: County):
    matter = county.dispatched(contact=ContactDetails("王某", "138-0013-8000"))
    found = look_at_contact(matter, actor=county.actor("fred"), why="回访")
    assert (found.name, found.phone) == ("王某", "13800138000")
    look = Look.objects.get()
    assert (look.contact, look.by, look.why) == (matter.contact.uuid, county.people["fred"], "回访")
    for who in ("sun", "paul", "cora"):
        with pytest.raises(Forbidden):
            look_at_contact(matter, actor=county.actor(who), why="好奇")
    with pytest.raises(Refusal):
        look_at_contact(matter, actor=county.actor("fred"), why=" ")
    assert Look.objects.count() == 1


def test_a_file_that_a_move_asks_for_hangs_on_its_step_and_is_its_giver_s_own(county: County):
    text = PLAYBOOK.replace(
        "      summary: {kind: text",
        "      paper: {kind: file, label: {zh: 材料, en: Paper}}\n      summary: {kind: text",
    )
    county.apply(text.replace("fields: [summary]", "fields: [summary, paper]"))
    matter = county.dispatched()
    mine, another_s = photo(county, county.actor("fred")), photo(county, county.actor("paul"))
    with pytest.raises(Refusal):
        county.move(matter, "answer", "fred", note="好了", answers={"paper": [str(another_s)]})
    step = county.move(matter, "answer", "fred", note="好了", answers={"paper": [str(mine)]})
    assert [one.attachment.uuid for one in step.attachments.all()] == [mine]


def test_nobody_looks_behind_a_matter_once_the_resident_withdrew_it(county: County):
    matter = county.dispatched(contact=ContactDetails("王某", "13800138000"))
    fred = county.actor("fred")
    assert LOOKS_BEHIND.allows(fred, fresh(matter))
    county.move(followed_copy(matter), "withdraw", county.resident, note="已经好了")
    with pytest.raises(Forbidden) as refused:
        look_at_contact(fresh(matter), actor=fred, why="回访")
    assert refused.value.code == "matters.contact_closed"
    assert not Matter.objects.filter(LOOKS_BEHIND.visible(fred), pk=matter.pk)
    assert not Look.objects.exists()


def test_behind_one_that_was_solved_its_owner_may_still_look(county: County):
    matter = county.answered(contact=ContactDetails("王某", "13800138000"))
    county.move(matter, "confirm", county.resident, rating=5)
    assert look_at_contact(fresh(matter), actor=county.actor("fred"), why="回访").phone == "13800138000"


def test_the_house_alone_uses_a_contact_to_send_what_it_promised_and_the_resident_sees_it(county: County):
    matter = county.dispatched(contact=ContactDetails("王某", "13800138000", "wang@example.org"))
    used = use_contact(matter, actor=county.house, why="告诉您进展 news of it")
    assert (used.phone, used.email) == ("13800138000", "wang@example.org")
    look = Look.objects.get()
    assert (look.by, look.contact) == (None, matter.contact.uuid)
    assert looks_behind(matter)[0].role.zh == "系统自动发送"
    with pytest.raises(Forbidden):
        use_contact(matter, actor=county.actor("fred"), why="news")
    assert Look.objects.count() == 1


def test_what_is_no_address_is_refused(county: County):
    with pytest.raises(Refusal) as refused:
        county.open(contact=ContactDetails(email="wang@"))
    assert refused.value.refusals[0].code == "matters.email_wrong"


def test_contacts_are_erased_when_their_days_are_over_and_not_a_day_before(county: County):
    matter = county.answered(contact=ContactDetails("王某", "13800138000", "wang@example.org"))
    erase_contacts(clock.today() + timedelta(days=4000))
    assert Contact.objects.get().erased_at is None
    county.move(matter, "confirm", county.resident, rating=5)
    over = fresh(matter).closed_on + timedelta(days=180)
    assert erase_contacts(over - timedelta(days=1)) == 0
    assert (erase_contacts(over), erase_contacts(over)) == (1, 0)
    contact = Contact.objects.get()
    assert (bytes(contact.name_sealed), bytes(contact.phone_sealed), contact.phone_index) == (b"", b"", "")
    assert bytes(contact.email_sealed) == b""
    with pytest.raises(Refusal) as refused:
        look_at_contact(fresh(matter), actor=county.house, why="x")
    assert refused.value.code == "matters.no_contact"


def test_the_clock_closes_what_the_resident_left_unanswered_once(county: County):
    matter = county.answered()
    due = fresh(matter).due_at
    assert tick(due - timedelta(minutes=1)).moved == 0
    with time_machine.travel(due + timedelta(minutes=1)):
        assert tick().moved == 1
        assert tick().moved == 0
    done = fresh(matter)
    assert (done.state.key, done.rating, done.clock_at) == ("closed", None, None)
    last = Step.objects.filter(matter=matter).latest("pk")
    assert (last.role, last.actor) == ("clock", None)
    solved = Entry.objects.get(matter=matter.uuid, kind__key="solved")
    assert solved.person == county.people["fred"]


def test_the_clock_goes_on_past_what_it_cannot_move(county: County):
    stuck, other = county.answered(), county.answered()
    Matter.objects.filter(pk=stuck.pk).update(gathered_under=None)
    part = county.open(kind="task", actor=county.actor("sun"), parent=stuck, title="未完")
    with time_machine.travel(fresh(other).due_at + timedelta(minutes=1)):
        report = tick()
    assert (report.moved, [number for number, _ in report.left]) == (1, [stuck.number])
    assert part.matter.number in report.left[0][1].zh


GONE = PLAYBOOK.replace("from: [received, returned]", "from: [received]")
GONE = GONE.replace(
    "        returned: {label: {zh: 退回, en: Sent back}, owner: clerk, limit: {hours: 8}}\n", ""
)
GONE = GONE.replace("from: [dispatched, working], to: returned", "from: [dispatched, working], to: received")
GONE = GONE.replace("from: [received, dispatched, returned, meeting", "from: [received, dispatched, meeting")


def test_a_state_that_matters_stand_in_is_not_dropped_before_one_says_where_they_go(county: County):
    matter = county.dispatched()
    county.move(matter, "send_back", "fred", note="x")
    (county.folder / "main.yaml").write_text(GONE, encoding="utf-8")
    refused = plan(county.folder, at=county.units["county"]).refusals
    assert [effect.path[-1] for effect in refused] == ["returned"]
    assert "1 matters stand in it" in refused[0].en
    assert "instead: {returned: received}" in refused[0].en
    county.apply(GONE.replace("start: received", "start: received\n      instead: {returned: received}", 1))
    county.move(matter, "dispatch", "clara", to_unit="lake")
    assert fresh(matter).state.key == "dispatched"


def test_the_clock_leads_matters_out_of_states_that_are_gone(county: County):
    matter = county.dispatched()
    county.move(matter, "send_back", "fred", note="x")
    county.apply(GONE.replace("start: received", "start: received\n      instead: {returned: received}", 1))
    assert (tick().led_on, tick().led_on) == (1, 0)
    assert fresh(matter).state.key == "received"
    assert story(fresh(matter), county.actor("clara"))[-1].to_state.en == "Received"


def test_where_they_go_is_said_for_as_long_as_anything_stands_there(county: County):
    matter = county.dispatched()
    county.move(matter, "send_back", "fred", note="x")
    county.apply(GONE.replace("start: received", "start: received\n      instead: {returned: received}", 1))
    (county.folder / "main.yaml").write_text(GONE, encoding="utf-8")
    refused = plan(county.folder, at=county.units["county"]).refusals
    assert [effect.path[-1] for effect in refused] == ["returned"]
    assert tick().led_on == 1
    assert plan(county.folder, at=county.units["county"]).refusals == []


def test_what_goes_with_a_matter_that_is_led_to_an_end_ends_with_it_and_contacts_are_erased_in_time(
    county: County,
):
    left = ContactDetails(phone="13800138000")
    head, other = (county.open(contact=left).matter for _ in range(2))
    gather([other], under=head, actor=county.actor("carl"))
    county.move(head, "dispatch", "carl", to_unit="parks")
    county.move(head, "send_back", "fred", note="x")
    county.apply(GONE.replace("start: received", "start: received\n      instead: {returned: withdrawn}", 1))
    assert tick().led_on == 1
    assert [fresh(one).state.key for one in (head, other)] == ["withdrawn"] * 2
    ended = fresh(head).closed_on
    assert ended is not None
    assert fresh(other).closed_on == ended
    assert {one.erase_on for one in Contact.objects.all()} == {ended + timedelta(days=180)}


def test_a_kind_with_open_matters_is_not_dropped(county: County):
    county.open()
    start = PLAYBOOK.index("  request:\n")
    text = PLAYBOOK[:start] + PLAYBOOK[PLAYBOOK.index("  task:\n") :].replace("    under: [request]\n", "")
    (county.folder / "main.yaml").write_text(text, encoding="utf-8")
    refused = plan(county.folder, at=county.units["county"]).refusals
    assert [effect.path for effect in refused] == [("matters", "request")]


def test_a_field_that_becomes_counted_and_an_option_renamed_reach_the_matters_that_are_there(county: County):
    loud = "loud: {kind: flag, label: {zh: 夜间, en: At night}}\n      summary: {kind"
    county.apply(PLAYBOOK.replace("summary: {kind", loud))
    matter = county.open(answers={"urgency": "urgent", "loud": True}).matter
    assert (fresh(matter).choice1, fresh(matter).flag1) == ("urgent", None)
    counted = PLAYBOOK.replace("summary: {kind", loud.replace("kind: flag,", "kind: flag, count: true,"))
    counted = counted.replace(
        "urgent: {zh: 紧急, en: Urgent}", "now: {was: urgent, label: {zh: 紧急, en: Now}}"
    )
    (county.folder / "main.yaml").write_text(counted, encoding="utf-8")
    effects = plan(county.folder, at=county.units["county"]).effects
    assert "becomes counted; 1 matters are filled in later" in [one.en for one in effects]
    county.apply(counted)
    assert (fresh(matter).choice1, fresh(matter).flag1) == ("urgent", None)
    assert (tick().refilled, tick().refilled) == (1, 0)
    assert (fresh(matter).choice1, fresh(matter).flag1) == ("now", True)
