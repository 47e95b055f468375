"""The playbooks that ship say nothing wrong, apply, and are nothing the second time."""

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from haitang.desks.requests.models import Publication
from haitang.kernel.ledger.declare import LedgerSection
from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.models import Call
from haitang.kernel.matters.words import CLOCK, RESIDENT
from haitang.kernel.measures.api import MeasuresSection, check_facts
from haitang.kernel.playbooks.api import HeaderSection, Plan, apply, holding, house_of, plan
from haitang.kernel.playbooks.loading import Loaded, read
from haitang.kernel.playbooks.planning import shipped
from haitang.kernel.registry.api import SYSTEM, add_unit, open_region, root_of
from haitang.kernel.registry.integrity import findings
from haitang.kernel.registry.models import Unit
from haitang.lib.calendar import SATURDAY
from haitang.lib.declare import House
from haitang.sample.county import ensure_county
from haitang.sample.queries import sample_people

FOLDERS = sorted(file.parent for file in Path(settings.PLAYBOOKS).glob("*/playbook.yaml"))
#: Told by their words: to read the playbooks whole would be done by everyone who only collects the tests.
COUNTIES = [one for one in FOLDERS if "\nholds_for:" in (one / "playbook.yaml").read_text(encoding="utf-8")]

TOWN = """
haitang: 1
playbook: a_town
title: {zh: 某镇, en: A town}
extends: [COUNTY]
roles:
  fair_host: {label: {zh: 集市管理员, en: Fair host}, at: [town], abilities: [ledger.see]}
entries:
  market_day: {label: {zh: 赶集, en: Market day}, who: [fair_host], quick: true}
"""


@cache
def loaded(folder: Path) -> Loaded:
    """What a playbook that ships says, read once for all these tests."""
    return read(folder, shipped())


def by_name(folders: list[Path]) -> list:
    return [pytest.param(folder, id=folder.name) for folder in folders]


def applied(folder: Path, at: Unit) -> Plan:
    made = plan(folder, at=at)
    assert made.refusals == []
    apply(made, actor=SYSTEM(at.region_id))
    return plan(folder, at=at)


@pytest.mark.parametrize("folder", by_name(FOLDERS))
def test_a_shipped_playbook_checks_clean(folder):
    # That a year's holidays are not published yet is true each autumn, and no slip of the playbook.
    found = [fault for fault in loaded(folder).faults if fault.code != "calendar-ends"]
    assert [str(fault) for fault in found] == []


def test_what_is_told_apart_by_channel_makes_up_all_and_nothing_is_in_two():
    house = loaded(Path(settings.PLAYBOOKS) / "changshu").house
    wheres = [measure.where for measure in house.section(MeasuresSection).measures.values()]
    told = [where["channel"] for where in wheres if where.get("kind") == "request" and "channel" in where]
    channels = [name for one in told for name in ([one] if isinstance(one, str) else one)]
    # Through a meeting come decisions alone, another kind of matter.
    assert sorted(channels) == sorted({*house.section(MattersSection).channels} - {"meeting"})


def national() -> House:
    return loaded(Path(settings.PLAYBOOKS) / "national").house


@pytest.mark.parametrize(
    ("year", "statutory"), [(2021, 11), (2022, 11), (2023, 11), (2024, 11), (2025, 13), (2026, 13)]
)
def test_days_off_less_make_up_days_are_the_statutory_holidays_of_the_year(year, statutory):
    calendar = national().section(MattersSection).calendar
    off = [day for day in calendar.holidays if day.year == year and day.weekday() < SATURDAY]
    instead = [day for day in calendar.workdays if day.year == year]
    assert (len(off) - len(instead), all(day.weekday() >= SATURDAY for day in instead)) == (statutory, True)
    assert year in calendar.years


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2022-01-30", True),  # the Sunday before the Spring Festival
        ("2022-02-04", False),
        ("2022-10-09", True),
        ("2022-12-31", False),  # the new year of 2023 began on a Saturday of 2022
        ("2023-04-05", False),  # Qingming was one day, a Wednesday
        ("2023-04-06", True),
        ("2023-10-06", False),
        ("2023-10-08", True),
        ("2024-02-09", True),  # New Year's Eve was left to each employer
        ("2024-02-16", False),
        ("2024-09-14", True),
        ("2024-10-12", True),
    ],
)
def test_the_days_of_2022_to_2024_are_as_the_notices_say(day, worked):
    calendar = national().section(MattersSection).calendar.compiled()
    assert calendar.works_on(date.fromisoformat(day)) is worked


