import logging
from datetime import date, timedelta

import pytest
import time_machine

from haitang.kernel.registry import secrets
from haitang.kernel.registry.api import (
    appoint,
    change_person,
    clean_phone,
    end_post,
    enrol_person,
    erase_person,
    export_person,
    issue_token,
    look_at_identity,
    look_at_phone,
    looks_at,
    note_look,
    open_account,
    people_by_phone,
    people_seen,
    person_by_identity,
    person_by_phone,
    tie,
    use_phone,
)
from haitang.kernel.registry.enums import Education, Sex
from haitang.kernel.registry.models import Account, ApiToken, Person, Tie
from haitang.kernel.registry.tests.county import small_county
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.ids import new_id

IDENTITY = "11010519491231002X"
PHONE = "13800138000"


def refusal_of(act, *given, **named):
    with pytest.raises(Refusal) as refused:
        act(*given, **named)
    return refused.value.code


@pytest.fixture
def wang(county):
    person = enrol_person(
        county.region,
        name="Wang  Wu ",
        education=Education.BACHELOR,
        full_time_degree=True,
        phone=PHONE,
        identity=IDENTITY,
        actor=county.actor("clara"),
    )
    appoint(person, role="member", unit=county.units["garden"], since=date(2024, 1, 1), actor=county.house)
    return person


def test_an_identity_number_fills_birthday_and_sex(wang):
    assert (wang.name, wang.born_on, wang.sex) == ("Wang Wu", date(1949, 12, 31), Sex.FEMALE)
    assert (wang.born_year, wang.born_md, wang.education) == (1949, 1231, 5)


def test_numbers_are_nowhere_in_the_clear(wang, caplog):
    caplog.set_level(logging.DEBUG)
    wang.refresh_from_db()
    shown = f"{wang!r} {wang} {vars(wang)} {caplog.text}"
    assert PHONE not in shown
    assert IDENTITY not in shown
    assert PHONE.encode() not in bytes(wang.phone_sealed)
    assert len(wang.phone_index) == 64


def test_people_are_found_by_number_and_a_shared_phone_names_nobody(county, wang):
    assert person_by_phone(county.region, "+86 138-0013-8000") == wang
    assert person_by_identity(county.region, IDENTITY.lower()) == wang
    assert person_by_phone(county.region, "13800138001") is None
    assert person_by_phone(county.region, "") is None
    assert person_by_identity(county.region, "") is None
    wife = enrol_person(county.region, name="Li", phone=PHONE, actor=county.house)
    assert person_by_phone(county.region, PHONE) is None
    assert set(people_by_phone(county.region, PHONE)) == {wang, wife}


def test_one_identity_number_is_one_person(county, wang):
    again = {"name": "Wang", "identity": IDENTITY, "actor": county.house}
    assert refusal_of(enrol_person, county.region, **again) == "registry.identity_taken"
    assert refusal_of(change_person, county.people["mei"], identity=IDENTITY, actor=county.house) == (
        "registry.identity_taken"
    )
    other = small_county("haidong", "990002")
    assert (
        enrol_person(other.region, **(again | {"actor": other.house})).identity_index == wang.identity_index
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "registry.person_name"),
        ({"name": "x" * 61}, "registry.person_name"),
        ({"phone": "123"}, "registry.bad_phone"),
        ({"identity": "123"}, "registry.bad_identity"),
        ({"identity": IDENTITY, "born_on": date(1950, 1, 1)}, "registry.identity_contradicts"),
        ({"identity": IDENTITY, "sex": "m"}, "registry.identity_contradicts"),
        ({"born_on": clock.today() + timedelta(days=2)}, "registry.born_in_future"),
    ],
)
def test_particulars_that_cannot_be_are_refused(county, given, code):
    before = Person.objects.count()
    assert refusal_of(enrol_person, county.region, **({"name": "Wu"} | given), actor=county.house) == code
    assert Person.objects.count() == before


def test_particulars_are_changed_one_by_one_and_emptied_by_nothing(county, wang):
    clara = county.actor("clara")
    changed = change_person(wang, education=Education.MASTER, actor=clara)
    assert (changed.name, changed.education, changed.full_time_degree) == ("Wang Wu", 6, True)
    assert person_by_phone(county.region, PHONE) == wang
    change_person(wang, name="Wang Liu", phone="", full_time_degree=False, actor=clara)
    wang.refresh_from_db()
    assert (wang.name, bytes(wang.phone_sealed), wang.phone_index) == ("Wang Liu", b"", "")
    change_person(wang, identity="", sex="m", born_on=date(1950, 1, 2), actor=clara)
    wang.refresh_from_db()
    assert (wang.identity_index, wang.sex, wang.born_md) == ("", "m", 102)
    with pytest.raises(Forbidden):
        change_person(wang, name="Mine", actor=county.actor("fred"))


