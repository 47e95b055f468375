"""Record once: with a phone, with or without JavaScript, and never twice."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from haitang.kernel.ledger.models import Attachment, Entry
from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.registry.api import SYSTEM
from haitang.lib import clock
from haitang.lib.clock import ZONE
from haitang.lib.ids import new_id
from haitang.web.tests.county import PLAYBOOK, County


def form(county: County, **changes: object) -> dict[str, object]:
    """What a browser sends for a visit."""
    said = {
        "kind": "visit",
        "uuid": str(new_id()),
        "unit": county.units["lake"].pk,
        "served": f"王桂英家 · 湖心村 #{county.units['house'].pk}",
        "answer-need": "repair",
        "quantity": "1",
        "note": "门口路灯不亮",
        "day": clock.today().isoformat(),
    }
    return said | changes


def page(county: County, name: str, address: str = "/record/") -> str:
    return county.client(name).get(address).content.decode()


def test_the_grid_shows_the_kinds_of_ones_posts_only(county):
    assert ">入户走访</a>" in page(county, "sun")
    assert ">支部活动</a>" in page(county, "sun")
    assert ">支部活动</a>" not in page(county, "mei")
    assert ">入户走访</a>" not in page(county, "olive")


def test_the_page_says_what_the_deed_will_count_toward(county):
    assert '<span class="pill pink">走访次数</span>' in page(county, "sun")
    assert '<span class="pill pink">支部活动次数</span>' in page(county, "sun", "/record/?kind=meeting")


def test_a_deed_is_on_the_ledger_once_though_sent_twice(county):
    client, said = county.client("sun"), form(county)
    first = client.post("/record/", said)
    second = client.post("/record/", said)
    entry = Entry.objects.get()
    assert first["Location"] == second["Location"] == f"/entries/{entry.uuid}/"
    assert (entry.served_unit_id, entry.person_id) == (county.units["house"].pk, county.people["sun"].pk)


def test_a_thumb_that_slips_writes_nothing(county):
    text = PLAYBOOK.read_text(encoding="utf-8")
    bare = "  look:\n    label: {zh: 现场查看, en: Site visit}\n    who: [secretary]\n    quick: true\n"
    county.apply(text.replace("entries:\n", f"entries:\n{bare}", 1))
    client, said = county.client("sun"), form(county, kind="look", served="", note="")
    said = {key: value for key, value in said.items() if not key.startswith(("answer", "quantity", "served"))}
    answer = client.post("/record/", said)
    assert answer.status_code == 422
    assert "写一句做了什么" in answer.content.decode()
    assert not Entry.objects.exists()
    assert client.post("/record/", said | {"note": "路灯已修"}).status_code == 302


def test_the_same_form_saying_something_else_leads_to_what_it_said_first_and_says_so(county):
    client, said = county.client("sun"), form(county)
    first = client.post("/record/", said)
    other = client.post("/record/", said | {"note": "另一件事"}, follow=True)
    entry = Entry.objects.get()
    assert other.redirect_chain == [(first["Location"], 302)]
    when = entry.recorded_at.astimezone(ZONE).strftime("%m-%d %H:%M")
    page = other.content.decode()
    assert f"这张表已经在 {when} 交过" in page
    assert "这里是当时交的" in page
    assert "另一件事" not in page


def test_every_fault_is_said_at_its_field_and_nothing_is_written(county):
    wrong = form(county, **{"answer-need": "", "quantity": "21", "served": "没有这家"})
    answer = county.client("sun").post("/record/", wrong)
    assert answer.status_code == 422
    assert answer.content.decode().count("errorlist") >= 2
    assert not Entry.objects.exists()


def test_whom_it_served_is_found_by_a_name_that_only_one_has(county):
    county.client("sun").post("/record/", form(county, served="王桂英家"))
    assert Entry.objects.get().served_unit_id == county.units["house"].pk


def test_a_visit_that_names_no_household_is_refused_at_its_field(county, tmp_path):
    text = PLAYBOOK.read_text(encoding="utf-8")
    must = text.replace("serves: household", "serves: household\n    must_name: true")
    (tmp_path / "playbook.yaml").write_text(must, encoding="utf-8")
    apply(plan(tmp_path, at=county.units["county"]), actor=SYSTEM(county.region))
    answer = county.client("sun").post("/record/", form(county, served=" "))
    assert answer.status_code == 422
    assert answer.context["page"].form.errors.keys() == {"served"}
    assert not Entry.objects.exists()


def test_a_household_of_another_town_cannot_be_named(county):
    said = form(county, unit=county.units["hill"].pk)
    answer = county.client("gao").post("/record/", said)
    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_a_unit_of_someone_elses_post_cannot_be_chosen(county):
    answer = county.client("sun").post("/record/", form(county, unit=county.units["hill"].pk))
    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_a_kind_of_other_posts_is_not_there(county):
    assert county.client("mei").post("/record/", form(county, kind="meeting")).status_code == 404


def test_offers_grow_with_what_is_typed_and_stay_within_reach(county):
    address = "/record/served/?kind=visit&served=王"
    assert "王桂英家" in page(county, "sun", address)
    assert "王桂英家" not in page(county, "gao", address)
    assert county.client("sun").get("/record/served/?kind=nothing").status_code == 404


def test_a_photo_is_kept_drawn_anew_and_shown_to_those_who_see_the_entry(county):
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    photo = SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg")
    county.client("sun").post("/record/", form(county, photos=photo))
    entry, kept = Entry.objects.get(), Attachment.objects.get()
    address = f"/entries/{entry.uuid}/files/{kept.uuid}/"
    shown = county.client("sun").get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, kept.media_type)
    assert b"".join(shown.streaming_content)
    assert county.client("gao").get(address).status_code == 404


def photo() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    return SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg")


def test_a_form_sent_again_keeps_its_photo_once_and_one_refused_keeps_none(county):
    said = form(county)
    for _ in range(2):
        assert county.client("sun").post("/record/", {**said, "photos": photo()}).status_code == 302
    assert (Entry.objects.count(), Attachment.objects.count()) == (1, 1)
    unheard_of, early = form(county, served="没有这一户"), form(county, day=clock.today() + timedelta(days=1))
    taken = {**said, "note": "另一句话", "photos": photo()}
    for wrong, status in ((unheard_of, 422), (early, 422), (taken, 302)):
        assert county.client("sun").post("/record/", {**wrong, "photos": photo()}).status_code == status
    assert Attachment.objects.count() == 1


def test_a_script_called_a_photo_is_refused(county):
    script = SimpleUploadedFile("a.png", b"<script>alert(1)</script>", "image/png")
    answer = county.client("sun").post("/record/", form(county, photos=script))
    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(client, db):
    assert client.get("/record/?kind=visit")["Location"] == "/account/login/?next=/record/%3Fkind%3Dvisit"
    answer = client.get("/record/served/?kind=visit", HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"].startswith("/account/login/")


@pytest.mark.parametrize("name", ["sun", "mei", "olive"])
def test_the_form_works_without_javascript(county, name):
    """Every control is a plain one inside a form that posts."""
    body = page(county, name)
    assert '<form method="post" enctype="multipart/form-data"' in body
    assert "onclick" not in body
    assert "<script>" not in body


#: An hour of something, with a word on what it was if one likes; and the same with nothing more to say.
_AID = """  aid:
    label: {zh: 志愿服务, en: Aid}
    quick: true
    quantity: {unit: minutes, min: 10, max: 720}
"""
_THEME = "    fields: {theme: {kind: text, label: {zh: 做什么, en: What}, lines: 1}}\n"


@pytest.mark.parametrize(
    ("more", "changes", "status"),
    [
        (_THEME, {}, 422),
        (_THEME, {"quantity": "60"}, 302),
        (_THEME, {"note": "看过"}, 302),
        (_THEME, {"answer-theme": "扫雪"}, 302),
        ("", {}, 302),
    ],
)
def test_the_usual_amount_alone_says_nothing_where_more_is_asked(county, more, changes, status):
    text = PLAYBOOK.read_text(encoding="utf-8")
    county.apply(text.replace("entries:\n", f"entries:\n{_AID}{more}", 1))
    silent = {**form(county, kind="aid", note="", quantity="10"), **changes}
    silent = {key: value for key, value in silent.items() if key not in ("served", "answer-need")}
    assert county.client("sun").post("/record/", silent).status_code == status
