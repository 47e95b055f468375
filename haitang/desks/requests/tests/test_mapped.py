"""Where on the map something was done, and its pictures: as coarsely as the kind says, while it is out."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from haitang.desks.requests.models import Publication
from haitang.desks.requests.tests.county import County
from haitang.desks.requests.tests.test_done import REVIEWED, SUMMARY, ended, move, page
from haitang.desks.requests.tests.test_tell import photo
from haitang.kernel.ledger.api import keep_attachment
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.matters.api import attach, erase_words
from haitang.kernel.matters.models import Matter
from haitang.lib.diagnostics import Faults
from haitang.lib.ids import new_id
from haitang.lib.points import CELL, coarse

SPOT = "      spot: {kind: place, label: {zh: 坐标, en: Position}}\n"
#: Lets out where it was, and pictures; what is mapped is still to be declared.
OUT = REVIEWED.replace(
    "    published: public_summary\n", "    published: public_summary\n    mapped: spot\n"
).replace(
    "ask: {note: none, fields: [public_summary]}",
    "ask: {note: none, photos: optional, fields: [public_summary]}",
)
MAPPED = OUT.replace("    fields:\n      place_words", f"    fields:\n{SPOT}      place_words")
HOME = {"latitude_micro": 31_650_123, "longitude_micro": 120_751_987}


@pytest.fixture
def mapped(county: County) -> County:
    """The county whose playbook lets out where it was, and pictures."""
    county.apply(MAPPED)
    county.region.refresh_from_db()
    return county


def spotted(county: County, summary: str = SUMMARY, spot: dict[str, int] = HOME) -> Matter:
    matter = ended(county, summary=summary, answers={"spot": spot})
    return move(county, matter, "publish", answers={"public_summary": summary})


def test_a_point_is_told_as_the_middle_of_its_cell_and_never_nearer(client, mapped):
    matter = spotted(mapped)
    told = Publication.objects.get(matter=matter)
    assert told.point == (31_651_000, 120_751_000)
    feed = page(client, mapped, "done-feed")
    assert "<georss:point>31.651 120.751</georss:point>" in feed
    one, drawn = page(client, mapped, "done-one", matter.pk), page(client, mapped, "done-map")
    assert "31.651, 120.751" in one
    for text in (feed, one, drawn):
        assert "31.6501" not in text
        assert "120.75198" not in text


def test_what_lies_in_one_cell_is_one_mark_with_a_line_for_each(client, mapped):
    spotted(mapped)
    spotted(mapped, summary="桥已修好", spot={**HOME, "latitude_micro": 31_650_900})
    shown = page(client, mapped, "done-map")
    assert shown.count('<circle class="dot"') == 1
    assert shown.count('href="#cell-1"') == 1
    listed = shown[shown.index('id="cell-1"') :]
    assert SUMMARY in listed
    assert "桥已修好" in listed


def test_a_point_goes_with_what_was_let_out_and_is_blanked_with_the_words(client, mapped):
    matter = spotted(mapped)
    move(mapped, matter, "unpublish")
    assert "georss:point" not in page(client, mapped, "done-feed")
    assert str(HOME["latitude_micro"]) in Matter.objects.get(pk=matter.pk).data
    erase_words(Matter.objects.get(pk=matter.pk), why="本人要求", actor=mapped.actor("clara"))
    assert str(HOME["latitude_micro"]) not in Matter.objects.get(pk=matter.pk).data


def test_a_kind_that_is_not_mapped_tells_no_point(client, mapped):
    mapped.apply(MAPPED.replace("    mapped: spot\n", ""))
    matter = spotted(mapped)
    assert Publication.objects.get(matter=matter).point is None
    assert "On the map" not in page(client, mapped, "done-one", matter.pk)


def kept_photo(county: County) -> Attachment:
    return keep_attachment(photo(), region=county.region, actor=county.actor("clara"))


def test_only_pictures_added_as_it_is_let_out_are_shown_and_only_while_it_is(client, mapped):
    matter = ended(mapped)
    inside, outside = kept_photo(mapped), kept_photo(mapped)
    attach(matter, attachments=(inside.uuid,), client_id=new_id(), shown=True, actor=mapped.actor("clara"))
    words = {"public_summary": SUMMARY}
    move(mapped, matter, "publish", answers=words, attachments=(outside.uuid,))

    def status(uuid) -> int:
        address = reverse("requests:done-photo", args=[mapped.region.key, matter.pk, uuid])
        answer = client.get(address)
        assert answer.getvalue()
        return answer.status_code

    shown = page(client, mapped, "done-one", matter.pk)
    assert str(outside.uuid) in shown
    assert str(inside.uuid) not in shown
    assert (status(outside.uuid), status(inside.uuid)) == (200, 404)
    move(mapped, matter, "unpublish")
    assert status(outside.uuid) == 404
    move(mapped, matter, "publish", answers=words)
    assert str(outside.uuid) not in page(client, mapped, "done-one", matter.pk)
    assert status(outside.uuid) == 404


@given(north=st.integers(-90_000_000, 90_000_000), east=st.integers(-180_000_000, 180_000_000))
def test_told_again_a_point_says_no_more_and_lies_at_most_half_a_cell_off(north, east):
    once = coarse((north, east))
    assert coarse(once) == once
    assert max(abs(once[0] - north), abs(once[1] - east)) <= CELL // 2


@pytest.mark.parametrize("wrong", ["mapped: public_summary", "mapped: sopt"])
def test_only_a_place_field_is_mapped(county, wrong):
    with pytest.raises(Faults, match="unknown place field"):
        county.apply(MAPPED.replace("mapped: spot", wrong))


def test_what_is_never_published_is_not_mapped(county):
    with pytest.raises(Faults, match="mapped-unpublished"):
        county.apply(MAPPED.replace("    published: public_summary\n", ""))