def test_only_one_who_may_enrols(county):
    for name in ("fred", "mei"):
        with pytest.raises(Forbidden):
            enrol_person(county.region, name="Wu", actor=county.actor(name))


def test_each_look_is_written_down_with_who_and_why(county, wang):
    clara = county.actor("clara")
    assert look_at_phone(wang, why="call about the lift", actor=clara) == PHONE
    assert look_at_identity(wang, why="check the list", actor=clara) == IDENTITY
    assert [(look.by.name, look.field, look.why) for look in looks_at(wang)] == [
        ("Clara", "identity", "check the list"),
        ("Clara", "phone", "call about the lift"),
    ]
    assert str(looks_at(wang)[0]).endswith("looked at identity")


def test_the_house_uses_a_phone_to_send_what_was_chosen_and_the_person_sees_it(county, wang):
    assert use_phone(wang, actor=county.house, why="短信提醒 notice")
    assert [(look.by, look.field) for look in looks_at(wang)] == [(None, "phone")]
    assert refusal_of(use_phone, wang, why="call", actor=county.actor("clara")) == "registry.forbidden"


def test_a_look_without_a_reason_or_a_right_shows_nothing(county, wang):
    assert refusal_of(look_at_phone, wang, why=" ", actor=county.actor("clara")) == "registry.why_needed"
    assert (
        refusal_of(look_at_phone, wang, why="x" * 201, actor=county.actor("clara")) == "registry.why_needed"
    )
    for actor in (county.actor("fred"), county.actor("mei"), county.house):
        with pytest.raises(Forbidden):
            look_at_phone(wang, why="curious", actor=actor)
    assert not looks_at(wang).exists()


def test_one_sees_ones_own_numbers_unwatched(county):
    tom = county.people["tom"]
    change_person(tom, phone=PHONE, actor=county.house)
    assert look_at_phone(tom, why="", actor=county.actor("tom")) == PHONE
    assert look_at_identity(tom, why="", actor=county.actor("tom")) == ""
    assert not looks_at(tom).exists()


def test_a_changed_or_exchanged_seal_is_refused_in_words(county, wang):
    other = enrol_person(county.region, name="Li", phone="13900139000", actor=county.house)
    appoint(other, role="member", unit=county.units["garden"], actor=county.house)
    Person.objects.filter(pk=wang.pk).update(phone_sealed=bytes(other.phone_sealed))
    wang.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        look_at_phone(wang, why="call", actor=county.actor("clara"))
    assert refused.value.code == "registry.sealed_damaged"
    assert "备份" in refused.value.into("zh-hans")
    assert not looks_at(wang).exists()


def test_looks_at_what_other_parts_keep_are_written_here(county):
    contact = new_id()
    look = note_look(contact, field="phone", why="call back", actor=county.actor("clara"))
    assert (look.contact, look.person, look.by) == (contact, None, county.people["clara"])
    with pytest.raises(Forbidden):
        note_look(contact, field="phone", why="call back", actor=county.house)


def test_one_is_given_all_that_is_kept_of_one(county):
    tom, hua = county.people["tom"], county.people["hua"]
    change_person(tom, phone=PHONE, identity=IDENTITY, actor=county.house)
    tie(tom, to=hua, kind="mentor", actor=county.house)
    look_at_phone(tom, why="call", actor=county.actor("clara"))
    tom.refresh_from_db()
    given = export_person(tom, actor=county.actor("tom"))
    assert (given.name, given.phone, given.identity, given.username) == ("Tom", PHONE, IDENTITY, "tom.haixi")
    assert [(post.role, post.unit, post.until) for post in given.posts] == [("organiser", "East", None)]
    assert [(look.by, look.why) for look in given.looks] == [("Clara", "call")]
    assert [(one.role, one.other, one.until) for one in given.ties] == [("from", "Hua", None)]
    theirs = export_person(hua, actor=county.actor("hua")).ties
    assert [(one.kind, one.role, one.other) for one in theirs] == [(given.ties[0].kind, "to", "Tom")]
    assert PHONE not in repr(given)


def test_to_export_another_is_a_look(county, wang):
    assert export_person(wang, why="asked at the desk", actor=county.actor("clara")).username == ""
    assert [look.field for look in looks_at(wang)] == ["export"]
    with pytest.raises(Forbidden):
        export_person(wang, why="curious", actor=county.actor("fred"))


