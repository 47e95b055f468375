"""Telling it, on a phone, without an account and without JavaScript."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from haitang.desks.requests.tests.county import PLAYBOOK, County, small_county
from haitang.desks.requests.views.tell import HOLDS
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.matters.follow import digest_of, first_code, new_code
from haitang.kernel.matters.models import Contact, Matter
from haitang.lib import clock
from haitang.lib.proofs import draft_of, new_secret


def page(county: County) -> str:
    return reverse("requests:tell", args=[county.region.key, "request"])


def said(county: County, **more) -> dict:
    """A form as a phone sends it."""
    return {
        "draft": str(uuid4()),
        "what": "六组路灯三盏不亮。晚上走路看不清。",
        "unit": str(county.units["lake"].pk),
        "answer-place_words": "桥头",
        **more,
    }


def photo(name="lamp.jpg"):
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def test_what_a_resident_tells_becomes_a_matter_with_number_and_code(client, county):
    answer = client.post(page(county), said(county, photos=[photo()]), follow=True)
    matter = Matter.objects.get()
    assert (matter.title, matter.unit, matter.channel) == ("六组路灯三盏不亮", county.units["lake"], "phone")
    assert "桥头" in matter.data
    assert matter.attachments.count() == 1
    told = answer.content.decode()
    assert matter.number in told
    assert 'id="code"' in told


def test_the_same_page_sent_twice_is_one_matter_with_one_photo(client, county):
    given = said(county)
    client.post(page(county), {**given, "photos": [photo()]})
    client.cookies.clear()  # as if the first answer never arrived
    answer = client.post(page(county), {**given, "photos": [photo()]}, follow=True)
    assert Matter.objects.count() == 1
    assert Attachment.objects.count() == 1
    assert 'id="code"' in answer.content.decode()


def test_the_same_page_sent_again_much_later_is_told_no_code(client, county):
    given = said(county)
    client.post(page(county), given)
    client.cookies.clear()
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        answer = client.post(page(county), given)
    assert answer.status_code == 400
    assert "早先已经交过" in answer.content.decode()
    assert Matter.objects.count() == 1


def from_the_page(county: County, **more) -> dict:
    """A form with the secret that only its page holds."""
    secret = new_secret()
    return said(county, draft=str(draft_of(secret)), secret=secret, **more)


def sent_again(client, county: County, given: dict, **later):
    """The first answer never arrives, the session is lost with it, and the form comes again *later*."""
    client.post(page(county), given)
    client.cookies.clear()
    with time_machine.travel(clock.now() + timedelta(**later)):
        return client.post(page(county), given, follow=True)


def test_the_page_brings_its_own_secret(client, county):
    form = client.get(page(county)).context["form"]
    assert str(draft_of(form["secret"].value())) == form["draft"].value()


def test_the_page_that_proves_itself_is_told_number_and_code_however_late(client, county):
    answer = sent_again(client, county, from_the_page(county), days=3)
    matter = Matter.objects.get()
    assert matter.number in answer.content.decode()
    assert first_code(matter) in answer.content.decode()


def test_the_page_that_proves_itself_is_told_with_other_words_too_and_that_they_count_not(client, county):
    given = from_the_page(county)
    client.post(page(county), given)
    client.cookies.clear()
    answer = client.post(page(county), {**given, "what": "完全不同的一件事"}, follow=True)
    assert first_code(Matter.objects.get()) in answer.content.decode()
    assert "这里是当时交的" in answer.content.decode()
    assert "完全不同" not in Matter.objects.get().body


def test_the_page_that_proves_itself_is_told_even_where_its_place_is_offered_no_longer(client, county):
    given = from_the_page(county)
    client.post(page(county), given)
    client.cookies.clear()
    answer = client.post(page(county), {**given, "unit": "0"}, follow=True)
    assert first_code(Matter.objects.get()) in answer.content.decode()


@pytest.mark.parametrize("guess", ["", "A" * 43, "draft"])
def test_the_identifier_alone_brings_nobody_the_code(client, county, guess):
    given = from_the_page(county)
    client.post(page(county), given)
    client.cookies.clear()
    wrong = given["draft"] if guess == "draft" else guess
    answer = client.post(page(county), {**given, "secret": wrong, "what": "猜一猜"}, follow=True)
    matter = Matter.objects.get()
    assert matter.number not in answer.content.decode()
    assert first_code(matter) not in answer.content.decode()


def test_where_another_code_was_sent_since_the_page_that_proves_itself_is_told_so(client, county):
    given = from_the_page(county)
    client.post(page(county), given)
    matter = Matter.objects.get()
    Matter.objects.update(follow_digest=digest_of(matter.number, new_code()))
    client.cookies.clear()
    answer = client.post(page(county), given)
    assert answer.status_code == 400
    assert f"编号 {matter.number}。后来换发过查询码" in answer.content.decode()


def test_the_page_with_the_code_stands_at_no_secret_address(client, county):
    given = said(county)
    answer = client.post(page(county), given, follow=True)
    addresses = [address for address, _ in answer.redirect_chain]
    assert addresses
    assert not any(given["draft"] in address for address in addresses)


def test_the_same_page_with_other_words_on_this_phone_leads_to_the_first_and_says_so(client, county):
    given = said(county)
    client.post(page(county), given)
    answer = client.post(page(county), {**given, "what": "完全不同的一件事"}, follow=True)
    assert "已经在" in answer.content.decode()
    assert 'id="code"' in answer.content.decode()
    assert Matter.objects.count() == 1
    assert "完全不同" not in Matter.objects.get().body


def test_the_same_page_with_other_words_is_refused(client, county):
    given = said(county)
    client.post(page(county), given)
    client.cookies.clear()
    answer = client.post(page(county), {**given, "what": "完全不同的一件事"})
    assert answer.status_code == 400
    assert Matter.objects.count() == 1


def test_contact_is_kept_only_with_consent(client, county):
    given = said(county, name="王阿姨", phone="13800138000")
    refused = client.post(page(county), given)
    assert refused.status_code == 400
    assert (Matter.objects.count(), Contact.objects.count()) == (0, 0)
    client.post(page(county), {**given, "agreed": "on"})
    assert bytes(Contact.objects.get().phone_sealed) != b"13800138000"


def test_a_phone_number_that_is_none_is_refused_at_its_field(client, county):
    answer = client.post(page(county), said(county, phone="12", agreed="on"))
    assert answer.status_code == 400
    assert "phone" in answer.context["form"].errors


def test_no_contact_is_needed(client, county):
    client.post(page(county), said(county))
    assert (Matter.objects.count(), Contact.objects.count()) == (1, 0)


def test_what_a_program_fills_in_is_not_taken(client, county):
    answer = client.post(page(county), said(county, website="https://spam.example"))
    assert answer.status_code == 400
    assert not Matter.objects.exists()


@pytest.mark.slow(reason="twenty forms")
def test_one_address_is_asked_to_wait_after_twenty(client, county):
    for _ in range(20):
        assert client.post(page(county), said(county)).status_code == 302
    answer = client.post(page(county), said(county))
    assert answer.status_code == 400
    assert "分钟后再试" in answer.content.decode()
    assert Matter.objects.count() == 20


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b"", b"\x89PNG\r\n\x1a\n<script>"])
def test_a_script_that_says_it_is_a_picture_is_refused(client, county, content):
    evil = SimpleUploadedFile("a.png", content, content_type="image/png")
    answer = client.post(page(county), said(county, photos=[evil]))
    assert answer.status_code == 400
    assert (Matter.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_place_that_was_not_offered_is_refused(client, county):
    other = small_county("other", "990002")
    for unit in (other.units["lake"], county.units["housing"], county.units["county"]):
        answer = client.post(page(county), said(county, unit=str(unit.pk)))
        assert answer.status_code == 400
    assert not Matter.objects.exists()


def test_villages_stand_under_their_town(client, county):
    groups = dict(client.get(page(county)).context["form"].fields["unit"].choices[1:])
    assert [name for _, name in groups["East"]] == ["East", "Lake", "Garden"]
    assert [name for _, name in groups["West"]] == ["West", "Hill"]


def test_a_kind_that_is_not_public_has_no_door(client, county):
    assert client.get(reverse("requests:tell", args=["small", "errand"])).status_code == 404
    assert client.get(reverse("requests:tell", args=["nowhere", "request"])).status_code == 404


def test_one_region_needs_no_choosing_and_two_do(client, county):
    assert client.get(reverse("requests:chooser")).url == page(county)
    other = small_county("other", "990002")
    chooser = client.get(reverse("requests:chooser")).content.decode()
    assert page(county) in chooser
    assert page(other) in chooser


def test_the_page_speaks_english_to_those_who_ask(client, county):
    text = client.get(page(county), headers={"accept-language": "en"}).content.decode()
    assert "What happened?" in text
    assert "您遇到什么事" not in text


def test_a_form_without_its_token_is_refused(county):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page(county), said(county)).status_code == 403
    assert not Matter.objects.exists()


def test_a_photo_need_not_be_chosen_again_where_something_else_was_wrong(client, county):
    given = said(county, what="", photos=[photo("lamp.jpg")])
    answer = client.post(page(county), given)
    assert answer.status_code == 400
    assert "lamp.jpg" in answer.content.decode()
    assert Attachment.objects.count() == 0
    held = [one.word for one in answer.context["form"].fields["photos"].widget.held]
    client.post(page(county), {**given, "what": "路灯不亮", "photos": [], "photos-held": held})
    assert Matter.objects.get().attachments.count() == 1


@pytest.mark.slow(reason="twenty photos")
def test_photos_are_held_so_often_from_one_address_and_then_no_more(client, county):
    for _ in range(HOLDS.limit):
        client.post(page(county), said(county, what=""))
    answer = client.post(page(county), said(county, what="", photos=[photo()]))
    assert answer.context["form"].fields["photos"].widget.held == ()


def test_where_somebody_must_be_reached_the_page_says_so_and_asks_for_either(county, client):
    named = PLAYBOOK.replace("anonymous: true", "anonymous: false")
    county.apply(named)
    shown = client.get(page(county)).content.decode()
    assert "手机号（手机号和邮箱填一个就行）" in shown
    assert "手机号（可不填）" not in shown
    assert "不填也能" not in shown
    refused = client.post(page(county), said(county))
    assert refused.status_code == 400
    assert "请留手机号或邮箱" in refused.content.decode()
    assert client.post(page(county), said(county, email="a@example.org", agreed="on")).status_code == 302
