"""The third county as its people use it: an owner's request in a compound, owners' day, a small work."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, grow
from tests.e2e.people import (
    follow,
    make_move,
    move_form,
    must_be_accessible,
    must_fit,
    photo,
    resident_says,
    send_move,
    sign_in,
    tell,
)

TOWN, COMPOUND, DEPARTMENT = "圣城街道", "样例园小区", "住房和城乡建设局"
SENTENCE = "公开的一句话（不写姓名住址）"


@pytest.fixture(scope="session")
def grown(tmp_path_factory) -> Path:
    """This county instead of the first."""
    given = os.environ.get("HAITANG_E2E_SHOUGUANG")
    return Path(given) if given else grow(tmp_path_factory.mktemp("shouguang"), "--playbook", "shouguang")


def test_an_owners_request_goes_to_a_department_and_back_and_is_shown_to_all(enter):
    phone, secretary, handler = enter(PHONE), enter(), enter()
    told = tell(phone, "七号楼电梯一到晚上就停，老人下不了楼", town=TOWN, place=COMPOUND)
    sign_in(secretary, "compound-secretary")
    secretary.goto("/matters/")
    secretary.get_by_role("main").get_by_role("link", name=told.number).click()
    make_move(secretary, told.number, "转部门或镇街", to=DEPARTMENT, note="小区自己办不了")
    sign_in(handler, "handler")
    form = move_form(handler, told.number, "答复")
    form.get_by_label("说明").fill("已请维保单位换了门机")
    form.get_by_label(SENTENCE).fill("夜里停用的电梯换了门机")
    send_move(handler, form, "答复")
    follow(phone, told)
    resident_says(phone, "没有解决，请再办", note="昨晚又停了")
    make_move(secretary, told.number, "交红色管家")
    the_steward_answers(enter, told.number)
    follow(phone, told)
    resident_says(phone, "确认解决", stars="满意")
    make_move(secretary, told.number, "公开办理结果")
    phone.goto("/r/shouguang/done/")
    expect(phone.get_by_role("main")).to_contain_text("夜里停用的电梯换了主板")
    must_fit(phone)
    must_be_accessible(phone)


def the_steward_answers(enter, number: str) -> None:
    """The steward finds it among what waits for the post, and answers with a sentence for all."""
    steward = enter(PHONE)
    sign_in(steward, "steward")
    form = move_form(steward, number, "答复")
    must_fit(steward)
    form.get_by_label("说明").fill("维保单位换了主板，夜里守了两晚")
    form.get_by_label(SENTENCE).fill("夜里停用的电梯换了主板")
    send_move(steward, form, "答复")


def test_a_sitter_takes_down_what_an_owner_says_on_owners_day(enter):
    sitter = enter(PHONE)
    sign_in(sitter, "sitter")
    sitter.goto("/matters/open/owner_request/")
    sitter.get_by_label("什么事").fill("三号楼楼道灯不亮")
    sitter.get_by_label("从哪里来").select_option(label="业主接待日")
    sitter.get_by_role("button", name="登记").click()
    expect(sitter).to_have_url(re.compile(r"/matters/[A-Z]{2}-"))
    expect(sitter.get_by_role("main")).to_contain_text("业主接待日")
    must_fit(sitter)
    must_be_accessible(sitter)


def test_a_small_work_is_agreed_finished_and_accepted_with_its_cost(enter):
    secretary, delegate, steward = enter(), enter(PHONE), enter(PHONE)
    sign_in(secretary, "compound-secretary")
    secretary.goto("/matters/open/small_work/")
    secretary.get_by_label("什么事").fill("单元门装闭门器")
    secretary.get_by_label("从哪里来").select_option(label="业主接待日")
    secretary.get_by_role("button", name="登记").click()
    expect(secretary).to_have_url(re.compile(r"/matters/WS-"))
    number = secretary.url.rstrip("/").rsplit("/", 1)[-1]
    sign_in(delegate, "delegate")
    form = move_form(delegate, number, "同意")
    form.get_by_label("说明").fill("楼道公示三天，没有反对")
    form.get_by_label("预算").fill("3200")
    form.get_by_label("同意的户数").fill("61")
    send_move(delegate, form, "同意")
    sign_in(steward, "steward")
    form = move_form(steward, number, "完工")
    form.get_by_label("说明").fill("二十个单元门都装好了")
    form.get_by_label("报的花费").fill("3150")
    form.get_by_label("照片").set_input_files([photo("grey")])
    send_move(steward, form, "完工")
    form = move_form(delegate, number, "验收通过")
    form.get_by_label("核定花费").fill("3150")
    form.get_by_role("radio", name=re.compile(r"[★ ]满意$")).check()
    send_move(delegate, form, "验收通过")
    must_fit(delegate)
    expect(delegate.get_by_role("main")).to_contain_text("微实事完成")