def test_two_thirds_is_exactly_two_thirds_and_says_of_whom():
    rules = national().section(HeaderSection).rules
    shares = {key: (rule.share, rule.of) for key, rule in rules.items() if rule.share}
    assert shares["assembly_households"][0] == shares["representatives_present"][0] == Fraction(2, 3)
    assert all(of for _, of in shares.values())
    assert not any(
        "%" in rule.unit.zh for rule in rules.values() if rule.unit and rule.article.startswith("第二十二")
    )


@pytest.mark.parametrize(
    ("income", "percent"), [(3000, 0.5), (3000.01, 1), (5000, 1), (5001, 1.5), (10_000, 1.5), (10_001, 2)]
)
def test_each_income_falls_into_one_band_of_dues(income, percent):
    rules = national().section(HeaderSection).rules
    bands = [rules[f"dues_{key}"] for key in ("3000", "5000", "10000", "above")]
    assert [rule.value for rule in bands if rule.holds_at(income)] == [percent]


def test_what_is_not_known_of_a_rule_is_left_out():
    rules = national().section(HeaderSection).rules
    assert (rules["hotline_limit"].article, rules["four_deliberations"].effective) == ("", None)


def test_a_rule_whose_article_is_unknown_is_not_said_to_be_sure():
    rules = loaded(Path(settings.PLAYBOOKS) / "national").house.section(HeaderSection).rules
    assert [key for key, rule in rules.items() if not rule.article and rule.confidence == "high"] == []
    sure = {rule.instrument.zh for rule in rules.values() if rule.confidence == "high"}
    assert sure == {"中华人民共和国村民委员会组织法", "中国共产党党员教育管理工作条例"}


def test_what_holds_for_a_unit_is_a_county_and_nothing_else_is():
    houses = [(folder, loaded(folder).house) for folder in FOLDERS]
    assert [folder for folder, house in houses if house.section(HeaderSection).holds_for] == COUNTIES != []


@pytest.mark.slow  # applies a whole county's playbook, its town's, and its own again
@pytest.mark.django_db
@pytest.mark.parametrize("folder", by_name(COUNTIES))
def test_a_county_and_its_town_apply_and_are_nothing_the_second_time(folder, tmp_path):
    county = Unit.objects.get(region=open_region("c", code="1", name="县", actor=None))
    assert applied(folder, county).is_empty
    town = add_unit("镇", kind="town", under=county, code="11", actor=SYSTEM(county.region_id))
    (tmp_path / "a_town").mkdir()
    own = tmp_path / "a_town" / "all.yaml"
    own.write_text(TOWN.replace("COUNTY", folder.name), encoding="utf-8")
    assert applied(own.parent, town).is_empty
    assert "market_day" in holding(town).section(LedgerSection).entries
    assert "market_day" not in holding(county).section(LedgerSection).entries
    assert applied(folder, county).is_empty


@pytest.mark.slow  # grows every shipped county, small as it may be
@pytest.mark.django_db
@pytest.mark.parametrize("folder", by_name(COUNTIES))
def test_a_shipped_county_grows_and_its_printed_figures_come_out(folder):
    region = ensure_county(folder.name, size="tiny")
    printed = check_facts(house_of(region.pk), root_of(region))
    assert [str(fact.id) for fact in printed if not fact.holds] == []
    assert {one.username for one in sample_people()} > {"organiser", "clerk"}
    # There is something to decide, and something that was raised above as its time was up.
    waiting = Call.objects.filter(until=None)
    assert waiting.filter(question__isnull=False).exists()
    assert waiting.filter(question=None).exists()
    assert list(findings(region)) == []
    # Everyone can read what was done, and in figures.
    assert Publication.objects.filter(region=region).exists()
    assert any(one.public for one in house_of(region.pk).section(MeasuresSection).measures.values())


