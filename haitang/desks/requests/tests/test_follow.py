"""Following it by number and code: what a resident sees, may do, and what nobody else may see."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from haitang.desks.requests.pocket import Pocket
from haitang.desks.requests.tests.county import County
from haitang.desks.requests.tests.test_tell import photo, said
from haitang.kernel.matters.api import look_at_contact, make_move
from haitang.kernel.matters.models import Matter


@pytest.fixture
def told(client, county) -> Matter:
    """A lamp that was told about on this phone."""
    client.post(reverse("requests:tell", args=[county.region.key, "request"]), said(county, photos=[photo()]))
    return Matter.objects.get()


def url(page: str, county: County, *more) -> str:
    return reverse(f"requests:{page}", args=[county.region.key, *more])


def step(matter: Matter, move: str, county: County, name: str, **more):
    """One move by somebody of the county."""
    fresh = Matter.objects.get(pk=matter.pk)
    make_move(fresh, move=move, seen=fresh.serial, client_id=uuid4(), actor=county.actor(name), **more)


def answered(matter: Matter, county: County) -> None:
    step(matter, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(matter, "accept", county, "hugo")
    summary = {"public_summary": "六组路灯全亮"}
    step(matter, "answer", county, "hugo", note="换了三盏灯。", answers=summary)


def sent(client, county: County, matter: Matter, move: str) -> dict:
    """The hidden fields of a move's form, as the page has them."""
    page = client.get(url("followed", county, matter.number)).context["page"]
    form = next(one.form for one in page.moves if one.key == move)
    return {"seen": form["seen"].value(), "client_id": str(form["client_id"].value())}


def code(client) -> str:
    return Pocket(client.session).of("small")[0].code


def titles(client, county: County, matter: Matter) -> list[str]:
    """What the resident reads, step by step, of what has happened."""
    page = client.get(url("followed", county, matter.number)).context["page"]
    return [event.title for event in page.story if event.at]


def test_a_dispatch_that_was_called_back_at_once_is_not_told(client, county, told):
    step(told, "dispatch", county, "ella", to_unit=county.units["police"])
    assert titles(client, county, told) == ["受理", "派单"]
    step(told, "recall", county, "ella", note="派错了")
    assert titles(client, county, told) == ["受理"]
    step(told, "dispatch", county, "ella", to_unit=county.units["housing"])
    assert titles(client, county, told) == ["受理", "派单"]
    page = client.get(url("followed", county, told.number)).content.decode()
    assert "派错了" not in page
    assert "Police" not in page


