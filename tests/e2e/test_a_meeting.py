"""A joint meeting from its agenda to the result that the resident who asked reads on a phone."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from haitang.lib import clock
from tests.e2e.conftest import PHONE
from tests.e2e.people import follow, make_move, must_be_accessible, must_fit, sign_in
from tests.e2e.test_the_main_job import ASKED_ALONG, DEPARTMENT, tell

DECIDED, RESULT = "城管清通道，住建补划车位", "通道已清，补划车位 36 个"


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def put_on_an_agenda(clerk: Page, number: str) -> str:
    """The clerk puts the matter on a new meeting's agenda and asks two departments; the meeting's address."""
    clerk.goto(f"/matters/{number}/")
    clerk.get_by_role("link", name="提交会议", exact=True).click()
    clerk.get_by_label("新的共商共办联席会议").check()
    clerk.get_by_label("新会议的名称").fill("地下车库消防通道联席会")
    press(clerk, "把 1 件提交会议")
    expect(clerk.get_by_role("region", name="议程")).to_contain_text(number)
    clerk.get_by_role("link", name="请单位", exact=True).click()
    clerk.get_by_label("请哪些单位").select_option(label=[DEPARTMENT, ASKED_ALONG])
    press(clerk, "请单位参加")
    expect(clerk.get_by_role("region", name="谁来")).to_contain_text(ASKED_ALONG)
    must_be_accessible(clerk)
    return clerk.url


def answer(handler: Page) -> None:
    """A department that was asked finds it waiting, and says who comes."""
    handler.goto("/meetings/")
    waiting = handler.get_by_role("region", name="等我答复")
    waiting.get_by_role("link", name="地下车库消防通道联席会").click()
    handler.get_by_label("参加", exact=True).check()
    handler.get_by_label("谁来（可不填）").fill("薛科长")
    press(handler, "答复")
    expect(handler.get_by_role("region", name="谁来")).to_contain_text("薛科长")


def hold(host: Page, meeting: str) -> None:
    """The host calls it for today, notes who came, and holds it."""
    host.goto(meeting)
    host.get_by_role("link", name="召集", exact=True).click()
    host.get_by_label("开会日期").fill(clock.today().isoformat())
    host.get_by_label("时间和地点").fill("下午两点，社区会议室")
    press(host, "召集")
    host.get_by_role("link", name="记到会", exact=True).first.click()
    for unit in (DEPARTMENT, ASKED_ALONG):
        host.get_by_label(unit).check()
    press(host, "记到会")
    expect(host.get_by_role("region", name="谁来")).to_contain_text("够了")
    host.get_by_role("link", name="开会", exact=True).click()
    host.get_by_label("到会人数").fill("7")
    host.get_by_label("会议纪要").fill("两家都认可先清通道，再补车位。")
    press(host, "开会")
    must_be_accessible(host)


def decide(host: Page, meeting: str) -> str:
    """What was decided becomes a matter with an owner and a day; its number."""
    host.goto(meeting)
    host.get_by_role("link", name="记一条", exact=True).click()
    host.get_by_label("议定什么").fill(DECIDED)
    host.get_by_label("谁来办").select_option(label=DEPARTMENT)
    host.get_by_label("哪天前办完").fill((clock.today() + timedelta(days=10)).isoformat())
    host.get_by_role("group", name="回应哪些议题").get_by_role("checkbox").first.check()
    press(host, "记一条议定事项")
    decisions = host.get_by_role("region", name="议定事项")
    expect(decisions).to_contain_text(DEPARTMENT)
    return decisions.locator("a.whole").first.get_attribute("href").split("/")[-2]


def test_what_a_meeting_decides_and_what_came_of_it_reach_the_resident_who_asked(enter):
    phone, clerk, handler, host = enter(PHONE), enter(), enter(), enter()
    told = tell(phone)
    for page, username in ((clerk, "clerk"), (handler, "handler"), (host, "host")):
        sign_in(page, username)
    meeting = put_on_an_agenda(clerk, told.number)
    answer(handler)
    hold(host, meeting)
    decision = decide(host, meeting)
    follow(phone, told)
    expect(phone.get_by_role("main")).to_contain_text(DECIDED)
    make_move(handler, decision, "办完，写明结果", note=RESULT)
    follow(phone, told)
    expect(phone.get_by_role("main")).to_contain_text(RESULT)
    must_fit(phone)
    host.set_viewport_size({"width": 390, "height": 844})
    host.goto(meeting)
    must_fit(host)
