"""A request's way from the resident's phone to the rating, and what it leaves behind."""

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import followed, inbox, matter_for, moves_open, story
from haitang.kernel.matters.models import Step
from haitang.kernel.matters.tests.county import County, followed_copy, fresh


def deeds(matter) -> list[tuple[str, str, int | None]]:
    """The entries of a matter: kind, unit, person."""
    entries = Entry.objects.filter(matter=matter.uuid).order_by("pk").select_related("kind", "unit")
    return [(entry.kind.key, entry.unit.name, entry.person_id) for entry in entries]


def test_a_request_goes_its_whole_way(county: County):
    opened = county.open()
    matter = opened.matter
    assert (matter.number, matter.owner.name) == ("HT-2026-10001", "East")
    county.move(matter, "dispatch", "carl", to_unit="lake")
    county.move(matter, "accept", "sun")
    county.move(matter, "visit_site", "anna", note="三盏灯都不亮")
    county.move(matter, "answer", "sun", note="已修好", answers={"summary": "路灯已修"})
    mine = followed(matter.number, opened.follow_code)
    assert mine is not None
    assert [view.key for view in moves_open(mine, county.resident)] == ["confirm", "reopen", "withdraw"]
    county.move(mine, "confirm", county.resident, rating=5)
    done = fresh(matter)
    assert (done.state.key, done.rating, done.closed_on, done.due_at) == ("closed", 5, done.opened_on, None)
    people = county.people
    assert deeds(matter) == [
        ("taken", "Lake", None),
        ("sent", "East", people["carl"].pk),
        ("site_visit", "Lake", people["anna"].pk),
        ("solved", "Lake", people["sun"].pk),
    ]


def test_the_story_tells_every_step_and_the_resident_no_names(county: County):
    matter = county.answered()
    county.move(matter, "confirm", county.resident, rating=4)
    told = story(fresh(matter), county.actor("clara"))
    assert [(step.label.en, step.actor, step.unit) for step in told] == [
        ("Opened", "", ""),
        ("Dispatch", "Clara", county.units["county"].name),
        ("Accept", "Fred", "Parks"),
        ("Answer", "Fred", "Parks"),
        ("Confirm", "", ""),
    ]
    assert [step.actor for step in story(followed_copy(matter), county.resident)] == [""] * 5
    assert Step.objects.filter(matter=matter).count() == 5


def test_a_clerk_sees_it_in_the_inbox_and_another_town_does_not(county: County):
    matter = county.open().matter
    assert [row.number for row in inbox(county.actor("carl")).rows] == [matter.number]
    assert inbox(county.actor("cora")).rows == []
    assert matter_for(county.actor("carl"), matter.number) == matter
    assert matter_for(county.actor("cora"), matter.number) is None
