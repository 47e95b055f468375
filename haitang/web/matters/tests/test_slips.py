"""Paper slips: printed with numbers, keyed row by row, each one matter."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from haitang.kernel.matters.models import Contact, Matter
from haitang.lib.slips import slip_numbers
from haitang.ui.qr import qr_svg

PRINT, KEY = reverse("matters:slips", args=["request"]), reverse("matters:key", args=["request"])
HTMX = {"HX-Request": "true"}


def row(county, what: str = "路灯不亮", **more) -> dict[str, str]:
    """A row as the screen sends it."""
    unit = str(county.units["lake"].pk)
    return {"unit": unit, "channel": "visit", "draft": str(uuid4()), "slip": "", "what": what, **more}


def test_a_sheet_has_a_number_on_every_slip(county, sign_in):
    ella = sign_in("ella")
    assert 'name="count"' in ella.get(PRINT).content.decode()
    page = ella.get(PRINT, {"unit": county.units["lake"].pk, "count": "7"})
    slips = page.context["page"].slips
    assert len({number for number, _ in slips}) == len({code for _, code in slips}) == 7
    assert all(number in page.content.decode() and code in page.content.decode() for number, code in slips)
    assert ella.get(PRINT, {"unit": county.units["lake"].pk, "count": "x"}).context["page"].slips[11:]


def test_number_and_code_of_the_stub_follow_what_was_keyed_and_the_keyer_never_sees_the_code(county, sign_in):
    ella = sign_in("ella")
    page = ella.get(PRINT, {"unit": county.units["lake"].pk, "count": "2"})
    (number, code), (_, other) = page.context["page"].slips
    answer = ella.post(KEY, row(county, slip=number.lower()), headers=HTMX)
    assert code not in answer.content.decode()
    matter, resident = Matter.objects.get(), Client()
    follow = reverse("requests:follow", args=[county.region.key])
    assert resident.post(follow, {"number": number, "code": other}).status_code == 400
    gone = resident.post(follow, {"number": number, "code": code.lower()}, follow=True)
    assert gone.redirect_chain[0][0].endswith(f"/{matter.number}/")
    assert "路灯不亮" in gone.content.decode()


def test_slips_of_a_place_out_of_reach_are_not_printed(county, sign_in):
    page = sign_in("ella").get(PRINT, {"unit": county.units["hill"].pk})
    assert 'name="count"' in page.content.decode()
    assert sign_in("hugo").get(PRINT).status_code == 404
    assert sign_in("hugo").get(KEY).status_code == 404


@pytest.mark.slow  # forty rows
def test_forty_slips_are_forty_matters_each_kept_as_it_is_keyed(county, sign_in):
    ella = sign_in("ella")
    for place, number in enumerate(slip_numbers("K7QM", 40), 1):
        answer = ella.post(KEY, row(county, f"第 {place} 张", slip=number.lower()), headers=HTMX)
        assert Matter.objects.count() == place
        assert number in answer.content.decode()
    kept = Matter.objects.order_by("pk").first()
    assert (kept.title, kept.channel, kept.unit) == ("第 1 张", "visit", county.units["lake"])
    assert kept.opened_by == county.people["ella"]


def test_the_next_row_is_empty_and_in_the_same_place(county, sign_in):
    answer = sign_in("ella").post(KEY, row(county), headers=HTMX)
    form = answer.context["form"]
    assert (form["what"].value(), form["unit"].value()) == (None, str(county.units["lake"].pk))
    assert "<html" not in answer.content.decode()
    assert 'hx-swap-oob="afterbegin"' in answer.content.decode()


def test_a_slip_keyed_twice_is_one_matter_and_says_so(county, sign_in):
    (number,) = slip_numbers("K7QM", 1)
    ella = sign_in("ella")
    given = row(county, slip=number)
    for again in (given, {**given, "draft": str(uuid4())}):
        answer = ella.post(KEY, given) and ella.post(KEY, again)
        assert answer.status_code == 200
        assert "录过了" in answer.content.decode()
    assert Matter.objects.count() == 1
    answer = ella.post(KEY, row(county, "另一件事", slip=number))
    assert answer.status_code == 400
    assert Matter.objects.count() == 1


def test_errors_stand_beside_the_row_and_nothing_typed_is_lost(county, sign_in):
    ella = sign_in("ella")
    for wrong, field in (
        ({"slip": "K7QM-01-A"}, "slip"),
        ({"what": ""}, "what"),
        ({"phone": "12"}, "phone"),
        ({"unit": str(county.units["hill"].pk)}, "unit"),
        ({"channel": "phone"}, "channel"),
    ):
        given = row(county, name="王阿姨") | wrong
        answer = ella.post(KEY, given)
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
        assert "王阿姨" in answer.content.decode()
        assert ella.post(KEY, given, headers=HTMX).status_code == 200
    assert not Matter.objects.exists()


def test_a_contact_on_a_slip_is_sealed(county, sign_in):
    sign_in("ella").post(KEY, row(county, name="王阿姨", phone="13800138000"))
    assert b"13800138000" not in bytes(Contact.objects.get().phone_sealed)


def test_the_code_on_a_slip_and_on_a_poster_leads_to_the_page_for_the_place(county, sign_in, client):
    ella, lake = sign_in("ella"), county.units["lake"]
    slip = ella.get(PRINT, {"unit": lake.pk, "count": "1"})
    address = slip.context["page"].address
    poster = ella.get(PRINT, {"unit": lake.pk, "poster": "1"}).content.decode()
    for page in (slip.content.decode(), poster):
        assert qr_svg(address) in page
    assert address in poster.replace("&amp;", "&")
    path = address.removeprefix("http://localhost:8000")
    assert client.get(path).context["form"]["unit"].value() == str(lake.pk)
    assert f'<option value="{lake.pk}" selected>' in client.get(path).content.decode()
    assert client.get(path.replace(str(lake.pk), "99999")).status_code == 200


@pytest.mark.parametrize(
    ("given", "at"), [({"slip": "K7QM-09-A"}, 'name="slip"'), ({"what": ""}, 'name="what"')]
)
def test_after_a_fault_the_keyer_stands_where_it_is(county, sign_in, given, at):
    answer = sign_in("ella").post(KEY, row(county) | given, headers=HTMX).content.decode()
    (here,) = (tag for tag in answer.split("<input")[1:] if "autofocus" in tag.split(">")[0])
    assert at in here
    assert 'aria-invalid="true"' in here


def sent_later(client, county, *, account: str | None = None, **more):
    """A row that waited in a browser for the network, as its script sends it."""
    own = client.get(reverse("keeping:ready")).json()["account"] if account is None else account
    headers = {"X-Haitang-Kept": "later", "X-Haitang-Account": own}
    return client.post(KEY, row(county, **more), headers=headers)


def test_a_slip_that_waited_for_the_network_is_one_matter_and_told_in_a_few_words(county, sign_in):
    ella, number = sign_in("ella"), slip_numbers("K7QM", 1)[0]
    first = sent_later(ella, county, slip=number).json()
    matter = Matter.objects.get()
    assert first == {
        "outcome": "sent",
        "said": f"{number} · 路灯不亮",
        "number": matter.number,
        "url": reverse("matters:matter", args=[matter.number]),
    }
    again = sent_later(ella, county, slip=number).json()
    assert (again["number"], "录过了" in again["said"]) == (matter.number, True)
    assert Matter.objects.count() == 1


def test_a_slip_that_waited_and_is_wrong_stays_with_the_reason(county, sign_in):
    answer = sent_later(sign_in("ella"), county, slip="K7QM-09-A")
    assert (answer.status_code, answer.json()["outcome"]) == (400, "refused")
    assert "编号不对" in answer.json()["why"][0]
    assert not Matter.objects.exists()


def test_a_slip_that_another_keyed_in_the_same_browser_is_not_sent(county, sign_in):
    answer = sent_later(sign_in("ella"), county, account="99999")
    assert (answer.status_code, answer.json()) == (409, {"outcome": "sign_in"})
    assert not Matter.objects.exists()


def test_the_screen_is_kept_for_when_there_is_no_network_without_what_is_somebodys_own(county, sign_in):
    page = sign_in("ella").get(KEY, headers={"X-Haitang-Shell": "1"}).content.decode()
    assert 'data-kept-rows="unit channel"' in page
    assert "data-shell" in page
    assert 'class="menu"' not in page
