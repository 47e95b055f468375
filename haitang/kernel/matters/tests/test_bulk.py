"""Many at once: every check, each key once, all or nothing, in the order given."""

from datetime import UTC, datetime

import pytest

from haitang.kernel.ledger.models import Entry, Fact
from haitang.kernel.matters.api import ContactDetails, MatterDraft, open_many
from haitang.kernel.matters.models import Contact, Matter, Step
from haitang.kernel.matters.tests.county import County
from haitang.lib import clock
from haitang.lib.ids import new_id


def draft(county: County, n: int, **changes) -> MatterDraft:
    """Row *n* of a file."""
    said = {
        "title": f"第 {n} 件",
        "body": "路灯不亮",
        "channel": "hotline",
        "outside_key": f"k{n}",
        "follow": False,
    }
    return MatterDraft("request", county.units["lake"], **{**said, **changes})


def test_rows_are_opened_in_order_with_steps_and_entries(county: County):
    when = datetime(2019, 3, 1, 8, tzinfo=UTC)
    drafts = [
        draft(county, n, opened_at=when if n < 2 else None, contact=ContactDetails(phone="13800138000"))
        for n in range(4)
    ]
    heard: list[int] = []
    report = open_many(drafts, actor=county.actor("carl"), progress=heard.append)
    assert (report.opened, report.repeated, report.refused, heard) == (4, 0, [], [4])
    found = Matter.objects.order_by("pk")
    assert [matter.number for matter in found] == [
        "HT-2019-10001",
        "HT-2019-10002",
        f"HT-{clock.today():%Y}-10001",
        f"HT-{clock.today():%Y}-10002",
    ]
    assert {matter.owner for matter in found} == {county.units["east"]}
    assert Step.objects.filter(kind="opened", role="clerk", unit=county.units["east"]).count() == 4
    assert Contact.objects.count() == 4
    entries = Entry.objects.filter(kind__key="taken")
    assert {entry.matter for entry in entries} == {matter.uuid for matter in found}
    assert {entry.person_id for entry in entries} == {county.people["carl"].pk}
    assert Fact.objects.count() == 4
    assert entries.filter(day="2019-03-01").count() == 2


def test_the_same_file_again_opens_nothing(county: County):
    rows = [draft(county, n) for n in (1, 2, 2, 3)]
    assert open_many(rows, actor=county.house).repeated == 1
    again = open_many([*rows, draft(county, 4)], actor=county.house)
    assert (again.opened, again.repeated) == (1, 4)
    assert Matter.objects.count() == Entry.objects.count() == 4


def test_the_same_identifiers_again_open_nothing(county: County):
    rows = [draft(county, n, uuid=new_id(), outside_key="") for n in range(2)]
    assert open_many([*rows, rows[0]], actor=county.house).repeated == 1
    assert open_many(rows, actor=county.house).repeated == 2
    assert Matter.objects.count() == 2


def test_refused_rows_are_named_by_their_place_and_the_rest_is_opened(county: County):
    rows = [
        draft(county, 0),
        draft(county, 1, channel="pigeon"),
        draft(county, 2, title="", body=""),
        draft(county, 3),
    ]
    report = open_many(rows, actor=county.house)
    assert [(place, refusal.code) for place, refusal in report.refused] == [
        (1, "matters.unknown_channel"),
        (2, "matters.nothing_said"),
    ]
    assert (report.opened, report.seen, Matter.objects.count()) == (2, 4, 2)


def test_a_file_that_breaks_off_leaves_nothing(county: County):
    def rows():
        yield from (draft(county, n) for n in range(1500))
        raise OSError("the disk was pulled out")

    with pytest.raises(OSError, match="pulled out"):
        open_many(rows(), actor=county.house)
    assert Matter.objects.count() == Entry.objects.count() == 0


def test_who_may_not_open_opens_none_of_many(county: County):
    report = open_many([draft(county, 1)], actor=county.actor("cora"))
    assert [refusal.code for _, refusal in report.refused] == ["matters.may_not_open"]