@pytest.mark.parametrize("folder", by_name(COUNTIES))
def test_what_residents_bring_is_routed_as_learned_and_can_be_followed_by_programs(folder):
    kinds = loaded(folder).house.section(MattersSection).matters.values()
    assert any(kind.public and kind.published and kind.listed == "facts" and kind.routing for kind in kinds)


@pytest.mark.parametrize("folder", by_name(COUNTIES))
def test_what_the_clock_closes_is_told_apart_from_what_a_resident_confirms(folder):
    kinds = loaded(folder).house.section(MattersSection).matters.values()
    assert any(kind.public for kind in kinds)
    for kind in kinds:
        if not kind.public:
            continue
        written = [(move.by, {write.entry for write in move.writes}) for move in kind.flow.moves.values()]
        confirmed = {entry for by, entries in written if by == (RESIDENT,) for entry in entries}
        lapsed = {entry for by, entries in written if CLOCK in by for entry in entries}
        assert confirmed
        assert lapsed
        assert not confirmed & lapsed


@pytest.mark.parametrize("folder", by_name(COUNTIES))
def test_what_residents_ask_is_accounted_for_fairly_in_every_county(folder):
    kinds = loaded(folder).house.section(MattersSection).matters
    main = next(kind for kind in kinds.values() if kind.published)
    assert set(main.with_) == {
        "more_time",
        "reviewed_classes",
        "disputes",
        "calling_back",
        "overseeing",
        "four_weeks_on",
    }
    assert main.flow.limits
    assert any(state.warn for state in main.flow.states.values())
    assert any(len(state.escalate) > 1 for state in main.flow.states.values())
    written = {write.entry for move in main.flow.moves.values() for write in move.writes}
    assert written > {"wrong_dispatch", "class_upheld", "class_overturned", "request_paused"}


@pytest.mark.parametrize("folder", by_name(COUNTIES))
def test_what_the_desk_says_is_withdrawn_is_reviewed_from_the_first_state_and_goes_back_there(folder):
    kinds = loaded(folder).house.section(MattersSection).matters
    flow = next(kind for kind in kinds.values() if kind.published).flow
    said, other = flow.moves["say_withdrawn"], flow.moves["overturn_withdrawn"]
    assert (said.from_, other.to) == ((flow.start,), flow.start)
    assert flow.states[flow.start].owner in said.by
    assert said.ask.only == {"closing_class": ("said_withdrawn",)}
    reviews = [move for move in flow.moves.values() if said.to in move.from_ and "resident" not in move.by]
    assert len(reviews) == 2
    assert all(move.other_than == ("say_withdrawn",) for move in reviews)
    assert said.to in flow.moves["withdraw"].from_


@pytest.mark.parametrize("folder", by_name(COUNTIES))
def test_a_visit_to_a_household_names_the_household(folder):
    entries = loaded(folder).house.section(LedgerSection).entries
    assert [key for key, kind in entries.items() if kind.serves == "household" and not kind.must_name] == []


@pytest.mark.parametrize("folder", by_name(COUNTIES))
def test_whoever_hears_that_time_is_up_can_urge_whoever_is_late(folder):
    kinds = loaded(folder).house.section(MattersSection).matters.values()
    flow = next(kind for kind in kinds if kind.published).flow
    raised = [(name, one.to) for name, state in flow.states.items() for one in state.escalate]
    urging = [flow.moves[key] for key in ("urge", "urge_desk")]
    assert raised
    for state, role in raised:
        assert any(state in move.from_ and role in move.by for move in urging), (state, role)


@pytest.mark.parametrize("folder", by_name(COUNTIES))
def test_nothing_waits_for_a_dispatch_without_a_warning_and_somebody_who_hears(folder):
    kinds = loaded(folder).house.section(MattersSection).matters.values()
    main = next(kind for kind in kinds if kind.published)
    assert main.routing is not None
    for name in main.flow.moves[main.routing.move].from_:
        state = main.flow.states[name]
        assert None not in (state.limit, state.warn), name
        assert state.escalate, name
