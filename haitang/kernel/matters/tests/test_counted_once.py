"""One matter is solved once, however often it was closed; and a wrong dispatch has no exit."""

from haitang.kernel.ledger.models import Entry, Fact
from haitang.kernel.matters.api import story
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.tests.county import County, followed_copy, fresh
from haitang.kernel.matters.tests.fair import FAIR
from haitang.kernel.matters.tests.test_fair_accounting import wrong


def solved(matter: Matter) -> int:
    """How often it counts as solved."""
    return Fact.objects.filter(kind__key="solved", entry__matter=matter.uuid).count()


def closed(county: County, stars: int = 5) -> Matter:
    matter = county.answered()
    county.move(matter, "confirm", county.resident, rating=stars)
    return followed_copy(matter)


def test_closed_and_taken_up_again_and_closed_again_it_is_solved_once(county: County):
    matter = closed(county)
    assert (solved(matter), fresh(matter).rating) == (1, 5)
    county.move(matter, "reopen_closed", county.resident, note="又坏了")
    assert (solved(matter), fresh(matter).rating) == (0, None)
    assert [step.rating for step in story(matter, county.resident) if step.rating] == [5]
    county.move(matter, "answer", "fred", note="再修好了")
    county.move(followed_copy(matter), "confirm", county.resident, rating=1)
    assert (solved(matter), fresh(matter).rating) == (1, 1)
    voiding = Entry.objects.get(voids__isnull=False)
    assert "再办" in voiding.reason


def test_what_else_it_wrote_stays(county: County):
    matter = closed(county)
    before = set(Entry.objects.exclude(kind__key="solved").values_list("uuid", flat=True))
    county.move(matter, "reopen_closed", county.resident, note="又坏了")
    voided = set(Entry.objects.filter(voids__isnull=False).values_list("voids", flat=True))
    assert not before & voided


def returned(county: County) -> Matter:
    matter = county.open().matter
    county.move(matter, "dispatch", "carl", to_unit="parks")
    county.move(matter, "send_back", "fred", note="不归我们管")
    return fresh(matter)


def test_withdrawn_after_it_came_back_the_dispatch_was_wrong_all_the_same(charging: County):
    matter = returned(charging)
    charging.move(followed_copy(matter), "withdraw", charging.resident, note="算了")
    assert wrong() == [("East", charging.people["carl"].pk)]


def test_put_to_a_meeting_after_it_came_back_it_was_wrong_and_is_charged_once(charging: County):
    matter = returned(charging)
    charging.move(matter, "call_meeting", "carl", note="请会议")
    charging.move(matter, "decide", "host", note="归公安", to_unit="police", quantity=3)
    assert wrong() == [("East", charging.people["carl"].pk)]


def test_what_was_charged_on_the_way_to_a_meeting_is_not_charged_again(charging: County):
    matter = returned(charging)
    charging.move(matter, "call_meeting", "carl", note="请会议")
    charging.move(matter, "decide", "host", note="还是园林", to_unit="parks", quantity=3)
    assert len(wrong()) == 1
    charging.move(matter, "send_back", "fred", note="真的不归我们管")
    charging.move(matter, "dispatch", "clara", to_unit="police")
    assert len(wrong()) == 2


def test_withdrawn_before_it_ever_came_back_nothing_was_wrong(charging: County):
    matter = charging.dispatched()
    charging.move(followed_copy(matter), "withdraw", charging.resident, note="算了")
    assert wrong() == []


def test_called_back_by_who_sent_it_is_their_own_correction_and_no_wrong_dispatch(fair: County):
    line = next(row for row in FAIR.splitlines() if "over: sender" in row)
    fair.apply(FAIR.replace(line, f"{line[:-1]}, writes: [{{entry: paused, by: actor, unit: sender}}]}}"))
    matter = fair.dispatched()
    sender = fresh(matter).steps.order_by("-pk").values_list("from_owner__name", flat=True)[0]
    key = line.split(":")[0].strip()
    fair.move(matter, key, "clara", note="派错了")
    fair.move(matter, "dispatch", "clara", to_unit="police")
    entry = Entry.objects.get(kind__key="paused")
    assert (entry.unit.name, entry.person, wrong()) == (sender, fair.people["clara"], [])
