"""Every number opens: today, the cockpit, the evidence, the playbook in plain words."""

import csv
from dataclasses import replace
from datetime import datetime
from io import BytesIO, StringIO

import pytest
import time_machine
from django.utils.translation import override
from openpyxl import load_workbook

from haitang.kernel.ledger.jobs.fill import fill_next
from haitang.kernel.matters.api import open_matter
from haitang.kernel.measures.api import FigureRow
from haitang.kernel.registry.api import SYSTEM, actor_of, appoint
from haitang.kernel.registry.models import Person
from haitang.lib import clock
from haitang.lib.text import Text
from haitang.web.contexts.cockpit import places
from haitang.web.contexts.exporting import MOST_PAGES
from haitang.web.contexts.figures import RecordRow, columns_of
from haitang.web.contexts.playbook import source_words
from haitang.web.tests.county import PLAYBOOK, County

FIGURE_QUERIES, COCKPIT_QUERIES, TODAY_QUERIES = 19, 31, 18


def this_month() -> str:
    """Asked when it is needed: a run may begin in one month and end in the next."""
    return f"{clock.today():%Y-%m}"


def get(county: County, name: str, address: str) -> str:
    answer = county.client(name).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_today_greets_and_shows_what_waits_and_what_was_done(county):
    county.visit()
    open_matter(
        "request", at=county.units["lake"], title="六组路灯三盏不亮", channel="web", actor=county.actor("sun")
    )
    body = get(county, "sun", "/")
    assert "Sun，" in body
    assert "六组路灯三盏不亮" in body
    assert "入户走访 1" in body
    assert "今年 1 条记录" in body
    assert 'aria-label="维修占比 100%"' in body


def test_deeds_are_called_by_their_names_also_for_who_sees_no_figures(county):
    county.visit("mei")
    assert "入户走访 1" in get(county, "mei", "/")


def test_today_is_empty_in_words_for_who_has_nothing_to_do(county):
    body = get(county, "mei", "/")
    assert "没有事在等您" in body
    assert "我的成长档案" in body


def test_the_cockpit_shows_what_the_playbook_puts_there(county):
    county.visit()
    county.visit("gao", "hill")
    body = get(county, "olive", "/cockpit/")
    assert "走访次数" in body
    assert "支部活动次数" not in body
    assert "柳溪镇</a></th>" in body
    assert f"/figures/visits/?unit={county.units['county'].pk}&amp;period={this_month()}" in body


def arrow(county: County) -> tuple[str, str]:
    """How the visits changed on the cockpit of this month, and against what."""
    page = county.client("olive").get("/cockpit/").context["page"]
    return next(card.change for card in page.cards if card.label == "走访次数"), page.compared


def test_part_of_a_month_is_compared_with_the_same_days_of_the_month_before(county):
    with time_machine.travel(datetime(2026, 10, 5, 12, tzinfo=clock.ZONE), tick=False):
        county.visit()
    with time_machine.travel(datetime(2026, 10, 30, 12, tzinfo=clock.ZONE), tick=False):
        for _ in range(5):
            county.visit()
    with time_machine.travel(datetime(2026, 11, 12, 12, tzinfo=clock.ZONE), tick=False):
        for _ in range(3):
            county.visit()
        assert arrow(county) == ("↑ 2", "箭头：与上月同期（10 月 1 日至 12 日）相比")
    with time_machine.travel(datetime(2026, 11, 30, 12, tzinfo=clock.ZONE), tick=False):
        assert arrow(county) == ("↓ 3", "箭头：与上月相比")


def test_the_last_days_of_a_long_month_are_compared_with_the_whole_of_a_short_one(county):
    with time_machine.travel(datetime(2026, 3, 30, 12, tzinfo=clock.ZONE), tick=False):
        assert arrow(county)[1] == "箭头：与上月同期（2 月 1 日至 28 日）相比"


def test_columns_that_say_nothing_are_left_out_of_the_evidence(county):
    row = RecordRow("", clock.today(), "路灯不亮", "", "湖心村", "", "")
    assert columns_of([row]) == {"day", "what", "unit"}
    assert columns_of([row, replace(row, who="孙二", quantity="3")]) == {
        "day",
        "what",
        "who",
        "unit",
        "quantity",
    }
    county.visit()
    heads = county.client("olive").get("/figures/visits/").content.decode()
    assert '<th scope="col">谁</th>' in heads
    open_matter("request", at=county.units["lake"], title="灯", channel="web", actor=county.actor("sun"))
    heads = county.client("olive").get("/figures/requests/").content.decode()
    assert "灯" in heads
    assert '<th scope="col">谁</th>' not in heads
    assert '<th scope="col" class="num">数量</th>' not in heads


