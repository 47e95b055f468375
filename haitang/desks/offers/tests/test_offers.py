"""Taking on what is offered: one at a time, by reviewed words, with no more told than the playbook says."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import (
    gather,
    look_at_contact,
    matter_for,
    move_offer,
    offer_for,
    offers_open,
    offers_taken,
    take_offer,
    tick,
)
from haitang.kernel.matters.models import Claim, Matter
from haitang.kernel.registry.api import SYSTEM, appoint
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal

WORDS = "一件厚棉衣，电话13912345678"


def take(county, matter, name):
    seen = Matter.objects.get(pk=matter.pk).serial
    take_offer(matter.number, seen=seen, client_id=uuid4(), actor=county.actor(name))


def test_nothing_is_offered_before_its_words_are_reviewed(county):
    waiting, hung = county.ask("wish"), county.ask("wish", WORDS)
    offers = offers_open(county.actor("mei"))
    assert [offer.number for offer in offers] == [hung.number]
    assert offer_for(county.actor("mei"), waiting.number) is None
    assert (offers[0].words, offers[0].place) == ("一件厚棉衣，电话***", "East")


def test_who_holds_no_role_it_is_offered_to_sees_no_offer(county):
    hung = county.ask("wish", WORDS)
    assert offers_open(county.actor("sun")) == []
    assert offer_for(county.actor("sun"), hung.number) is None
    with pytest.raises(Conflict):
        take(county, hung, "sun")


def test_of_two_at_once_one_has_it_and_the_other_is_told_without_a_name(county):
    hung = county.ask("wish", WORDS)
    seen = Matter.objects.get(pk=hung.pk).serial
    take_offer(hung.number, seen=seen, client_id=uuid4(), actor=county.actor("mei"))
    with pytest.raises(Conflict) as told:
        take_offer(hung.number, seen=seen, client_id=uuid4(), actor=county.actor("ming"))
    assert told.value.code == "matters.offer_gone"
    assert "Mei" not in str(told.value)
    assert [claim.person.name for claim in Claim.objects.all()] == ["Mei"]


def test_the_same_form_sent_twice_takes_it_once(county):
    hung, form = county.ask("wish", WORDS), uuid4()
    seen = Matter.objects.get(pk=hung.pk).serial
    for _ in range(2):
        take_offer(hung.number, seen=seen, client_id=form, actor=county.actor("mei"))
    assert Claim.objects.count() == 1


def test_who_claims_a_wish_still_sees_the_words_only(county):
    hung = county.ask("wish", WORDS)
    take(county, hung, "mei")
    mei = county.actor("mei")
    assert matter_for(mei, hung.number) is None
    assert [offer.words for offer in offers_taken(mei)] == ["一件厚棉衣，电话***"]
    with pytest.raises(Forbidden):
        look_at_contact(hung, actor=mei, why="想当面送")


def test_whoever_sees_a_wish_by_their_post_does_not_claim_it(county):
    appoint(
        county.people["sun"],
        role="member",
        unit=county.units["second"],
        actor=SYSTEM(county.region),
        since=county.units["second"].since,
    )
    hung, errand = county.ask("wish", WORDS), county.ask("errand", "取药")
    assert [offer.number for offer in offers_open(county.actor("sun"))] == [errand.number]
    with pytest.raises(Refusal):
        take(county, hung, "sun")


def test_who_takes_an_errand_sees_it_whole_and_may_look_at_the_contact_until_it_is_closed(county):
    errand = county.ask("errand", "取药")
    mei = county.actor("mei")
    assert matter_for(mei, errand.number) is None
    take(county, errand, "mei")
    whole = matter_for(mei, errand.number)
    assert whole is not None
    assert look_at_contact(whole, actor=mei, why="送药").phone == "13900001111"
    move_offer(
        errand.number,
        move="finish",
        seen=Matter.objects.get(pk=errand.pk).serial,
        client_id=uuid4(),
        actor=mei,
    )
    county.move(errand, "thank", note="谢谢你")
    assert [offer.thanks for offer in offers_taken(mei)] == ["谢谢你"]
    with pytest.raises(Forbidden):
        look_at_contact(Matter.objects.get(pk=errand.pk), actor=mei, why="再看看")


def test_what_is_given_back_is_offered_again_and_out_of_the_taker_s_sight(county):
    errand = county.ask("errand", "取药")
    take(county, errand, "mei")
    mei = county.actor("mei")
    seen = Matter.objects.get(pk=errand.pk).serial
    move_offer(errand.number, move="give_back", seen=seen, client_id=uuid4(), actor=mei, note="有事")
    assert matter_for(mei, errand.number) is None
    assert [offer.number for offer in offers_open(county.actor("ming"))] == [errand.number]
    take(county, errand, "ming")
    assert offers_taken(mei) == []
    with pytest.raises(Conflict):
        move_offer(errand.number, move="finish", seen=seen + 2, client_id=uuid4(), actor=mei)


def test_the_deed_is_the_taker_s_once_and_holds_nothing_others_wrote(county):
    hung = county.ask("wish", WORDS)
    take(county, hung, "mei")
    county.move(hung, "hand_over", "stella", note="已交给秦婆婆")
    entry = Entry.objects.get(kind__key="granted")
    assert entry.person_id == county.people["mei"].pk
    assert not hasattr(entry, "note")


def test_thanks_for_a_wish_are_what_the_steward_passes_on(county):
    hung = county.ask("wish", WORDS)
    take(county, hung, "mei")
    county.move(hung, "hand_over", "stella")
    county.move(hung, "pass_on", "stella", note="她说很暖和")
    assert [(offer.closed, offer.thanks) for offer in offers_taken(county.actor("mei"))] == [
        (True, "她说很暖和")
    ]


def test_what_is_not_for_somebody_takes_no_place_from_what_is(county, monkeypatch):
    monkeypatch.setattr("haitang.kernel.matters.queries.offers.MOST", 2)
    root = county.units["second"]
    appoint(county.people["sun"], role="member", unit=root, actor=SYSTEM(county.region), since=root.since)
    for number in range(3):
        county.ask("wish", f"第 {number} 个心愿")
    errands = [county.ask("errand", words) for words in ("取药", "送饭", "修灯")]
    offered = [offer.number for offer in offers_open(county.actor("sun"))]
    assert offered == [errand.number for errand in errands[:2]]


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(county, sign_in, size, django_assert_max_num_queries):
    for number in range(size):
        county.ask("wish", f"第 {number} 个心愿")
    mei = county.actor("mei")
    with django_assert_max_num_queries(7):
        assert len(offers_open(mei)) == size


@pytest.mark.parametrize("size", [1, 3])
def test_what_was_taken_costs_the_same_too(county, size, django_assert_num_queries):
    offers_taken(county.actor("mei"))
    for number in range(size):
        hung = county.ask("wish", f"第 {number} 个心愿")
        take(county, hung, "mei")
        county.move(hung, "hand_over", "stella")
        county.move(hung, "pass_on", "stella", note=f"谢谢 {number}")
    mei = county.actor("mei")
    offers_taken(mei)
    with django_assert_num_queries(4):
        assert {offer.thanks for offer in offers_taken(mei)} == {f"谢谢 {number}" for number in range(size)}


@pytest.mark.slow(reason="many pages one after the other")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_member_goes_the_whole_way_in_the_browser(county, sign_in, language):
    errand, browser = county.ask("errand", "去卫生院取药"), sign_in("mei")
    browser.cookies["django_language"] = language
    page = browser.get(reverse("offers:open"))
    assert "去卫生院取药" in page.content.decode()
    assert "秦婆婆" not in page.content.decode()
    own = reverse("offers:offer", args=[errand.number])
    form = browser.get(own).context["page"].buttons[0].form.initial
    after = browser.post(reverse("offers:take", args=[errand.number]), form, follow=True)
    assert "秦婆婆想要" in after.content.decode()
    looked = browser.post(reverse("offers:contact", args=[errand.number]), {"why": "送药"})
    assert "13900001111" in looked.content.decode()
    finish = next(one for one in after.context["page"].buttons if "finish" in one.url)
    assert browser.post(finish.url, finish.form.initial, follow=True).status_code == 200
    assert Matter.objects.get(pk=errand.pk).state.key == "done"


def test_who_comes_second_is_led_back_with_a_word(county, sign_in):
    hung, browser = county.ask("wish", WORDS), sign_in("ming")
    form = browser.get(reverse("offers:offer", args=[hung.number])).context["page"].buttons[0].form.initial
    take(county, hung, "mei")
    page = browser.post(reverse("offers:take", args=[hung.number]), form, follow=True)
    assert page.redirect_chain[-1][0] == reverse("offers:open")
    assert "刚被别人认领" in page.content.decode()


def test_an_offer_not_to_me_is_not_there(county, sign_in):
    hung = county.ask("wish", WORDS)
    for name in ("sun", "stella"):
        assert sign_in(name).get(reverse("offers:offer", args=[hung.number])).status_code == 404


@pytest.mark.parametrize("kind", ["wish", "errand"])
def test_what_one_person_asks_for_is_gathered_with_nobody_elses(county, kind):
    one, other = county.ask(kind), county.ask(kind)
    with pytest.raises(Refusal) as refused:
        gather([one], under=other, actor=SYSTEM(county.region))
    assert refused.value.code == "matters.each_its_own"


def test_who_did_an_errand_sees_its_details_a_few_days_more_and_then_no_longer(county, time_machine):
    asked = county.ask("errand", WORDS)
    take(county, asked, "mei")
    move_offer(
        asked.number,
        move="finish",
        seen=Matter.objects.get(pk=asked.pk).serial,
        client_id=uuid4(),
        actor=county.actor("mei"),
    )
    county.move(asked, "thank")
    tick()
    assert matter_for(county.actor("mei"), asked.number)
    time_machine.move_to(clock.now() + timedelta(days=9))
    tick()
    assert matter_for(county.actor("mei"), asked.number) is None
    assert offers_taken(county.actor("mei"))