def test_an_erased_person_is_emptied_and_the_row_stays(county):
    mei, hua, today = county.people["mei"], county.people["hua"], clock.today()
    change_person(mei, phone=PHONE, identity=IDENTITY, actor=county.house)
    lake = county.units["lake"]
    begun = appoint(mei, role="member", unit=lake, since=today, actor=county.house)
    later = today + timedelta(days=9)
    coming = appoint(mei, role="handler", unit=lake, since=later, actor=county.house)
    tie(mei, to=hua, kind="mentor", since=date(2024, 1, 1), actor=county.house)
    tie(hua, to=mei, kind="mentor", since=later, actor=county.house)
    issue_token(begun, label="app", actor=county.house)
    issue_token(coming, label="app", actor=county.house)
    uuid = mei.uuid
    mei.refresh_from_db()
    erased = erase_person(mei, actor=county.actor("olive"))
    assert (erased.uuid, erased.name, erased.born_on, erased.identity_index) == (uuid, "", None, "")
    assert bytes(erased.phone_sealed) == b""
    assert erased.erased_at is not None
    assert not Account.objects.filter(person=mei).exists()
    assert not mei.posts.filter(until=None).exists()
    assert mei.posts.count() == 2
    assert ApiToken.objects.get(post__person=mei).revoked_at is not None
    assert Tie.objects.get(from_person=mei).until == today
    assert not Tie.objects.filter(to_person=mei).exists()
    assert person_by_phone(county.region, PHONE) is None
    assert refusal_of(change_person, erased, name="Back", actor=county.house) == "registry.person_erased"
    appointing = {"role": "member", "unit": lake, "actor": county.house}
    assert refusal_of(appoint, erased, **appointing) == "registry.person_not_here"


def test_the_last_office_is_not_erased_before_a_successor(county):
    olive = county.people["olive"]
    assert refusal_of(erase_person, olive, actor=county.actor("olive")) == "registry.last_office"
    erase_person(olive, actor=county.house)


def test_sealed_nothing_is_nothing():
    assert secrets.seal("") == b""
    assert secrets.unseal(b"") == ""
    assert secrets.blind_index("", "phone") == ""
    assert clean_phone("") == ""


def test_a_conflict_is_told_from_a_mistake(county, wang):
    with pytest.raises(Conflict):
        enrol_person(county.region, name="Wang", identity=IDENTITY, actor=county.house)


@pytest.fixture
def moved(county):
    """Of the east until 2021, of the west since: and still known by number."""
    person = enrol_person(county.region, name="Qin", phone=PHONE, actor=county.house)
    east, west = county.units["lake"], county.units["hill"]
    gone = {"since": date(2020, 1, 1), "until": date(2021, 1, 1)}
    appoint(person, role="member", unit=east, **gone, actor=county.house)
    appoint(person, role="member", unit=west, since=date(2021, 1, 1), actor=county.house)
    return person


def test_a_past_post_gives_no_power_over_a_person(county, moved):
    tom = county.actor("tom")
    agent = {"to": county.units["lake"], "kind": "agent_community", "actor": tom}
    assert refusal_of(look_at_phone, moved, actor=tom, why="?") == "registry.forbidden"
    assert refusal_of(export_person, moved, actor=tom, why="?") == "registry.forbidden"
    assert refusal_of(change_person, moved, phone="", actor=tom) == "registry.forbidden"
    assert refusal_of(erase_person, moved, actor=tom) == "registry.forbidden"
    assert refusal_of(open_account, "qin", person=moved, actor=tom) == "registry.forbidden"
    assert refusal_of(tie, moved, **agent) == "registry.forbidden"
    assert moved in people_seen(tom)  # the lists of 2020 name them
    assert look_at_phone(moved, actor=county.actor("olive"), why="call") == PHONE


def test_power_over_a_person_begins_once_a_post_is_given_and_stays_with_the_last(county, moved):
    tom, tomorrow = county.actor("tom"), clock.today() + timedelta(days=1)
    coming = appoint(moved, role="member", unit=county.units["lake"], since=tomorrow, actor=county.house)
    assert look_at_phone(moved, actor=tom, why="welcome") == PHONE
    end_post(coming, on=tomorrow + timedelta(days=1), actor=county.house)
    held = moved.posts.get(until=None)
    end_post(held, on=clock.today(), actor=county.house)
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        assert look_at_phone(moved, actor=tom, why="papers") == PHONE


def test_who_stands_in_several_places_is_erased_by_one_who_may_over_all(county, moved):
    tom = county.actor("tom")
    appoint(moved, role="member", unit=county.units["lake"], actor=county.house)
    assert refusal_of(erase_person, moved, actor=tom) == "registry.forbidden"
    moved.posts.filter(until=None, unit=county.units["hill"]).delete()
    held = tie(moved, to=county.units["hill"], kind="agent_community", actor=county.house)
    assert refusal_of(erase_person, moved, actor=tom) == "registry.forbidden"
    held.delete()
    assert erase_person(moved, actor=tom).erased_at is not None
