"""Who writes by e-mail sees no page: the answer tells how many neighbours said the same, and how to join."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from haitang.desks.notice.jobs import send_codes, tell_what_happened
from haitang.desks.notice.tests.county import County, small_county
from haitang.kernel.matters.api import ContactDetails, open_matter
from haitang.kernel.matters.models import Matter
from haitang.lib.clock import ZONE

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZONE)
LAMPS = ("六组路灯三盏不亮,晚上看不清", "六组路灯三盏又不亮了", "六组路灯不亮好几天没人修")


@pytest.fixture
def county(db, tmp_path) -> Iterator[County]:
    """The small county, on a Monday at ten: nobody is asleep."""
    with time_machine.travel(MONDAY, tick=False):
        yield small_county(tmp_path)


def by_letter(county: County, words: str) -> Matter:
    left = ContactDetails("王小明", "", "wang@example.org")
    told = open_matter(
        "request", at=county.units["lake"], body=words, channel="phone", contact=left, actor=county.house
    )
    tell_what_happened()
    send_codes()
    return told.matter


def test_the_answer_says_how_many_and_its_code_opens_the_page_to_join(county: County):
    for words in LAMPS[:2]:
        county.told(body=words)
    matter = by_letter(county, LAMPS[2])
    (letter,) = (one for one in mail.outbox if one.to == ["wang@example.org"])
    assert "2 位邻居也说了这件事" in letter.body
    code = re.search(r"查询码 ([2-9A-Z]{8})", letter.body)[1]
    client = Client()
    follow = reverse("requests:follow", args=[county.region.key])
    page = client.post(follow, {"number": matter.number, "code": code}, follow=True).content.decode()
    told = reverse("requests:told", args=[county.region.key, matter.number])
    assert f"{told}#others" in page
    assert "2 位邻居也说了这件事" in client.get(told).content.decode()
    client.post(reverse("requests:join", args=[county.region.key, matter.number]))
    matter.refresh_from_db()
    assert matter.gathered_under_id


def test_who_is_alone_is_told_nothing_of_others(county: County):
    by_letter(county, LAMPS[2])
    (letter,) = (one for one in mail.outbox if one.to == ["wang@example.org"])
    assert "邻居" not in letter.body


def test_one_neighbour_is_one_in_english_too(county: County):
    county.told(body=LAMPS[0])
    by_letter(county, LAMPS[2])
    (letter,) = (one for one in mail.outbox if one.to == ["wang@example.org"])
    assert "1 neighbour said this too" in letter.body
