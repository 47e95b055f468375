"""A town's own playbook holds for its subtree and adds to its county's."""

import pytest

from haitang.kernel.playbooks.api import apply, compiled, holding, plan
from haitang.kernel.playbooks.models import Version
from haitang.kernel.playbooks.tests.words import DeedsSection
from haitang.kernel.registry.api import SYSTEM, actor_of_person, appoint, enrol_person
from haitang.lib.diagnostics import Faults, Refusal

pytestmark = pytest.mark.usefixtures("deeds")

COUNTY = """
haitang: 1
playbook: county
title: {zh: 县, en: County}
deeds:
  visit:
    label: {zh: 走访, en: Visit}
    fields: {a: {kind: flag, label: {zh: 甲, en: A}, count: true}}
"""
TOWN = """
haitang: 1
playbook: NAME
title: {zh: 镇, en: Town}
extends: [county]
deeds:
  visit: {fields: {b: {kind: flag, label: {zh: 乙, en: B}, count: true}}}
  fair: {label: {zh: 集市, en: Fair}}
"""


@pytest.fixture
def both(deeds, write, county, town, house_itself):
    """County and town each with its playbook."""
    apply(plan(write("county", main=COUNTY), at=county), actor=house_itself)
    apply(plan(write("east", main=TOWN.replace("NAME", "east")), at=town), actor=house_itself)


@pytest.mark.usefixtures("both")
def test_the_town_has_its_countys_words_and_its_own(county, town):
    above, below = holding(county), holding(town)
    assert sorted(above.section(DeedsSection).deeds) == ["visit"]
    assert list(below.section(DeedsSection).deeds) == ["visit", "fair"]
    assert below.id_of("deeds", "visit") == above.id_of("deeds", "visit")
    assert ("deeds", "fair") not in above.ids
    assert sorted(below.slots.values()) == ["flag1", "flag2"]


@pytest.mark.usefixtures("both")
def test_the_same_two_texts_again_change_nothing(write, county, town):
    assert plan(write("county"), at=county).is_empty
    assert plan(write("east"), at=town).is_empty


@pytest.mark.usefixtures("both")
def test_a_change_above_reaches_the_town_in_a_version_of_its_own(write, county, town, house_itself):
    old = holding(town)
    changed = COUNTY.replace("en: Visit", "en: Call") + "  talk: {label: {zh: 谈, en: Talk}}\n"
    apply(plan(write("county", main=changed), at=county), actor=house_itself)
    new = holding(town)
    assert list(new.section(DeedsSection).deeds) == ["visit", "talk", "fair"]
    assert new.id_of("deeds", "fair") == old.id_of("deeds", "fair")
    assert compiled(old.version_id).section(DeedsSection).deeds["visit"].label.en == "Visit"
    assert Version.objects.get(pk=new.version_id).serial == 2
    assert plan(write("east"), at=town).is_empty


@pytest.mark.usefixtures("both")
def test_a_county_cannot_take_a_word_its_town_has_already(write, county):
    taken = COUNTY + "  fair: {label: {zh: 集市, en: Fair}}\n"
    refused = [effect.en for effect in plan(write("county", main=taken), at=county).refusals]
    assert refused == ["东镇 has a deeds.fair of its own. Take another key, or have theirs retired first."]


@pytest.mark.usefixtures("both")
def test_two_towns_never_share_a_slot_of_the_countys_kind(write, other_town):
    third = plan(write("west", main=TOWN.replace("NAME", "west")), at=other_town)
    assert [effect.en.split(".")[0] for effect in third.refusals] == ["visit counts 2 flags; 2 is the limit"]


@pytest.mark.usefixtures("both")
def test_a_town_cannot_say_its_countys_words_again(write, town):
    text = TOWN.replace("NAME", "east") + "  visit2: {label: {zh: 一, en: One}}\n"
    text = text.replace("visit: {fields", "visit: {label: {zh: 走, en: Mine}, fields")
    with pytest.raises(Faults) as caught:
        plan(write("east", main=text), at=town)
    assert {fault.code for fault in caught.value.faults} == {"redefined"}


WORDS = """
haitang: 1
playbook: NAME
title: {zh: 镇, en: Town}
extends: [county]
unit_kinds: {lane: {label: {zh: 弄, en: Lane}}}
roles: {host: {label: {zh: 主持, en: Host}, abilities: [ABILITIES]}}
ties: {twin: {label: {zh: 结对, en: Twin}, between: [unit, unit]}}
place_kinds: {hall: {label: {zh: 厅, en: Hall}}}
"""


def test_a_town_cannot_take_what_posts_and_units_of_another_town_rest_on(write, county, town, other_town):
    house = SYSTEM(county.region_id)
    apply(plan(write("county", main=COUNTY), at=county), actor=house)
    east = WORDS.replace("NAME", "east").replace("ABILITIES", "registry.see")
    apply(plan(write("east", main=east), at=town), actor=house)
    host = enrol_person(county.region, name="Host", actor=house)
    appoint(host, role="host", unit=town, actor=house)
    west = WORDS.replace("NAME", "west").replace(
        "ABILITIES", "registry.see, registry.grant, registry.contact"
    )
    third = plan(write("west", main=west), at=other_town)
    said = "has a {} of its own. Take another key, or have theirs retired first."
    refused = {effect.en for effect in third.refusals}
    words = ("unit_kinds.lane", "roles.host", "ties.twin", "place_kinds.hall")
    assert refused == {f"西镇: 东镇 {said.format(word)}" for word in words}
    assert "西镇：东镇的方案已有自己的 roles.host。" in " ".join(effect.zh for effect in third.refusals)
    with pytest.raises(Refusal):
        apply(third, actor=house)
    assert sorted(actor_of_person(host).abilities) == ["registry.see"]
    assert plan(write("east"), at=town).is_empty
