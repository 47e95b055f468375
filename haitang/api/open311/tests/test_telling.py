"""Telling a request: what is kept, where it goes, what is refused."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from haitang.api.open311.tests.conftest import say
from haitang.desks.requests.tests.test_tell import photo
from haitang.kernel.matters.api import followed, opened_contact
from haitang.kernel.matters.models import Contact, Matter
from haitang.kernel.registry.api import SYSTEM, add_place, issue_token, revoke_token


def token(county, name: str) -> tuple:
    return issue_token(county.people[name].posts.get(), label="gateway", actor=county.house)


def test_what_is_told_is_the_same_matter_as_from_the_page(tell, county):
    given = {"attribute[place_words]": "桥头", "attribute[lamps]": "3", "attribute[night]": "true"}
    status, (said,) = tell("xml", **given)
    assert (status, set(said)) == (201, {"service_request_id", "service_notice", "account_id"})
    matter = Matter.objects.get(number=said["service_request_id"])
    assert (matter.title, matter.channel) == ("六组路灯三盏不亮", "open311")
    assert matter.unit == county.units["lake"]
    assert matter.category.key == "lighting"
    assert matter.owner == county.units["east"]
    assert matter.opened_by is None
    assert set(json.loads(matter.data).values()) >= {"桥头", 3, True}


def test_the_notice_holds_the_code_to_follow_it_by(tell, county):
    _, (said,) = tell()
    code = said["service_notice"].split("Follow code ")[1].split(". ")[0]
    assert followed(said["service_request_id"], code) is not None


def test_the_notice_says_that_one_neighbour_said_the_same(tell, county):
    tell()
    _, (said,) = tell()
    assert "1 neighbour said this too" in said["service_notice"]


def test_with_extensions_the_code_comes_by_itself(county):
    said = {"service_code": "request", "address_string": "Hill", "attribute[urgency]": "ordinary"}
    _, (told,) = say("xml", "v2/requests", said, post=True, query_params={"extensions": "true"})
    assert followed(told["service_request_id"], told["follow_code"]) is not None


def test_without_a_description_the_service_is_the_title(tell, county):
    tell(description=None)
    assert Matter.objects.get().title == "Street lighting"


def test_a_contact_is_sealed_and_what_has_no_field_stands_in_the_text(tell, county):
    tell(
        first_name="梅",
        last_name="王",
        phone="13800138000",
        email="mei@example.org",
        address_string="East, Lake, bridge",
        media_url="https://example.org/lamp.jpg",
    )
    contact = Contact.objects.get()
    assert b"13800138000" not in bytes(contact.phone_sealed)
    body = Matter.objects.get().body
    assert "地点 Where: East, Lake, bridge" in body
    assert "链接 Link: https://example.org/lamp.jpg" in body
    assert "13800138000" not in body
    assert "mei@example.org" not in body


def test_an_email_is_kept_sealed_and_nobody_is_told_otherwise(tell, county):
    notice = tell(email="mei@example.org")[1][0]["service_notice"]
    kept = Contact.objects.get()
    assert b"mei@" not in bytes(kept.email_sealed)
    assert opened_contact(kept).email == "mei@example.org"
    assert ("e-mail" in notice, "邮箱" in notice) == (False, False)


def test_an_address_in_words_is_the_deepest_place_it_names(tell, county):
    for words, unit in (
        ("Bridge of Lake village", "lake"),
        ("Hill, West", "hill"),
        ("somewhere in EAST town", "east"),
        ("on the moon", "county"),
        ("Lake or Hill", "county"),
    ):
        _, (said,) = tell(address_id=None, address_string=words)
        assert Matter.objects.get(number=said["service_request_id"]).unit == county.units[unit], words


def test_a_point_is_in_the_unit_of_the_nearest_known_place(tell, county):
    house = SYSTEM(county.region)
    for name, north in (("lake", 31_650_000), ("hill", 31_680_000)):
        at = {"latitude_micro": north, "longitude_micro": 120_750_000}
        add_place(name, kind="scene", at=county.units[name], actor=house, **at)
    assert tell(address_id=None, lat="31.677", long="120.751")[0] == 201
    matter = Matter.objects.get()
    assert matter.unit == county.units["hill"]
    assert {"latitude_micro": 31_677_000, "longitude_micro": 120_751_000} in json.loads(matter.data).values()
    assert tell(address_id=None, lat="40", long="0")[0] == 201
    assert Matter.objects.order_by("pk").last().unit == county.units["county"]


def test_a_day_may_come_as_an_instant(tell, county):
    assert tell(**{"attribute[since]": "2026-01-01T20:00:00Z"})[0] == 201
    assert "2026-01-02" in json.loads(Matter.objects.get().data).values()


def test_a_picture_sent_along_is_kept_without_its_metadata(tell, county):
    assert tell(media=photo())[0] == 201
    assert Matter.objects.get().attachments.count() == 1


WRONG = [
    ({"service_code": None}, 400, "service_code was not provided"),
    ({"service_code": "request.sky"}, 404, 'service_code "request.sky" was not found'),
    ({"jurisdiction_id": "atlantis"}, 404, "atlantis"),
    ({"address_id": None}, 400, "Say where"),
    ({"address_id": "nowhere"}, 400, "names no place here"),
    ({"address_id": None, "lat": "31.6"}, 400, "lat and long go together"),
    ({"address_id": None, "lat": "north", "long": "1"}, 400, "from -90 to 90"),
    ({"address_id": None, "lat": "nan", "long": "181"}, 400, "from -180 to 180"),
    ({"attribute[urgency]": None}, 400, "Urgency: it is required"),
    ({"attribute[urgency]": "soon"}, 400, "Urgency: choose one of"),
    ({"attribute[urgency][]": ["urgent", "ordinary"]}, 400, "Urgency takes one value"),
    ({"attribute[urgncy]": "urgent"}, 400, 'Did you mean "urgency"?'),
    ({"attribute[since]": "2026-01-01T20:00:00"}, 400, "with its offset"),
    ({"phone": "12"}, 400, "phone"),
    ({"description": "长" * 4001}, 400, "at most 4000"),
    ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
    ({"media": SimpleUploadedFile("a.png", b"<script>", content_type="image/png")}, 400, ""),
    ({"description": "a\0b"}, 400, "cannot be kept"),
    ({"api_key": "nonsense"}, 403, "token"),
]


def test_what_cannot_be_taken_is_refused_with_its_reason(tell, county):
    for place, (changes, status, word) in enumerate(WRONG):
        found, errors = tell(("json", "xml")[place % 2], **changes)
        assert found == status, (changes, errors)
        assert errors[0]["code"] == str(status)
        assert word in " ".join(error["description"] for error in errors), errors
    assert not Matter.objects.exists()


def test_every_reason_is_told_at_once(tell, county):
    status, errors = tell(address_id=None, media_url="x", **{"attribute[lamp]": "1"})
    assert (status, len(errors)) == (400, 3)


@pytest.mark.slow(reason="as many calls as one may make")
def test_an_address_that_comes_too_often_is_asked_to_wait(tell, county):
    for _ in range(20):
        assert tell()[0] == 201
    status, (error,) = tell()
    assert (status, error["code"]) == (400, "429")


@pytest.mark.slow(reason="as many calls as one may make")
def test_a_key_of_a_post_that_may_open_counts_by_itself(tell, county):
    row, key = token(county, "clara")
    for _ in range(21):
        assert tell(api_key=key)[0] == 201
    assert set(Matter.objects.values_list("opened_by", flat=True)) == {None}
    assert tell(api_key=token(county, "hugo")[1])[0] == 403  # a handler opens nothing
    revoke_token(row, actor=county.house)
    assert tell(api_key=key)[0] == 403
