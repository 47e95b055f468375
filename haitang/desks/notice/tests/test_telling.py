"""Who is told of what: by rule, once, never oneself, and only of what is new."""

from datetime import timedelta

import pytest
from django.db import transaction

from haitang.desks.notice.jobs import tell_what_happened, warn_of_deadlines
from haitang.desks.notice.models import News, Notice
from haitang.desks.notice.tests.county import CODE, PLAYBOOK, County
from haitang.kernel.matters.api import MatterDraft, comment, open_many, tick
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import RESIDENT, appoint
from haitang.lib import clock
from haitang.lib.ids import new_id


def told(county: County) -> set[tuple[str, str]]:
    """Who has which notices, after the worker went through the news."""
    tell_what_happened()
    names = {person.pk: name for name, person in county.people.items()}
    return {
        (names[person], occasion) for person, occasion in Notice.objects.values_list("person", "occasion")
    }


def told_since(county: County, before: set) -> set[tuple[str, str]]:
    return told(county) - before


def test_what_comes_in_is_told_to_those_who_should_act_and_to_nobody_else(county: County):
    county.told()
    assert told(county) == {("ella", "came")}


def test_a_dispatch_is_told_to_the_handlers_of_the_unit_and_those_asked_to_join(county: County):
    matter = county.told()
    told(county)
    to, join = county.units["housing"], county.units["police"]
    county.move(matter, "dispatch", "ella", to_unit=to, invited=[join])
    # Penny of the police may speak there and see nothing: she is not told either.
    assert told_since(county, {("ella", "came")}) == {("hugo", "came"), ("hana", "came"), ("paul", "joined")}


def test_a_role_that_must_act_and_may_not_see_is_told_of_nothing_unless_another_post_shows_it(county: County):
    seeing = "[registry.see, ledger.see, matters.see, matters.move, matters.comment, matters.contact]"
    blind = PLAYBOOK.replace("CODE", CODE).replace(seeing, seeing.replace("matters.see, ", ""), 1)
    county.apply(blind)
    above = county.units["county"]
    appoint(county.people["hana"], role="clerk", unit=above, since=above.since, actor=county.house)
    county.dispatched()
    assert told(county) == {("hana", "came")}


def test_nobody_is_told_of_what_they_did_and_a_step_in_the_same_hands_is_news_only_beside(county: County):
    matter = county.dispatched()
    before = told(county)
    county.move(matter, "accept", "hugo")
    assert told_since(county, before) == {("hana", "beside")}


def test_who_has_it_in_hand_alone_hears_that_the_resident_answered(county: County):
    matter = county.move(county.dispatched(), "accept", "hugo")
    Matter.objects.filter(pk=matter.pk).update(assignee=county.people["hugo"])
    before = told(county)
    followed = Matter.objects.get(pk=matter.pk)
    followed.is_followed = True
    comment(followed, text="还是不亮", client_id=new_id(), actor=RESIDENT(county.region))
    assert told_since(county, before) == {("hugo", "answered")}


def test_who_took_it_down_hears_of_steps_that_are_shown(county: County):
    matter = county.told()
    Matter.objects.filter(pk=matter.pk).update(opened_by=county.people["sun"])
    county.move(matter, "dispatch", "ella", to_unit=county.units["housing"])
    before = told(county)
    county.move(matter, "send_back", "hugo", note="不归我们管")
    assert ("sun", "moved") in before
    assert told_since(county, before) == {("ella", "came")}
    assert Notice.objects.filter(person=county.people["sun"]).count() == 1


def test_the_same_is_told_once_however_often_the_worker_runs(county: County):
    county.dispatched()
    told(county)
    count = Notice.objects.count()
    assert not News.objects.exists()
    assert tell_what_happened() == ""
    News.objects.bulk_create(News(step=step) for step in Step.objects.all())
    told(county)
    assert Notice.objects.count() == count


def test_a_step_that_is_undone_leaves_no_news(county: County):
    with transaction.atomic():
        county.told()
        assert News.objects.count() == 1
        transaction.set_rollback(True)
    assert not News.objects.exists()


def test_what_a_file_brings_is_told_only_if_it_is_of_these_days(county: County):
    now = clock.now()
    lake = county.units["lake"]
    drafts = [
        MatterDraft(
            "request", lake, body=f"第 {days} 件", channel="visit", opened_at=now - timedelta(days=days)
        )
        for days, at in ((days, now - timedelta(days=days)) for days in (1, 30))
    ]
    open_many(drafts, actor=county.house)
    tell_what_happened()
    assert [one.matter.body for one in Notice.objects.all()] == ["第 1 件"]
    assert not News.objects.exists()


def test_a_deadline_is_warned_of_once_before_and_once_after(county: County, morning):
    matter = county.dispatched()
    told(county)
    Notice.objects.all().delete()
    assert warn_of_deadlines() == ""
    # As the flow says it: twelve hours before, and not a moment earlier.
    morning.move_to(matter.due_at - timedelta(hours=12, minutes=1))
    assert warn_of_deadlines() == ""
    morning.move_to(matter.due_at - timedelta(hours=11))
    warn_of_deadlines()
    warn_of_deadlines()
    assert set(Notice.objects.values_list("occasion", flat=True)) == {"due_soon"}
    assert Notice.objects.count() == 2
    morning.move_to(matter.due_at + timedelta(minutes=1))
    warn_of_deadlines()
    warn_of_deadlines()
    assert Notice.objects.filter(occasion="late").count() == 2
    county.move(matter, "accept", "hugo")
    assert warn_of_deadlines() == ""


def test_a_state_whose_flow_warns_of_nothing_is_told_of_when_it_is_late_alone(county: County, morning):
    matter = county.move(county.dispatched(), "accept", "hugo")
    told(county)
    Notice.objects.all().delete()
    morning.move_to(matter.due_at - timedelta(minutes=5))
    assert warn_of_deadlines() == ""
    morning.move_to(matter.due_at + timedelta(minutes=1))
    warn_of_deadlines()
    assert set(Notice.objects.values_list("occasion", flat=True)) == {"late"}


@pytest.mark.parametrize("matters", [1, 3])
def test_the_worker_asks_as_much_for_many_steps_of_a_place_as_for_few(
    county: County, django_assert_num_queries, matters: int
):
    for _ in range(matters):
        county.told()
    with django_assert_num_queries(23):
        tell_what_happened()
    assert Notice.objects.count() == matters


def test_of_steps_in_a_row_each_hears_once(county: County):
    county.dispatched()
    assert told(county) == {("hugo", "came"), ("hana", "came")}
    assert Notice.objects.count() == 2


def test_whoever_is_called_as_the_time_is_up_below_them_hears_of_it_once(county: County, morning):
    matter = county.dispatched()
    before = told(county)
    morning.move_to(matter.due_at + timedelta(minutes=1))
    tick(clock.now())
    assert told_since(county, before) == {("clara", "called")}
    tick(clock.now())
    assert Notice.objects.filter(occasion="called").count() == 1
