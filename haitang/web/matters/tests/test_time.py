"""A matter's time as people read it: what is left and why, pauses, warnings, who above has heard."""

import pytest
import time_machine
from django.urls import reverse

from haitang.desks.requests.tests.county import PLAYBOOK, County
from haitang.kernel.matters.api import tick
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import apply, plan
from haitang.web.matters.tests.helpers import press, step, tell, url

_LIMITS = """      limits:
        parking:
          label: {zh: 路灯件, en: Lamps}
          states: [working]
          categories: [lighting]
          limit: {working_days: 5}
          since: "2021-01-01"
          instrument: 路灯管理办法
          article: 第三条
          confidence: high
      questions:
        pause: {label: {zh: 暂停计时, en: A pause}, to: sender, role: clerk, limit: {working_days: 1}}
      moves:
        ask_pause:
          label: {zh: 申请暂停, en: Ask to pause}
          from: [working]
          to: stays
          by: [handler]
          asks: pause
          ask: {note: required, fields: [pause_reason], must: [pause_reason]}
        grant_pause:
          label: {zh: 同意暂停, en: Grant the pause}
          from: [working]
          to: stays
          by: [clerk]
          grants: pause
          clock: {stops_for: {working_days: 10}}
          shown: true
        refuse_pause:
          label: {zh: 不同意, en: Refuse}
          from: [working]
          to: stays
          by: [clerk]
          refuses: pause
"""
_REASON = """      pause_reason:
        {kind: choice, label: {zh: 原因, en: Why}, options: {rain: {zh: 下雨, en: Rain}}}
      place_words: {kind"""
_WORKING = "owner: handler, limit: {working_days: 15}, warn: {working_days: 2}, escalate: [{to: clerk}]}"


@pytest.fixture
def timed(county: County, playbook_folder) -> County:
    text = PLAYBOOK.replace("      moves:\n", _LIMITS, 1).replace("      place_words: {kind", _REASON, 1)
    text = text.replace("owner: handler, limit: {working_days: 15}}", _WORKING, 1)
    (playbook_folder / "main.yaml").write_text(text, encoding="utf-8")
    apply(plan(playbook_folder, at=county.units["county"]), actor=county.house)
    return county


def at(day: str):
    return time_machine.travel(f"2026-{day}T09:00:00+08:00", tick=False)


def working(county: County) -> Matter:
    lamp = tell(county)
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(lamp, "accept", county, "hugo")
    return lamp


def text_of(browser, matter: Matter) -> str:
    return browser.get(url("matter", matter)).content.decode()


def test_the_page_says_until_when_and_by_which_rule(timed, sign_in):
    with at("11-03"):
        lamp = working(timed)
        page = text_of(sign_in("hugo"), lamp)
    assert all(
        words in page for words in ("最晚", "11月24日", "15 个工作日", "按时", "申请：暂停计时", "超时将上报")
    )


def test_what_is_due_soon_says_so_in_a_word_on_the_page_the_inbox_and_today(timed, sign_in):
    with at("11-03"):
        lamp = working(timed)
    with at("11-23"):
        hugo = sign_in("hugo")
        assert "即将到期" in text_of(hugo, lamp)
        rows = hugo.get("/matters/", {"soon": 1}).context["page"].rows
        assert [row.marks for row in rows] == [(("即将到期", "amber"),)]
        assert "即将到期" in hugo.get("/").content.decode()
    with at("11-10"):
        assert hugo.get("/matters/", {"soon": 1}).context["page"].rows == []


@pytest.mark.slow(reason="many pages one after the other")
def test_a_pause_is_asked_on_the_page_granted_in_the_senders_inbox_and_read_by_all(timed, sign_in):
    with at("11-03"):
        lamp = working(timed)
        hugo, ella = sign_in("hugo"), sign_in("ella")
        assert (
            press(hugo, lamp, "ask_pause", note="雨天", **{"answer-pause_reason": "rain"}).status_code == 302
        )
        assert "申请了“暂停计时”，等East，11月4日前决定" in text_of(hugo, lamp)
        assert [row.number for row in ella.get("/matters/", {"mine": 1}).context["page"].rows] == [
            lamp.number
        ]
        assert press(ella, lamp, "grant_pause").status_code == 302
        assert "计时暂停" in text_of(hugo, lamp)
        rows = hugo.get("/matters/").context["page"].rows
        assert [row.marks for row in rows] == [(("计时暂停", "grey"),)]


def test_who_above_has_heard_is_written_and_marked(timed, sign_in):
    with at("11-03"):
        lamp = working(timed)
    with at("11-26"):
        tick()
        clara = sign_in("clara")
        assert "已上报" in text_of(clara, lamp)
        rows = clara.get("/matters/", {"mine": 1}).context["page"].rows
        assert (("已上报 1 级", "red"),) in [row.marks for row in rows]


def test_a_dated_limit_is_named_with_its_document(timed, sign_in):
    with at("11-03"):
        lamp = tell(timed)
        step(lamp, "dispatch", timed, "ella", to_unit=timed.units["housing"])
        clara = sign_in("clara")
        seen = Matter.objects.get(pk=lamp.pk).serial
        clara.post(url("edit", lamp), {"title": lamp.title, "category": "city.lighting", "seen": seen})
        step(lamp, "accept", timed, "hugo")
        page = text_of(sign_in("hugo"), lamp)
    assert all(
        words in page for words in ("路灯件", "5 个工作日", "《路灯管理办法》第三条", "2021年1月1日起")
    )


def rows_of(browser) -> dict[str, str]:
    """Each title in what waits for somebody, and why it does."""
    page = browser.get(reverse("matters:inbox"), {"mine": 1}).context["page"]
    return {row.title: row.why for row in page.rows}


def test_what_waits_says_what_is_to_be_done_and_what_was_raised_says_that_it_was(timed, sign_in):
    with at("11-02"):
        lamp = working(timed)
    with at("11-27"):
        tell(timed, "湖边的灯")
        ella = sign_in("ella")
        assert rows_of(ella) == {"湖边的灯": "等您：派单"}
        tick()
        assert rows_of(sign_in("hugo")) == {lamp.title: "等您：答复并办结"}
        clara = sign_in("clara")
        assert rows_of(clara) == {lamp.title: "超时上报：Housing逾期未办"}
        said = clara.get(url("matter", lamp)).context["page"].head.why_here
        assert said == "超时上报：Housing的“办理中”已超时，请您过问。可以在下面留言。"
        assert "等您：答复并办结" in sign_in("hugo").get(reverse("web:today")).content.decode()


def test_who_must_decide_finds_both_answers_and_neither_stands_out(timed, sign_in):
    with at("11-02"):
        lamp = working(timed)
        given = {"note": "等天晴", "answer-pause_reason": "rain"}
        press(sign_in("hugo"), lamp, "ask_pause", **given)
        ella = sign_in("ella")
        assert rows_of(ella) == {lamp.title: "等您决定：暂停计时"}
        head = ella.get(url("matter", lamp)).context["page"].head
        assert head.why_here == "Housing申请“暂停计时”，等您决定。"
        assert [one.key for one in head.moves if one.due] == ["grant_pause", "refuse_pause"]
        assert not any(one.primary for one in head.moves)
