"""The register changed on pages: posts given and ended, units moved, closed; people edited, erased."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from haitang.kernel.matters.api import open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import SYSTEM, add_unit, appoint, why_erased
from haitang.kernel.registry.models import Post, Unit
from haitang.lib import clock
from haitang.web.tests.county import PLAYBOOK, County

MAY = "registry.appoint, registry.grant, registry.units, registry.people,"


@pytest.fixture
def allowed(county: County) -> County:
    """The county, where the organiser may change the register."""
    county.apply(PLAYBOOK.read_text(encoding="utf-8").replace("registry.appoint,", MAY, 1))
    return county


def unit(county: County, name: str, act: str = "") -> str:
    return f"/units/{county.units[name].pk}/{act}"


def person(county: County, name: str, act: str = "") -> str:
    return f"/people/{county.people[name].pk}/{act}"


def post_of(county: County, name: str) -> Post:
    return Post.objects.get(person=county.people[name])


def addresses(county: County) -> list[str]:
    acts = [unit(county, "lake", f"{act}/") for act in ("appoint", "rename", "move", "close")]
    acts += [person(county, "mei", f"{act}/") for act in ("change", "erase")]
    return [*acts, f"/people/posts/{post_of(county, 'mei').pk}/end/"]


def press_twice(client: Client, address: str, given: Any) -> Any:  # reason: the test client's own answer
    """Fill in, read what follows, press again."""
    shown = client.post(address, given)
    assert (shown.status_code, bool(shown.context["follows"])) == (200, True)
    return client.post(address, {**given, "sure": shown.context["sure"]})


def test_who_may_is_led_to_each_change_and_each_asks_first(allowed):
    client = allowed.client("olive")
    bodies = client.get(unit(allowed, "lake")).content + client.get(person(allowed, "mei")).content
    for address in addresses(allowed):
        assert f'href="{address}"' in bodies.decode(), address
        assert client.get(address).status_code == 200
    assert post_of(allowed, "mei").until is None


@pytest.mark.parametrize("who", ["sun", "gao", "mei"])
def test_for_anybody_else_no_change_is_there_and_nothing_happens(allowed, who):
    client = allowed.client(who)
    shown = client.get(person(allowed, "mei")).content + client.get(unit(allowed, "lake")).content
    assert b"/change/" not in shown
    assert b"/end/" not in shown
    assert b"/close/" not in shown
    for address in addresses(allowed):
        given = {"name": "Mei", "code": "x", "last_day": clock.today(), "why": "x", "on": clock.today()}
        assert client.get(address).status_code == 404, address
        assert client.post(address, given).status_code == 404, address
    mei = allowed.people["mei"]
    mei.refresh_from_db()
    assert (mei.name, mei.erased_at, post_of(allowed, "mei").until) == ("Mei", None, None)
    assert allowed.client("sun").get("/people/posts/0/end/").status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(allowed, client):
    assert client.get(unit(allowed, "lake", "close/")).status_code == 302


def test_somebody_is_appointed_by_what_was_picked(allowed):
    client, mei = allowed.client("olive"), allowed.people["mei"]
    given = {"who": f"Mei #{mei.pk}", "role": "secretary", "since": clock.today()}
    answer = client.post(unit(allowed, "lake", "appoint/"), given)
    assert (answer.status_code, answer["Location"]) == (302, unit(allowed, "lake"))
    assert Post.objects.filter(person=mei, role__key="secretary", unit=allowed.units["lake"]).exists()
    again = client.post(unit(allowed, "lake", "appoint/"), given)
    assert again.status_code == 422
    assert "已在这里担任同一职务" in again.content.decode()


def test_who_lacks_what_a_role_may_do_does_not_hand_it_out(county):
    olive = county.client("olive")
    given = {"who": f"Mei #{county.people['mei'].pk}", "role": "secretary", "since": clock.today()}
    answer = olive.post(unit(county, "lake", "appoint/"), given)
    assert answer.status_code == 422
    assert not Post.objects.filter(person=county.people["mei"], role__key="secretary").exists()


def test_a_post_ends_with_its_last_day_and_a_reason_that_stays(allowed):
    client, post, today = allowed.client("olive"), post_of(allowed, "sun"), clock.today()
    address = f"/people/posts/{post.pk}/end/"
    assert client.post(address, {"last_day": today, "why": ""}).status_code == 422
    early = client.post(address, {"last_day": post.since - timedelta(days=1), "why": "调动"})
    assert early.status_code == 422
    assert client.post(address, {"last_day": today, "why": "调动"}).status_code == 302
    post.refresh_from_db()
    assert (post.until, post.ended_because) == (today + timedelta(days=1), "调动")
    assert "调动" in client.get(person(allowed, "sun")).content.decode()


def test_a_post_that_has_not_begun_is_taken_back(allowed):
    later, house = clock.today() + timedelta(days=5), SYSTEM(allowed.region)
    mei, lake = allowed.people["mei"], allowed.units["lake"]
    post = appoint(mei, role="secretary", unit=lake, since=later, actor=house)
    allowed.client("olive").post(f"/people/posts/{post.pk}/end/", {"sure": "1"})
    assert not Post.objects.filter(pk=post.pk).exists()


def test_a_unit_is_renamed_moved_and_closed(allowed):
    client, lake = allowed.client("olive"), allowed.units["lake"]
    assert (
        client.post(unit(allowed, "lake", "rename/"), {"name": "大湖村", "code": lake.code}).status_code
        == 302
    )
    west = allowed.units["west"]
    moved = {"under": f"西山镇 #{west.pk}", "on": clock.today()}
    assert press_twice(client, unit(allowed, "lake", "move/"), moved).status_code == 302
    lake.refresh_from_db()
    assert (lake.name, lake.parent) == ("大湖村", west)
    full = client.post(unit(allowed, "lake", "close/"), {"last_day": clock.today(), "why": "并村"})
    assert full.status_code == 422
    lake.refresh_from_db()
    assert lake.until is None


def test_an_empty_unit_is_closed_with_its_posts(allowed):
    today, house = clock.today(), SYSTEM(allowed.region)
    small = add_unit("新村", kind="village", under=allowed.units["west"], code="9", since=today, actor=house)
    appoint(allowed.people["mei"], role="member", unit=small, actor=house)
    client, given = allowed.client("olive"), {"last_day": today, "why": "并村", "end_posts": "on"}
    assert press_twice(client, f"/units/{small.pk}/close/", given).status_code == 302
    small.refresh_from_db()
    assert (small.until, small.ended_because) == (today + timedelta(days=1), "并村")
    assert Post.objects.get(unit=small).ended_because == "并村"
    assert client.get(f"/units/{small.pk}/close/").status_code == 404


def test_a_person_is_edited_and_what_is_left_empty_stays(allowed):
    client, mei = allowed.client("olive"), allowed.people["mei"]
    given = {"name": "梅香", "sex": "f", "born_on": "", "phone": "13800138000", "identity": ""}
    assert client.post(person(allowed, "mei", "change/"), given).status_code == 302
    assert client.post(person(allowed, "mei", "change/"), {**given, "phone": ""}).status_code == 302
    mei.refresh_from_db()
    assert (mei.name, mei.sex, bool(mei.phone_sealed)) == ("梅香", "f", True)
    assert client.post(person(allowed, "mei", "change/"), {**given, "phone": "12"}).status_code == 422


def test_a_person_is_erased_by_who_types_the_name(allowed):
    client, mei = allowed.client("olive"), allowed.people["mei"]
    wrong = client.post(person(allowed, "mei", "erase/"), {"name": "Mai", "why": "本人要求"})
    assert client.post(person(allowed, "mei", "erase/"), {"name": "Mei", "why": ""}).status_code == 422
    mei.refresh_from_db()
    assert (wrong.status_code, mei.erased_at) == (422, None)
    given = {"name": "Mei", "why": "本人要求"}
    assert client.post(person(allowed, "mei", "erase/"), given).status_code == 302
    mei.refresh_from_db()
    assert (mei.name, mei.erased_at is not None) == ("", True)
    assert "本人要求".encode() not in bytes(mei.erased_because_sealed)
    assert why_erased(mei) == "本人要求"
    assert client.get(person(allowed, "mei")).status_code == 404


def test_nobody_is_appointed_to_what_merely_stands_first(allowed):
    client, address = allowed.client("olive"), unit(allowed, "lake", "appoint/")
    offered = client.get(address).context["form"].fields["role"].choices
    assert offered[0] == ("", "请选择")
    before = Post.objects.count()
    client.post(address, {"who": "Gao", "role": "", "since": clock.today()})
    assert Post.objects.count() == before


def requested(county: County) -> Matter:
    """A request that the village has in hand."""
    house = SYSTEM(county.region)
    opened = open_matter(
        "request", at=county.units["lake"], title="路灯", body="不亮", channel="web", actor=house
    )
    return opened.matter


def test_a_village_is_closed_with_its_households_once_what_follows_was_read(allowed):
    client, matter, today = allowed.client("olive"), requested(allowed), clock.today()
    given = {"last_day": today, "why": "并村", "end_posts": "on", "below": "close"}
    refused = client.post(unit(allowed, "lake", "close/"), given)
    assert refused.status_code == 422
    assert "1 件未办结的事项" in refused.content.decode()
    given["heir"] = f"柳溪镇 #{allowed.units['east'].pk}"
    shown = client.post(unit(allowed, "lake", "close/"), given)
    page = shown.content.decode()
    assert "撤销 2 个单位" in page
    assert "Sun · 村书记 · 湖心村" in page
    assert "1 件未办结的事项交给" in page
    matter.refresh_from_db()
    assert (Unit.objects.filter(until=None).count(), matter.owner) == (6, allowed.units["lake"])
    done = client.post(unit(allowed, "lake", "close/"), {**given, "sure": shown.context["sure"]})
    assert done.status_code == 302
    matter.refresh_from_db()
    assert matter.owner == allowed.units["east"]
    assert set(Unit.objects.exclude(until=None)) == {allowed.units["lake"], allowed.units["house"]}
    assert not Post.objects.filter(unit=allowed.units["lake"], until=None).exists()
    assert "单位撤销，移交" in client.get(f"/matters/{matter.number}/").content.decode()


def test_a_village_is_closed_once_its_households_have_moved(allowed):
    client, hill = allowed.client("olive"), allowed.units["hill"]
    given = {"last_day": clock.today(), "why": "并村", "end_posts": "on", "below": "move"}
    assert client.post(unit(allowed, "lake", "close/"), given).status_code == 422
    given["below_to"] = f"山脚村 #{hill.pk}"
    assert press_twice(client, unit(allowed, "lake", "close/"), given).status_code == 302
    house = Unit.objects.get(pk=allowed.units["house"].pk)
    assert (house.parent, house.until) == (hill, None)
    assert Unit.objects.get(pk=allowed.units["lake"].pk).until == clock.today() + timedelta(days=1)


def test_what_follows_from_a_move_is_read_before_it_is_made(allowed):
    client, lake, west = allowed.client("olive"), allowed.units["lake"], allowed.units["west"]
    house, east = SYSTEM(allowed.region), allowed.units["east"]
    appoint(allowed.people["gao"], role="organiser", unit=east, actor=house)
    number = requested(allowed).number
    Matter.objects.update(owner=east)
    given = {"under": f"西山镇 #{west.pk}", "on": clock.today()}
    shown = client.post(unit(allowed, "lake", "move/"), given)
    page = shown.content.decode()
    assert "下级 1 个单位、2 个职务" in page
    assert "看不到这里的 1 个职务：Gao · 组织员 · 柳溪镇" in page
    assert f"1 件未办结的事项仍留在原来的上级办理：{number}" in page
    lake.refresh_from_db()
    assert lake.parent == east
    other = {**given, "under": f"山脚村 #{allowed.units['hill'].pk}", "sure": shown.context["sure"]}
    assert client.post(unit(allowed, "lake", "move/"), other).status_code == 200
    lake.refresh_from_db()
    assert lake.parent == east


def test_who_erases_a_serving_secretary_is_told_what_ends_and_who_is_left_without_one(allowed):
    client = allowed.client("olive")
    page = client.get(person(allowed, "sun", "erase/")).content.decode()
    assert "今天结束的职务：Sun · 村书记 · 湖心村" in page
    assert "湖心村从此没有村书记" in page
    appoint(allowed.people["gao"], role="secretary", unit=allowed.units["lake"], actor=SYSTEM(allowed.region))
    page = client.get(person(allowed, "sun", "erase/")).content.decode()
    assert "今天结束的职务：Sun · 村书记 · 湖心村" in page
    assert "从此没有" not in page