def test_one_that_somebody_saw_to_and_sent_back_is_told_as_dispatched_again(client, county, told):
    step(told, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(told, "visit_site", county, "hugo", note="看过了")
    step(told, "send_back", county, "hugo", note="不属本单位")
    step(told, "dispatch", county, "ella", to_unit=county.units["police"])
    assert titles(client, county, told) == ["受理", "派单", "记现场查看", "重新派单"]


def test_the_public_sentence_is_read_without_the_name_of_its_field(client, county, told):
    answered(told, county)
    page = client.get(url("followed", county, told.number)).content.decode()
    assert "六组路灯全亮" in page
    assert "公开的一句话" not in page


def test_the_number_and_the_code_open_the_story_on_another_phone(client, county, told):
    key = code(client)
    client.cookies.clear()
    asked = client.get(url("followed", county, told.number), follow=True)
    assert told.title not in asked.content.decode()
    assert f'value="{told.number}"' in asked.content.decode()
    given = {"number": told.number.lower(), "code": key.lower()}
    answer = client.post(url("follow", county), given, follow=True)
    assert answer.status_code == 200
    assert told.title in answer.content.decode()


def test_a_wrong_code_opens_nothing_and_too_many_are_asked_to_wait(client, county, told):
    key = code(client)
    client.cookies.clear()
    for _ in range(10):
        assert client.post(url("follow", county), {"number": told.number, "code": "WRONG"}).status_code == 400
    right = client.post(url("follow", county), {"number": told.number, "code": key})
    assert right.status_code == 400
    assert "分钟后再试" in right.content.decode()


@pytest.mark.slow(reason="two dozen guesses")
def test_nobody_keeps_a_resident_out_by_guessing(client, county, told):
    key = code(client)
    wrong, right = ({"number": told.number, "code": word} for word in ("WRONG", key))
    for number in range(12):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(url("follow", county), wrong)
    for _ in range(11):
        Client(REMOTE_ADDR="10.0.0.99").post(url("follow", county), wrong)
    assert Client(REMOTE_ADDR="10.9.9.9").post(url("follow", county), right).status_code == 302
    assert Client(REMOTE_ADDR="10.0.0.99").post(url("follow", county), right).status_code == 400


@pytest.mark.slow(reason="sixty guesses")
def test_one_address_that_guesses_at_many_numbers_is_asked_to_wait(client, county, told):
    right = {"number": told.number, "code": code(client)}
    for number in range(60):
        client.post(url("follow", county), {"number": f"XQ-2026-{number}", "code": "WRONG"})
    assert client.post(url("follow", county), right).status_code == 400


def test_a_resident_reads_who_looked_at_the_contact_and_no_name(client, county):
    given = said(county, name="王阿姨", phone="13800138000", agreed="on")
    client.post(reverse("requests:tell", args=[county.region.key, "request"]), given)
    matter = Matter.objects.get()
    address = url("followed", county, matter.number)
    assert 'id="looks"' not in client.get(address).content.decode()
    step(matter, "dispatch", county, "ella", to_unit=county.units["housing"])
    matter.refresh_from_db()
    look_at_contact(matter, actor=county.actor("hugo"), why="上门前先打电话")
    text = client.get(address).content.decode()
    looks = text[text.index('id="looks"') :]
    for word in ("Housing", "承办人", "上门前先打电话"):
        assert word in looks
    assert "Hugo" not in text


def test_leaving_forgets_it_on_this_phone(client, county, told):
    assert client.get(url("followed", county, told.number)).status_code == 200
    assert "本机刚交过、查过的" in client.get(url("follow", county)).content.decode()
    client.post(url("leave", county))
    assert "本机刚交过、查过的" not in client.get(url("follow", county)).content.decode()
    asked = client.get(url("followed", county, told.number))
    assert asked.url == f"{url('follow', county)}?number={told.number}"


def test_a_kept_address_asks_for_the_code_whether_or_not_there_is_such_a_matter(client, county, told):
    client.cookies.clear()
    for number in (told.number, "HT-2026-99999"):
        asked = client.get(url("followed", county, number))
        assert (asked.status_code, asked.url) == (302, f"{url('follow', county)}?number={number}")


def test_a_number_may_be_typed_full_width(client, county, told):
    key, wide = code(client), told.number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-"})
    client.cookies.clear()
    answer = client.post(url("follow", county), {"number": wide, "code": key})
    assert answer.url == url("followed", county, told.number)


def test_a_resident_sees_only_the_steps_meant_for_the_resident(client, county, told):
    step(told, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(told, "send_back", county, "hugo", note="内部原因不给居民看")
    text = client.get(url("followed", county, told.number)).content.decode()
    assert "派单" in text
    assert "内部原因" not in text
    assert "Hugo" not in text


def test_a_resident_confirms_and_rates(client, county, told):
    answered(told, county)
    given = {**sent(client, county, told, "confirm"), "rating": "5", "note": "谢谢"}
    answer = client.post(url("move", county, told.number, "confirm"), given, follow=True)
    told.refresh_from_db()
    assert answer.status_code == 200
    assert (told.rating, told.closed_at is not None) == (5, True)


def test_a_rating_must_be_given(client, county, told):
    answered(told, county)
    answer = client.post(url("move", county, told.number, "confirm"), sent(client, county, told, "confirm"))
    assert answer.status_code == 400
    told.refresh_from_db()
    assert told.closed_at is None


def test_a_remark_sent_again_with_other_words_is_told_of_the_first(client, county, told):
    given = {"client_id": str(uuid4()), "text": "还有一盏"}
    client.post(url("remark", county, told.number), given)
    again = client.post(url("remark", county, told.number), {**given, "text": "没有了"}, follow=True)
    assert "已经在" in again.content.decode()
    assert "还有一盏" in again.content.decode()
    assert "没有了" not in again.content.decode()


def test_the_same_confirmation_sent_twice_is_one_step(client, county, told):
    answered(told, county)
    given = {**sent(client, county, told, "confirm"), "rating": "4"}
    for _ in range(2):
        client.post(url("move", county, told.number, "confirm"), given)
    assert told.steps.filter(move__key="confirm").count() == 1


def test_a_resident_reopens_with_a_reason(client, county, told):
    answered(told, county)
    given = sent(client, county, told, "reopen")
    assert client.post(url("move", county, told.number, "reopen"), given).status_code == 400
    client.post(url("move", county, told.number, "reopen"), {**given, "note": "第二盏又灭了"})
    told.refresh_from_db()
    assert told.state.key == "working"


def test_a_move_that_is_only_for_staff_is_not_made(client, county, told):
    given = {"seen": told.serial, "client_id": str(uuid4()), "to_unit": str(county.units["housing"].pk)}
    client.post(url("move", county, told.number, "dispatch"), given)
    told.refresh_from_db()
    assert told.state.key == "received"


def test_a_remark_is_added_once(client, county, told):
    given = {"client_id": str(uuid4()), "text": "昨晚又灭了一盏"}
    for _ in range(2):
        client.post(url("remark", county, told.number), given)
    assert told.steps.filter(kind="commented").count() == 1
    assert "昨晚又灭了一盏" in client.get(url("followed", county, told.number)).content.decode()


def test_a_photo_is_handed_to_its_resident_and_to_nobody_else(client, county, told):
    kept = told.attachments.get().attachment
    address = url("photo", county, told.number, kept.uuid)
    answer = client.get(address)
    assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
    assert answer["Cache-Control"] == "no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer.getvalue()
    assert client.get(url("photo", county, told.number, uuid4())).status_code == 404
    client.post(url("leave", county))
    assert client.get(address).status_code == 404


def test_what_was_solved_is_told_in_the_departments_sentence_only(client, county, told):
    answered(told, county)
    given = {**sent(client, county, told, "confirm"), "rating": "5"}
    door = url("tell", county, "request")
    assert "六组路灯全亮" not in client.get(door).content.decode()
    client.post(url("move", county, told.number, "confirm"), given)
    text = client.get(door).content.decode()
    assert "六组路灯全亮" in text
    assert told.title not in text
    assert told.number not in text


@pytest.mark.parametrize("matters", [1, 3])
def test_the_door_asks_as_often_for_one_solved_matter_as_for_three(
    client, county, django_assert_num_queries, matters
):
    door = url("tell", county, "request")
    for _ in range(matters):
        client.post(door, said(county))
    for matter in Matter.objects.all():
        answered(matter, county)
        step(matter, "lapse", county, "clara")
    client.get(door)
    with django_assert_num_queries(3):
        assert len(client.get(door).context["solved"]) == matters


def test_changing_the_language_after_a_move_that_did_not_pass_leads_back_to_the_story(client, county, told):
    answer = client.get(url("move", county, told.number, "withdraw"))
    assert (answer.status_code, answer.url) == (302, url("followed", county, told.number))