def test_a_place_that_only_some_columns_know_is_listed_last():
    lake, hill, rest = (
        FigureRow(Text(zh=name, en=name), 1, "1", 1, 0, unit_id)
        for name, unit_id in (("柳溪镇", 2), ("山脚镇", 3), ("其他", None))
    )
    assert places([[lake, hill], [rest, lake, hill]]) == [lake, hill, rest]


def heat_levels(county) -> dict[str, set[int]]:
    """How dark each column of the place by place table is."""
    heat = county.client("olive").get("/cockpit/").context["page"].heat
    return {name: {row.cells[place].level for row in heat.rows} for place, name in enumerate(heat.columns)}


def test_no_place_is_coloured_by_how_much_there_was_and_a_share_only_of_enough(county):
    for _ in range(4):
        county.visit()
    assert heat_levels(county) == {"走访次数": {0}, "维修占比": {0}, "村书记": {0}}
    county.visit()
    county.visit("gao", "hill")
    assert heat_levels(county) == {"走访次数": {0}, "维修占比": {0, 4}, "村书记": {0}}
    assert "(5/5)" in get(county, "olive", "/cockpit/")


def test_the_cockpit_is_of_units_within_reach_only(county):
    assert county.client("sun").get(f"/cockpit/?unit={county.units['hill'].pk}").status_code == 404
    assert county.client("mei").get("/cockpit/").status_code == 404
    assert county.client("olive").get("/cockpit/?unit=x&month=9999-99").status_code == 404


def test_without_a_month_it_is_this_one(county):
    month = this_month()
    for asked in ("", month):
        assert f"month={month}" in get(county, "olive", f"/cockpit/?month={asked}")


@pytest.mark.parametrize(
    "page", ["/cockpit/?month=", "/figures/visits/?period=", "/figures/visits/export.xlsx?period="]
)
@pytest.mark.parametrize("words", ["nonsense", "2026-13"])
def test_a_period_misspelt_never_brings_the_figure_of_another(county, page, words):
    answer = county.client("olive").get(page + words)
    assert answer.status_code == 400
    assert words in answer.content.decode()


@pytest.mark.parametrize("month", ["2999-01", "2026"])
def test_a_month_that_has_not_begun_or_is_none_is_refused(county, month):
    assert county.client("olive").get(f"/cockpit/?month={month}").status_code == 400


def test_a_figure_opens_to_its_rule_and_the_very_entries(county):
    entry = county.visit()
    county.visit("gao", "hill")
    unit = county.units["lake"].pk
    body = get(county, "olive", f"/figures/visits/?unit={unit}&period={this_month()}")
    assert f'href="/entries/{entry.uuid}/"' in body
    assert body.count('href="/entries/') == 2  # the menu's and the one entry's
    assert "sum: entries" in body
    assert "第 1 版" in body


def test_a_figure_out_of_reach_or_undeclared_is_not_there(county):
    assert county.client("sun").get(f"/figures/visits/?unit={county.units['hill'].pk}").status_code == 404
    assert county.client("olive").get("/figures/no_such/").status_code == 404
    assert county.client("mei").get("/figures/visits/").status_code == 404


def test_a_share_opens_to_its_part_and_to_its_whole(county):
    county.visit()
    assert "这一部分" in get(county, "olive", "/figures/repairs_share/")
    assert "这一部分" not in get(county, "olive", "/figures/visits/")


def test_the_evidence_is_taken_away_as_a_workbook_that_runs_nothing(county):
    county.visit()
    answer = county.client("olive").get("/figures/visits/export.xlsx")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["指标", "依据"]
    rows = list(book["依据"].iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][1] == "入户走访"
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_evidence_is_taken_away_as_csv_that_excel_reads_and_that_runs_nothing(county):
    for _ in range(51):
        county.visit()
    Person.objects.filter(pk=county.people["sun"].pk).update(name="=cmd()")
    answer = county.client("olive").get("/figures/visits/export.csv")
    assert answer.streaming
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer).decode()
    assert text.startswith("\ufeff日期,")
    rows = list(csv.reader(StringIO(text)))
    assert (len(rows), rows[1][1], {row[2] for row in rows[1:]}) == (52, "入户走访", {"'=cmd()"})


def words_of(workbook: bytes) -> str:
    """All that stands in the sheet of records."""
    return str(list(load_workbook(BytesIO(workbook))["依据"].iter_rows(values_only=True)))


