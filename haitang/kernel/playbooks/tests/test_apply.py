"""Apply: one transaction that writes definitions, remembers identities, and is nothing the second time."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from haitang.kernel.playbooks.api import apply, compiled, holding, house_of, plan
from haitang.kernel.playbooks.guards import GUARDS
from haitang.kernel.playbooks.models import Declared, Version
from haitang.kernel.registry.api import RESIDENT
from haitang.kernel.registry.models import Region
from haitang.lib.diagnostics import Conflict, Faults, Forbidden, Refusal
from haitang.lib.guards import missing

pytestmark = pytest.mark.usefixtures("deeds")

HEAD = "haitang: 1\nplaybook: county\ntitle: {zh: 县, en: County}\n"
VISIT = (
    "visit: {label: {zh: 走访, en: Visit}, fields: {need: {kind: choice, label: {zh: 需要, en: Need}, "
    "count: true, options: {no: {zh: 无, en: None}}}}}"
)
TALK = "talk: {label: {zh: 谈心, en: Talk}}"


def deeds(*lines: str) -> str:
    return HEAD + "deeds:\n" + "".join(f"  {line}\n" for line in lines)


@pytest.fixture
def applied(write, county, house_itself):
    """Write a text, plan and apply it."""

    def _applied(*lines: str) -> Version:
        return apply(plan(write("county", main=deeds(*lines)), at=county), actor=house_itself)

    return _applied


def test_an_applied_playbook_holds_at_the_unit_and_below(applied, county, town):
    version = applied(VISIT, TALK)
    house = holding(town)
    need = house.id_of("deeds", "visit", "fields", "need")
    assert (house.name, house.version_id, house.region_id) == ("county", version.pk, county.region_id)
    assert house.slots[need] == "choice1"
    assert house.path_of(need) == ("deeds", "visit", "fields", "need")
    assert house_of(county.region_id) is house


def test_the_same_text_applied_again_is_no_change_and_no_version(applied, write, county, house_itself):
    version = applied(VISIT, TALK)
    again = plan(write("county", main=deeds(VISIT, TALK)), at=county)
    assert (list(again.changes), again.is_empty) == ([], True)
    assert apply(again, actor=house_itself) == version
    assert Version.objects.count() == 1


def test_where_nothing_was_applied_an_empty_house_holds(county):
    assert holding(county).ids == {}


def test_a_version_keeps_who_what_and_its_hash(applied):
    first, second = applied(VISIT), applied(VISIT, TALK)
    assert (first.serial, second.serial) == (1, 2)
    assert "+ deeds.talk" in second.diff
    assert "county/main.yaml" in second.sources
    assert len({first.digest, second.digest}) == 2


def test_apply_bumps_the_regions_revision(applied, county):
    before = Region.objects.get(pk=county.region_id).revision
    applied(VISIT)
    assert Region.objects.get(pk=county.region_id).revision != before


def test_a_stale_plan_is_refused_in_words(write, applied, county, house_itself):
    applied(VISIT)
    stale = plan(write("county", main=deeds(VISIT, TALK)), at=county)
    applied(VISIT, "other: {label: {zh: 其他, en: Other}}")
    with pytest.raises(Conflict) as caught:
        apply(stale, actor=house_itself)
    assert caught.value.en == "This plan was made from version 1; another was applied since. Plan again."
    assert Version.objects.count() == 2


def test_who_may_not_apply_changes_nothing(write, county):
    made = plan(write("county", main=deeds(VISIT)), at=county)
    with pytest.raises(Forbidden):
        apply(made, actor=RESIDENT(county.region_id))
    assert not Version.objects.exists()


def test_a_refused_plan_is_not_applied(write, applied, county, house_itself):
    applied(VISIT, TALK.replace("{label", "{held: true, label", 1))
    made = plan(write("county", main=deeds(VISIT)), at=county)
    with pytest.raises(Refusal) as caught:
        apply(made, actor=house_itself)
    assert caught.value.code == "playbooks.refused"
    assert Version.objects.count() == 1


def test_a_section_that_fails_leaves_nothing_behind(write, county, house_itself):
    stubborn = TALK.replace("{label", "{stubborn: true, label", 1)
    made = plan(write("county", main=deeds(VISIT, stubborn)), at=county)
    with pytest.raises(Refusal, match="No"):
        apply(made, actor=house_itself)
    assert not Version.objects.exists()
    assert not Declared.objects.exists()


def test_a_rename_keeps_the_identity_and_old_versions_keep_the_old_name(applied, county):
    before = applied(VISIT)
    visit = holding(county).id_of("deeds", "visit")
    need = holding(county).id_of("deeds", "visit", "fields", "need")
    after = applied(VISIT.replace("visit:", "home_visit:").replace("{label", "{was: visit, label", 1))
    assert holding(county).id_of("deeds", "home_visit") == visit
    assert holding(county).id_of("deeds", "home_visit", "fields", "need") == need
    assert compiled(before.pk).path_of(visit) == ("deeds", "visit")
    assert compiled(after.pk).path_of(visit) == ("deeds", "home_visit")
    assert not Declared.objects.exclude(retired_on=None).exists()


def test_was_may_stay_or_be_dropped_once_applied(applied, write, county):
    applied(TALK)
    renamed = "home_talk: {was: talk, label: {zh: 谈心, en: Talk}}"
    applied(renamed)
    for line in (renamed, renamed.replace("was: talk, ", "")):
        assert plan(write("county", main=deeds(line)), at=county).is_empty


def test_a_was_that_matches_nothing_is_refused(applied, write, county):
    applied(TALK)
    made = plan(write("county", main=deeds(TALK, "chat: {was: tolk, label: {zh: 聊, en: Chat}}")), at=county)
    assert [effect.en for effect in made.refusals] == [
        '"chat" was never called "tolk" here. Drop was:, or name the key it has now.'
    ]


def test_what_is_gone_is_retired_and_comes_back_as_itself(applied, county):
    applied(VISIT, TALK)
    talk = holding(county).id_of("deeds", "talk")
    applied(VISIT)
    assert Declared.objects.get(pk=talk).retired_on is not None
    applied(VISIT, TALK)
    assert holding(county).id_of("deeds", "talk") == talk
    assert Declared.objects.get(pk=talk).retired_on is None


def test_a_slot_is_given_once_and_for_ever(applied, county):
    field = "{name}: {{kind: flag, label: {{zh: 是, en: Yes}}, count: {count}}}"

    def asks(**counted: str) -> str:
        inner = ", ".join(field.format(name=name, count=count) for name, count in counted.items())
        return f"visit: {{label: {{zh: 走访, en: Visit}}, fields: {{{inner}}}}}"

    applied(asks(a="true", b="true"))
    applied(asks(a="false", b="true"))
    house = holding(county)
    b = house.id_of("deeds", "visit", "fields", "b")
    assert house.slots == {b: "flag2"}
    applied(asks(a="true", b="true"))
    assert holding(county).slots == {house.id_of("deeds", "visit", "fields", "a"): "flag1", b: "flag2"}


def test_the_slot_of_a_retired_field_is_not_given_to_another(applied, write, county):
    def asks(*names: str) -> str:
        inner = ", ".join(f"{name}: {{kind: flag, label: {{zh: 是, en: Y}}, count: true}}" for name in names)
        return f"visit: {{label: {{zh: 走访, en: Visit}}, fields: {{{inner}}}}}"

    applied(asks("a", "b"))
    made = plan(write("county", main=deeds(asks("b", "c"))), at=county)
    assert [effect.en.split(".")[0] for effect in made.refusals] == ["visit counts 2 flags; 2 is the limit"]


def test_a_fields_kind_cannot_change(applied, write, county):
    applied("visit: {label: {zh: 走, en: V}, fields: {a: {kind: flag, label: {zh: 是, en: Y}}}}")
    other = "visit: {label: {zh: 走, en: V}, fields: {a: {kind: number, label: {zh: 是, en: Y}}}}"
    made = plan(write("county", main=deeds(other)), at=county)
    (refusal,) = made.refusals
    assert refusal.en.startswith('"a" is of kind flag and cannot become number.')
    assert refusal.en.endswith("add another under a new key, with from: this one.")


def test_a_text_with_faults_gives_no_plan(write, county):
    with pytest.raises(Faults):
        plan(write("county", main=HEAD + "deeds: [1]\n"), at=county)


@pytest.mark.parametrize("sql", ["UPDATE {} SET text = ''", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_an_applied_version_cannot_be_changed_or_deleted_in_the_database(applied, sql):
    text = applied(VISIT).text
    refused = "append-only" if connection.vendor == "postgresql" or "TRUNCATE" not in sql else "TRUNCATE"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match=refused), transaction.atomic():
            cursor.execute(sql.format("playbooks_version"))
    assert (Version.objects.get().text, missing(connection, GUARDS)) == (text, [])


def test_a_version_is_written_once_with_the_identities_it_lists(applied):
    with CaptureQueriesContext(connection) as asked:
        version = applied(VISIT)
    said = [one["sql"].split()[0] for one in asked if '"playbooks_version"' in one["sql"]]
    assert [verb for verb in said if verb != "SELECT"] == ["INSERT"]
    rows = {row for _, row, _ in json.loads(Version.objects.get().ids)}
    assert rows == set(Declared.objects.values_list("pk", flat=True))
    assert set(Declared.objects.values_list("since", flat=True)) == {version.pk}
    assert applied(VISIT, TALK).pk > version.pk
