"""The second county as its people use it: needs taken down in small ways, errands, and the wish tree."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, grow
from tests.e2e.people import (
    follow,
    make_move,
    move_form,
    must_be_accessible,
    must_fit,
    resident_says,
    send_move,
    sign_in,
    tell,
)

TOWN, VILLAGE, DEPARTMENT = "埭头镇", "埭西村村委会", "交通运输局"
SENTENCE = "公开的一句话（不写姓名住址）"


@pytest.fixture(scope="session")
def grown(tmp_path_factory) -> Path:
    """This county instead of the first."""
    given = os.environ.get("HAITANG_E2E_LIYANG")
    return Path(given) if given else grow(tmp_path_factory.mktemp("liyang"), "--playbook", "liyang")


def test_a_need_goes_to_a_department_and_back_and_is_shown_to_all(enter):
    phone, clerk, handler = enter(PHONE), enter(), enter()
    told = tell(phone, "早上七点的班车挤不上去，希望加一班", town=TOWN, place=VILLAGE)
    sign_in(clerk, "clerk")
    clerk.goto("/matters/")
    clerk.get_by_role("main").get_by_role("link", name=told.number).click()
    make_move(clerk, told.number, "交办", to=DEPARTMENT)
    sign_in(handler, "handler")
    handler.goto("/")
    expect(handler.get_by_role("main")).to_contain_text("早上七点的班车")
    form = move_form(handler, told.number, "答复")
    form.get_by_label("说明").fill("下周一起早高峰加开一班")
    form.get_by_label(SENTENCE).fill("早高峰加开一班到镇上的车")
    send_move(handler, form, "答复")
    follow(phone, told)
    resident_says(phone, "确认解决", note="谢谢", stars="很满意")
    make_move(clerk, told.number, "公开办理结果")
    phone.goto("/r/liyang/done/")
    expect(phone.get_by_role("main")).to_contain_text("早高峰加开一班到镇上的车")
    must_fit(phone)
    must_be_accessible(phone)


def test_a_visit_with_the_chair_is_kept_in_seconds(enter):
    cadre = enter(PHONE)
    sign_in(cadre, "cadre")
    cadre.goto("/record/")
    cadre.get_by_role("link", name="小椅子走访").click()
    cadre.get_by_label("走访哪户").fill("样例")
    household = cadre.locator("#served-list option").first.get_attribute("value")
    cadre.get_by_label("走访哪户").fill(household)
    cadre.get_by_role("button", name="保存").click()
    expect(cadre.get_by_role("status")).to_contain_text("记好了")
    expect(cadre.get_by_role("heading", level=1)).to_have_text("小椅子走访")


def test_a_driver_takes_down_what_a_notebook_says(enter):
    driver = enter(PHONE)
    sign_in(driver, "driver")
    driver.goto("/record/")
    driver.get_by_label("几次").fill("3")
    driver.get_by_role("button", name="保存").click()
    expect(driver.get_by_role("heading", level=1)).to_have_text("收民情记录本")
    driver.goto("/matters/open/need/")
    driver.get_by_label("什么事").fill("站台边垃圾桶常常是满的")
    driver.get_by_label("从哪里来").select_option(label="小车厢")
    driver.get_by_role("button", name="登记").click()
    expect(driver).to_have_url(re.compile(r"/matters/[A-Z]{2}-"))
    expect(driver.get_by_role("main")).to_contain_text("小车厢")
    must_fit(driver)


def published_for_members(steward: Page, number: str, move: str, field: str, words: str) -> None:
    """Whoever is in charge writes the one sentence that members read."""
    form = move_form(steward, number, move)
    form.get_by_label(field).fill(words)
    send_move(steward, form, move)


def taken_on(member: Page, words: str, press: str) -> None:
    """A member opens the offer by its sentence and takes it."""
    member.goto("/offers/")
    member.get_by_role("link", name=re.compile(words)).click()
    member.get_by_role("button", name=press).click()
    expect(member.get_by_role("status")).to_be_visible()
    must_fit(member)
    must_be_accessible(member)


def test_an_errand_is_asked_taken_done_and_thanked(enter):
    phone, secretary, member = enter(PHONE), enter(), enter(PHONE)
    told = tell(
        phone,
        "腿疼走不动，想请人买十斤米",
        kind="党员代理",
        town=TOWN,
        place=VILLAGE,
        phone="13912345678",
    )
    sign_in(secretary, "village-secretary")
    published_for_members(secretary, told.number, "挂出待认领", "认领页上的一句话", "去镇上代买十斤米送到家")
    sign_in(member, "member")
    taken_on(member, "去镇上代买十斤米", "我来办")
    expect(member.get_by_role("main")).to_contain_text("腿疼走不动")
    member.get_by_role("button", name="办好了").click()
    expect(member.get_by_role("status")).to_be_visible()
    follow(phone, told)
    resident_says(phone, "道谢", note="太麻烦你了")
    member.goto(f"/offers/{told.number}/")
    expect(member.get_by_role("main")).to_contain_text("太麻烦你了")


def test_a_wish_is_granted_by_somebody_who_never_learns_whose_it_was(enter):
    phone, steward, member = enter(PHONE), enter(), enter(PHONE)
    told = tell(phone, "孙女小苗想要一套故事书", kind="心愿", town=TOWN, place=VILLAGE, phone="13912345679")
    sign_in(steward, "wish-steward")
    published_for_members(steward, told.number, "挂上心愿树", "挂在树上的一句话", "一套童话故事书")
    sign_in(member, "member")
    taken_on(member, "一套童话故事书", "我来圆")
    make_move(steward, told.number, "收到并转交")
    follow(phone, told)
    resident_says(phone, "收到了，谢谢")
    make_move(steward, told.number, "转达感谢（写给认领人看）", note="孩子很喜欢")
    member.goto(f"/offers/{told.number}/")
    expect(member.get_by_role("main")).to_contain_text("孩子很喜欢")
    for secret in ("小苗", VILLAGE, "13912345679"):
        expect(member.locator("body")).not_to_contain_text(secret)
    phone.goto("/r/liyang/done/")
    expect(phone.get_by_role("main")).not_to_contain_text("故事书")