@pytest.mark.parametrize("file", ["export.csv", "export.xlsx"])
def test_what_is_taken_away_leads_to_nobody_by_a_number(county, file):
    written = "路灯不亮，电话 13812345678，身份证 11010519491231002X，车 苏E·A12345"
    open_matter("request", at=county.units["lake"], title=written, channel="web", actor=county.actor("sun"))
    answer = county.client("olive").get(f"/figures/requests/{file}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = words_of(content) if file.endswith("xlsx") else content.decode()
    assert "路灯不亮" in text
    assert not [number for number in ("13812345678", "11010519491231002X", "A12345") if number in text]


def test_the_page_tells_how_much_an_export_holds_and_a_stranger_gets_none(county):
    body = get(county, "olive", "/figures/visits/")
    assert f"{MOST_PAGES * 50:,} 条" in body
    assert "/figures/visits/export.csv?" in body
    assert county.client("mei").get("/figures/visits/export.csv").status_code in (403, 404)


@pytest.mark.slow(reason="fills the facts of a figure step by step")
def test_a_half_filled_figure_says_so_on_the_cockpit_and_its_evidence_until_it_is_full(county):
    county.visit()
    text = PLAYBOOK.read_text(encoding="utf-8").replace("need: repair}", "need: mending}")
    repair = "repair: {zh: 维修, en: Repairs}"
    assert repair in text
    county.apply(text.replace(repair, "mending: {was: repair, label: {zh: 维修, en: Repairs}}"))
    pages = ("/cockpit/", "/figures/repairs_share/")
    assert ["还在补算：已完成 0%" in get(county, "olive", page) for page in pages] == [True, True]
    assert "还在补算" not in get(county, "olive", "/figures/visits/")
    while fill_next():
        pass
    assert ["还在补算" in get(county, "olive", page) for page in pages] == [False, False]


def test_evidence_costs_the_same_with_one_entry_and_three(county, django_assert_num_queries):
    client = county.client("olive")
    for rows in (1, 2):
        for _ in range(rows):
            county.visit()
        client.get("/figures/visits/")
        with django_assert_num_queries(FIGURE_QUERIES):
            client.get("/figures/visits/")


@pytest.mark.slow(reason="many pages one after the other")
def test_the_cockpit_and_today_cost_the_same_with_one_entry_and_three(county, django_assert_num_queries):
    client = county.client("olive")
    for rows in (1, 2):
        for _ in range(rows):
            county.visit()
        client.get("/cockpit/")
        with django_assert_num_queries(COCKPIT_QUERIES):
            client.get("/cockpit/")
        with django_assert_num_queries(TODAY_QUERIES):
            client.get("/")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("kinds", "主要需要"),
        ("flows", "办理中"),
        ("roles", "查看台账"),
        ("figures", "走访次数"),
        ("rules", "《县走访办法》第四条"),
        ("facts", "相符"),
        ("versions", "第 1 版"),
    ],
)
def test_each_part_of_the_playbook_is_told_in_plain_words(county, part, words):
    assert words in get(county, "olive", f"/playbook/{part}/")


def test_the_playbook_speaks_english_too(county):
    client = county.client("olive")
    client.cookies["django_language"] = "en"
    assert "Household visit" in client.get("/playbook/").content.decode()
    assert "Main need" in client.get("/playbook/kinds/").content.decode()
    assert not any("、" in client.get(f"/playbook/{part}/").content.decode() for part in ("kinds", "flows"))


def test_where_a_rule_comes_from_is_said_in_each_language_in_its_own_way(county):
    client = county.client("olive")
    client.cookies["django_language"] = "en"
    body = client.get("/playbook/rules/").content.decode()
    assert "县走访办法, article 4" in body
    assert "《" not in body


@pytest.mark.parametrize(
    ("instrument", "article", "zh", "en"),
    [
        (
            Text(zh="村规", en="Village rules"),
            "第二十二条",
            "《村规》第二十二条",
            "Village rules, article 22",
        ),
        (Text(zh="村规", en="Village rules"), "", "《村规》", "Village rules"),
        (Text.both("村规"), "附则", "《村规》附则", "村规, 附则"),
    ],
)
def test_a_source_names_its_document_and_its_article(instrument, article, zh, en):
    with override("zh-hans"):
        assert source_words(instrument, article) == zh
    with override("en"):
        assert source_words(instrument, article) == en


def test_the_playbook_is_for_those_who_may_see_it(county):
    assert county.client("mei").get("/playbook/").status_code == 404
    assert county.client("olive").get("/playbook/no-such/").status_code == 404


def test_the_playbook_leads_to_figures_only_those_who_may_open_them(county):
    house, mei = SYSTEM(county.region), county.people["mei"]
    appoint(mei, role="reader", unit=county.units["lake"], since=clock.today(), actor=house)
    assert 'href="/figures/' in get(county, "olive", "/playbook/figures/")
    assert 'href="/figures/' not in get(county, "mei", "/playbook/figures/")


def test_someone_without_a_person_is_greeted_and_shown_nothing(client, django_user_model, db):
    account = django_user_model.objects.create(username="nobody")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert actor_of(account).posts == ()
    assert client.get("/").status_code == 200


def test_a_share_of_a_sample_opens_with_its_interval(county):
    county.visit()
    # Wilson, one of one: 1 / (1 + 3.841459).
    assert "抽样，95% 区间 20.7%–100.0%" in get(county, "sun", "/figures/repairs_sampled/")
    assert "95% 区间" not in get(county, "sun", "/figures/repairs_share/")
