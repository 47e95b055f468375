"""One request from the resident's phone to the resident's stars, through the pages alone."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from haitang.desks.requests.tests.test_tell import photo
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import appoint, enrol_person, open_account
from haitang.web.matters.tests.helpers import press, url


@pytest.mark.slow(reason="many pages one after the other")
def test_a_request_goes_from_a_phone_to_five_stars_by_pages_alone(county, sign_in):
    phone = Client()
    door = reverse("requests:tell", args=[county.region.key, "request"])
    what = {"draft": str(uuid4()), "what": "六组路灯三盏不亮。", "unit": str(county.units["lake"].pk)}
    phone.post(door, {**what, "photos": [photo()]})
    matter = Matter.objects.get()

    ella, hugo, anna = sign_in("ella"), sign_in("hugo"), sign_in("anna")
    assert matter.number in ella.get(reverse("matters:inbox")).content.decode()
    press(ella, matter, "dispatch", to_unit=str(county.units["police"].pk))
    assert hugo.get(url("matter", matter)).status_code == 404  # it went to the wrong department
    step_back(county, matter)
    press(ella, matter, "dispatch", to_unit=str(county.units["housing"].pk))
    press(hugo, matter, "accept")
    press(anna, matter, "visit_site", note="地面灯杆三根，线路老化。", photos=[photo("pole.jpg")])
    press(hugo, matter, "answer", note="已更换三盏灯。", **{"answer-public_summary": "六组路灯全亮"})

    resident = reverse("requests:followed", args=[county.region.key, matter.number])
    told = phone.get(resident)
    text = told.content.decode()
    assert "线路老化" in text
    assert "Anna" not in text
    reopen(phone, told, county, matter)
    press(hugo, matter, "answer", note="第二盏也换了。", **{"answer-public_summary": "六组路灯全亮"})
    confirm(phone, phone.get(resident), county, matter)

    matter.refresh_from_db()
    assert (matter.state.key, matter.rating) == ("closed", 5)
    kinds = Entry.objects.filter(matter=matter.uuid).values_list("kind__key", "person__name")
    assert sorted(kinds) == [("request_solved", "Hugo"), ("site_visit", "Anna")]
    story = hugo.get(url("matter", matter)).content.decode()
    for words in ("派单", "退回", "记现场查看", "Anna", "记入台账", "★★★★★", "六组路灯全亮"):
        assert words in story
    assert "六组路灯全亮" in phone.get(door).content.decode()


def step_back(county, matter: Matter) -> None:
    """The police send it back; nobody of theirs signs in to this test's pages."""
    person = enrol_person(county.region, name="Paul", actor=county.house)
    appoint(person, role="handler", unit=county.units["police"], actor=county.house)
    browser = Client()
    account = open_account("paul", person=person, actor=county.house)
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    press(browser, matter, "send_back", note="不归我们管")


def reopen(phone: Client, page, county, matter: Matter) -> None:
    """The resident says that it was not solved."""
    given = {**hidden(page, "reopen"), "note": "第二盏又灭了"}
    phone.post(reverse("requests:move", args=[county.region.key, matter.number, "reopen"]), given)
    matter.refresh_from_db()
    assert matter.state.key == "working"


def confirm(phone: Client, page, county, matter: Matter) -> None:
    """The resident says that it was solved, and how well."""
    given = {**hidden(page, "confirm"), "rating": "5"}
    phone.post(reverse("requests:move", args=[county.region.key, matter.number, "confirm"]), given)


def hidden(page, move: str) -> dict[str, str]:
    """The hidden fields of one of the page's forms."""
    form = next(one.form for one in page.context["page"].moves if one.key == move)
    return {"seen": str(form["seen"].value()), "client_id": str(form["client_id"].value())}
