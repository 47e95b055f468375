"""A patrol is one press; a problem seen is a matter by the patrol's own channel, with photo and place."""

import json
from copy import deepcopy
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from haitang.desks.patrol.tests.county import PLAYBOOK, County, small_county
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import shown_answers
from haitang.kernel.matters.models import Matter, MatterAttachment
from haitang.kernel.playbooks.api import house_of, load
from haitang.kernel.registry.api import actor_of
from haitang.lib.diagnostics import Faults
from haitang.lib.ids import new_id
from haitang.ui.menu import menu_for


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The county; undone after the file."""
    return small_county()


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)


@pytest.fixture
def greta(county) -> Client:
    """The grid member's phone."""
    return entered(county, "greta")


def entered(county: County, name: str) -> Client:
    client = Client()
    client.force_login(county.account(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def photo() -> SimpleUploadedFile:
    Image.new("RGB", (40, 30), "#888").save(drawn := BytesIO(), "jpeg")
    return SimpleUploadedFile("lamp.jpg", drawn.getvalue(), "image/jpeg")


def sent(county: County, **more: object) -> dict[str, object]:
    return {"uuid": new_id(), "patrol": "grid", "unit": county.units["lake"].pk, **more}


PAGE = "patrol:walk"


def test_all_is_well_in_one_press(county, greta):
    page = greta.get(reverse(PAGE)).content.decode()
    assert "记下这次巡查" in page
    assert "data-locate" in page
    answer = greta.post(reverse(PAGE), sent(county), follow=True)
    entry = Entry.objects.get()
    assert (entry.kind.key, entry.unit, entry.person, entry.channel) == (
        "grid_patrol",
        county.units["lake"],
        county.people["greta"],
        "phone",
    )
    assert Matter.objects.count() == 0
    assert "没有发现问题" in answer.content.decode()
    assert "无异常" in answer.content.decode()


def test_a_problem_is_a_matter_by_the_patrol_s_channel_with_photo_and_place(county, greta):
    seen = {"title": "路灯不亮", "where": "桥头", "spot": "31.650000, 120.750000", "category": "city.lamps"}
    answer = greta.post(reverse(PAGE), sent(county, **seen, photos=photo()), follow=True)
    matter = Matter.objects.get()
    assert matter.number in answer.content.decode()
    assert (matter.channel, matter.unit, matter.opened_by) == (
        "grid",
        county.units["lake"],
        county.people["greta"],
    )
    assert (matter.title, matter.category.key) == ("路灯不亮", "lamps")
    assert MatterAttachment.objects.filter(matter=matter).count() == 1
    answers = shown_answers(json.loads(matter.data), house_of(county.region.pk))
    said = {one.key: one.said.zh for one in answers}
    assert said == {"place_words": "桥头", "spot": "31.650000, 120.750000"}
    assert Entry.objects.get().note.text == f"→ {matter.number}"


def test_sent_twice_it_is_one_patrol_and_one_matter(county, greta):
    form = sent(county, title="井盖松动")
    for _ in "ab":
        assert greta.post(reverse(PAGE), form).status_code == 302
    assert (Entry.objects.count(), Matter.objects.count()) == (1, 1)


def test_what_is_refused_writes_neither_and_says_why(county, greta):
    for wrong in (
        {"where": "桥头"},
        {"title": "路灯不亮", "spot": "somewhere"},
        {"unit": county.units["hill"].pk},
    ):
        answer = greta.post(reverse(PAGE), sent(county, **wrong))
        assert answer.status_code == 400
        assert answer.context["page"].form.errors
    assert (Entry.objects.count(), Matter.objects.count()) == (0, 0)


def test_who_walks_nowhere_records_nothing(county):
    clara = entered(county, "clara")
    page = clara.get(reverse(PAGE)).content.decode()
    assert "不用巡查" in page
    assert PAGE not in {item.url_name for item in menu_for(actor_of(county.account("clara")))}
    assert PAGE in {item.url_name for item in menu_for(actor_of(county.account("greta")))}
    assert clara.post(reverse(PAGE), sent(county)).status_code == 404
    assert Client().get(reverse(PAGE)).status_code == 302
    assert Entry.objects.count() == 0


def test_the_page_costs_the_same_after_one_patrol_and_after_three(county, greta, django_assert_num_queries):
    greta.post(reverse(PAGE), sent(county))
    greta.get(reverse(PAGE))  # the message of what was done is shown once
    with CaptureQueriesContext(connection) as one:
        greta.get(reverse(PAGE))
    cost = len(one)
    assert cost <= 10
    for _ in "ab":
        greta.post(reverse(PAGE), sent(county))
    greta.get(reverse(PAGE))
    with django_assert_num_queries(cost):
        greta.get(reverse(PAGE))


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (("roles: [grid_member]", "roles: [grid_membre]"), "patrol-unknown"),
        (("writes: grid_patrol", "writes: patrol"), "patrol-unknown"),
        (("channel: grid", "channel: gird"), "patrol-unknown"),
        (("    spot: spot", "    spot: place_words"), "patrol-unknown"),
        (("roles: [grid_member]", "roles: [grid_member, clerk]"), "patrol-cannot-write"),
    ],
)
def test_a_patrol_that_leads_nowhere_is_a_fault(tmp_path, edit, code):
    text = PLAYBOOK.replace(*edit)
    assert text != PLAYBOOK
    (tmp_path / "main.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as found:
        load(tmp_path)
    assert code in {fault.code for fault in found.value.faults}
