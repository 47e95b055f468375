"""Where it was and how it looks: kept as it is told, served while it is let out, as on the public pages."""

import json

import pytest
from django.test import Client

from haitang.api.open311.tests.county import speaking
from haitang.desks.requests.tests.county import County
from haitang.desks.requests.tests.test_done import SUMMARY, move, page
from haitang.desks.requests.tests.test_mapped import OUT, kept_photo
from haitang.desks.requests.tests.test_tell import photo
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import add_unit
from haitang.lib import clock

#: Its kind has a field for the point, and does not ask the teller for it.
SPEAKING = speaking(OUT).replace(", spot]", "]")
POINT = {"lat": "31.650123", "long": "120.751987"}


@pytest.fixture
def county(county: County) -> County:
    """The county whose playbook maps its requests and whose clerks let out what was done, with pictures."""
    county.apply(SPEAKING)
    county.region.refresh_from_db()
    return county


def told(tell, **changes) -> Matter:
    status, (said,) = tell(**changes)
    assert status == 201, said
    return Matter.objects.get(number=said["service_request_id"])


def close(county: County, matter: Matter) -> Matter:
    move(county, matter, "dispatch", "ella", to_unit=county.units["housing"])
    move(county, matter, "accept", "hugo")
    move(county, matter, "answer", "hugo", note="修好了。", answers={"public_summary": SUMMARY})
    return move(county, matter, "lapse", "clara")


def publish(county: County, matter: Matter, *pictures) -> Matter:
    files = tuple(one.uuid for one in pictures)
    return move(county, matter, "publish", answers={"public_summary": SUMMARY}, attachments=files)


def shown(ask, matter: Matter) -> tuple[str, str, str]:
    """Latitude, longitude and picture, as both formats and the list say them."""
    _, (one,) = ask(f"v2/requests/{matter.number}")
    _, (listed,) = ask("v2/requests", {"service_request_id": matter.number})
    assert listed == one
    return one["lat"], one["long"], one["media_url"]


def test_a_point_is_kept_in_the_field_that_the_map_is_drawn_from(tell, county):
    matter = told(tell, **POINT)
    kept = {"latitude_micro": 31_650_123, "longitude_micro": 120_751_987}
    assert kept in json.loads(matter.data).values()
    assert "31.65" not in matter.body


def test_a_kind_without_such_a_field_keeps_the_point_in_its_text(tell, county):
    county.apply(SPEAKING.replace("    mapped: spot\n", ""))
    assert "经纬度 Point: 31.650123, 120.751987" in told(tell, **POINT).body


def test_the_place_is_served_while_what_was_done_is_out_and_about_200_metres_wide(tell, ask, county):
    matter = told(tell, **POINT)
    assert shown(ask, matter) == ("", "", "")
    close(county, matter)
    assert shown(ask, matter) == ("", "", "")
    publish(county, matter)
    assert shown(ask, matter)[:2] == ("31.651", "120.751")
    move(county, matter, "unpublish")
    assert shown(ask, matter) == ("", "", "")


def test_json_says_degrees_as_numbers(tell, county):
    matter = publish(county, close(county, told(tell, **POINT)))
    (one,) = Client().get(f"/open311/v2/requests/{matter.number}.json").json()
    assert (one["lat"], one["long"]) == (31.651, 120.751)


def test_the_same_place_is_on_the_public_page_and_in_the_feed(tell, ask, client, county):
    matter = publish(county, close(county, told(tell, **POINT)))
    assert "31.651, 120.751" in page(client, county, "done-one", matter.pk)
    assert "<georss:point>31.651 120.751</georss:point>" in page(client, county, "done-feed")


def test_a_resident_s_picture_is_never_served_and_one_let_out_is(tell, ask, client, county):
    matter = close(county, told(tell, media=photo(), media_url="https://example.org/home.jpg"))
    mine = matter.attachments.get().attachment
    publish(county, matter)
    assert shown(ask, matter)[2] == ""
    move(county, matter, "unpublish")
    after = kept_photo(county)
    publish(county, matter, after)
    url = shown(ask, matter)[2]
    assert url.startswith("http://testserver/")
    assert str(after.uuid) in url
    assert str(mine.uuid) not in url
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.getvalue()
    assert "home.jpg" not in str(ask(f"v2/requests/{matter.number}", {"extensions": "true"}))


def test_an_address_is_no_narrower_than_where_things_may_be_told_of(tell, ask, county):
    lake = county.units["lake"]
    flat = add_unit(
        "3号楼201室", kind="department", under=lake, code="9", since=clock.today(), actor=county.house
    )
    county.apply(SPEAKING.replace("at: [town, village, community]", "at: [department]"))
    matter = told(tell, address_id=flat.code)
    assert matter.unit == flat
    county.apply(SPEAKING)
    _, (one,) = ask(f"v2/requests/{matter.number}")
    assert (one["address"], one["address_id"]) == ("Lake, East, Small", lake.code)


def test_a_list_asks_the_same_few_questions_however_much_is_out(tell, county, django_assert_num_queries):
    for rows in (1, 2):
        publish(county, close(county, told(tell, **POINT)), kept_photo(county))
        # the regions; the requests; the units; the wording; what is out; its pictures
        with django_assert_num_queries(6):
            answer = Client().get("/open311/v2/requests.json")
        assert [bool(one["media_url"] and one["lat"]) for one in answer.json()] == [True] * rows
