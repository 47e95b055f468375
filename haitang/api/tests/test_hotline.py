"""Work orders of a hotline: in by file and by program, and back by their own number."""

from copy import deepcopy
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

import haitang
from haitang.desks.requests.tests.county import PLAYBOOK, County, small_county
from haitang.kernel.matters.cli import import_group
from haitang.kernel.matters.models import Contact, Matter
from haitang.kernel.registry.api import issue_token

MAPPING = Path(haitang.__file__).parent.parent / "examples" / "hotline.yaml"
KEY = "12345-2026-000417"
FILE = f"""工单编号,工单标题,诉求描述,来电时间,事发村社区,来电人,来电号码
{KEY},路灯不亮,桥头三盏灯一周不亮,2026-11-03 14:05,Lake,王阿姨,13800138000
"""


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """A small county with a hotline; undone after the file."""
    hotline = "channels:\n  hotline: {label: {zh: 热线, en: Hotline}}\n"
    return small_county(text=PLAYBOOK.replace("channels:\n", hotline))


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)


def caller(county: County, name: str) -> Client:
    """A client with a token of somebody's post."""
    _, secret = issue_token(county.people[name].posts.get(), label="hotline", actor=county.house)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def order(county: County) -> dict[str, str]:
    """A work order as a program sends it."""
    unit = county.units["lake"].code
    return {"kind": "request", "channel": "hotline", "outside_key": KEY, "unit": unit, "title": "路灯不亮"}


def test_a_work_order_sent_twice_is_one_and_is_asked_after_by_its_own_number(county):
    clara = caller(county, "clara")
    numbers = {clara.post("/api/matters", order(county), "application/json").json()["number"] for _ in "ab"}
    asked = {"kind": "request", "key": KEY}
    found = clara.get("/api/matters/outside", asked).json()
    assert numbers == {found["number"]}
    assert (found["state"], found["channel"]["en"], found["closed_at"]) == ("received", "Hotline", None)
    said = {"seen": found["serial"], "note": "重复"}
    clara.post(f"/api/matters/{found['number']}/moves/withdraw", said, "application/json")
    found = clara.get("/api/matters/outside", asked).json()
    assert (found["state"], found["steps"][-1]["note"]) == ("withdrawn", "重复")
    assert found["closed_at"]


def test_who_may_not_see_a_work_order_finds_none(county):
    caller(county, "clara").post("/api/matters", order(county), "application/json")
    asked = {"kind": "request", "key": KEY}
    assert caller(county, "ella").get("/api/matters/outside", asked).status_code == 200
    assert caller(county, "wendy").get("/api/matters/outside", asked).status_code == 404
    clara = caller(county, "clara")
    assert clara.get("/api/matters/outside", {**asked, "key": "other"}).status_code == 404
    assert clara.get("/api/matters/outside", {**asked, "keey": KEY}).status_code == 422


def test_the_mapping_that_ships_reads_a_file_of_work_orders(county, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text(FILE, encoding="utf-8")
    given = ["matters", str(file), "--kind", "request", "--channel", "hotline", "--mapping", str(MAPPING)]
    for told in ("1 opened, 0 known already", "0 opened, 1 known already"):
        assert told in CliRunner().invoke(import_group, given, catch_exceptions=False).output
    matter = Matter.objects.get()
    assert (matter.outside_key, matter.channel, matter.unit) == (KEY, "hotline", county.units["lake"])
    assert Contact.objects.count() == 1
