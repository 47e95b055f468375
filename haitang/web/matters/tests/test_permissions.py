"""What one may not see is not there: whatever address is guessed, however it is asked."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from haitang.desks.requests.tests.county import small_county
from haitang.desks.requests.tests.test_tell import photo
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.models import Look
from haitang.web.matters.tests.helpers import press, step, tell, url


@pytest.fixture
def lamp(county, sign_in):
    """A lamp of the east with a photo, in the hands of the east's clerk."""
    matter = tell(county)
    given = {"client_id": str(uuid4()), "text": "看照片", "photos": [photo()]}
    sign_in("ella").post(url("comment", matter), given)
    return matter


def addresses(matter: Matter) -> list[str]:
    """Every address that names a matter."""
    kept = matter.attachments.get().attachment.uuid
    pages = [url(page, matter) for page in ("matter", "comment", "edit", "contact", "erase", "part")]
    return [*pages, url("move", matter, "dispatch"), url("file", matter, kept)]


@pytest.mark.slow(reason="asks for every address of a matter")
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_clerk_of_another_town_finds_nothing_at_any_address(county, sign_in, lamp, headers):
    wendy, ella = sign_in("wendy"), sign_in("ella")
    steps = Step.objects.count()
    for address in addresses(lamp):
        for ask in (wendy.get, wendy.post):
            if ask(address, headers=headers, follow=True).status_code not in (404, 405):
                pytest.fail(f"{address} answered")
    assert [wendy.post(address).status_code for address in addresses(lamp)[:1]] == [405]
    assert all(wendy.get(address, follow=True).status_code == 404 for address in addresses(lamp))
    assert ella.get(url("matter", lamp)).status_code == 200
    assert Step.objects.count() == steps


def test_posts_to_what_may_not_be_seen_find_nothing(county, sign_in, lamp):
    wendy = sign_in("wendy")
    for page in ("comment", "edit", "contact", "erase", "part"):
        assert wendy.post(url(page, lamp), {"text": "x", "why": "x"}).status_code == 404
    given = {"seen": lamp.serial, "client_id": str(uuid4()), "to_unit": str(county.units["hill"].pk)}
    assert wendy.post(url("move", lamp, "dispatch"), given).status_code == 404


def test_gathering_what_may_not_be_seen_finds_nothing(county, sign_in, lamp):
    own = tell(county, "西边的灯", at="hill")
    both = [own.number, lamp.number]
    wendy = sign_in("wendy")
    assert wendy.get(reverse("matters:gather"), {"number": both}).status_code == 404
    assert wendy.post(reverse("matters:gather"), {"number": both, "under": own.number}).status_code == 404


def test_lists_show_only_what_may_be_seen(county, sign_in, lamp):
    for page in (reverse("matters:inbox"), reverse("matters:board", args=["request"])):
        assert lamp.title not in sign_in("wendy").get(page).content.decode()
        assert lamp.title in sign_in("ella").get(page).content.decode()
        assert lamp.title in sign_in("clara").get(page).content.decode()


def test_a_clerk_of_another_county_finds_nothing(county, sign_in, lamp):
    other = small_county("other", "990002")
    assert sign_in("clara", other).get(url("matter", lamp)).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(lamp):
    for address in addresses(lamp):
        answer = Client().get(address)
        assert answer.status_code in (302, 405)
        assert "location" not in answer.headers or "/account/login/" in answer["location"]


def test_a_file_is_handed_out_so_that_nothing_in_it_runs(county, sign_in, lamp):
    kept = lamp.attachments.get().attachment
    answer = sign_in("ella").get(url("file", lamp, kept.uuid))
    assert answer.getvalue()
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert sign_in("ella").get(url("file", tell(county, "另一件"), kept.uuid)).status_code == 404


def test_who_may_see_but_not_move_has_no_moves(county, sign_in, lamp):
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    page = sign_in("sun").get(url("matter", lamp)).context["page"]
    assert [move.key for move in page.head.moves] == ["visit_site"]  # as the place's secretary, no more
    assert press_quietly(sign_in("sun"), lamp) == 409
    lamp.refresh_from_db()
    assert lamp.state.key == "dispatched"


def press_quietly(browser: Client, matter: Matter) -> int:
    """Send a move that was not offered."""
    given = {"seen": matter.serial, "client_id": str(uuid4())}
    return browser.post(url("move", matter, "accept"), given).status_code


def test_contact_is_shown_after_a_reason_and_the_look_is_logged(county, sign_in):
    matter = tell(county, phone="13800138000")
    ella = sign_in("ella")
    assert "13800138000" not in ella.get(url("matter", matter)).content.decode()
    assert ella.post(url("contact", matter), {"why": ""}).status_code == 400
    assert not Look.objects.exists()
    answer = ella.post(url("contact", matter), {"why": "核实地点"})
    assert "13800138000" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Look.objects.get().why == "核实地点"
    assert "13800138000" not in ella.get(url("matter", matter)).content.decode()


def test_who_does_not_own_it_may_not_look_at_the_contact(county, sign_in):
    matter = tell(county, phone="13800138000")
    press(sign_in("ella"), matter, "dispatch", to_unit=str(county.units["housing"].pk))
    answer = sign_in("ella").post(url("contact", matter), {"why": "好奇"})
    assert answer.status_code == 400
    assert "13800138000" not in answer.content.decode()


@pytest.mark.parametrize("act", ["contact", "comment", "edit", "part"])
def test_an_act_come_to_by_reloading_or_signing_in_again_leads_to_the_matter(lamp, sign_in, act):
    answer = sign_in("ella").get(url(act, lamp))
    assert (answer.status_code, answer.url) == (302, url("matter", lamp))


def test_words_are_erased_from_the_page_by_who_may_and_once_it_is_closed(county, sign_in, lamp):
    clara, hugo = sign_in("clara"), sign_in("hugo")
    assert "erase/" not in clara.get(url("matter", lamp)).text
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(lamp, "withdraw", county, "clara", note="重复")
    assert "erase/" in clara.get(url("matter", lamp)).text
    assert "erase/" not in hugo.get(url("matter", lamp)).text
    assert hugo.post(url("erase", lamp), {"why": "x"}).status_code == 400
    assert clara.post(url("erase", lamp), {"why": ""}).status_code == 400
    page = clara.post(url("erase", lamp), {"why": "本人申请"}, follow=True)
    assert (page.status_code, lamp.title in page.text, "本人申请" in page.text) == (200, False, True)
