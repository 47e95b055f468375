"""Facts are a projection: whatever happens, they are what the entries say they are."""

import pytest
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.kernel.ledger.api import (
    check_sample,
    fill_next,
    rebuild_facts,
    record,
    record_many,
    verify,
    void,
)
from haitang.kernel.ledger.models import Entry, Fact, Fill
from haitang.kernel.ledger.tests.bypass import undone
from haitang.kernel.ledger.tests.county import PLAYBOOK, make_county
from haitang.kernel.playbooks.models import Declared

ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "need": st.sampled_from(["health", "repair"]),
        "people": st.integers(0, 50),
        "again_on": st.dates().map(str),
        "alone": st.booleans(),
        "words": st.text(max_size=5).filter(lambda words: "\0" not in words),
    },
)
ACTS = st.lists(
    st.tuples(st.sampled_from(["record", "void", "resend", "many"]), ANSWERS, st.integers(1, 20)), max_size=12
)


def facts() -> dict[int, dict]:
    return {fact.pk: model_to_dict(fact) for fact in Fact.objects.all()}


@pytest.mark.slow(reason="grows dozens of random ledgers")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=ACTS)
def test_any_sequence_of_record_void_and_resend_keeps_facts_as_rebuilt(county, acts):
    with undone():
        drafts, standing = [], []
        for act, answers, number in acts:
            if act == "void" and standing:
                void(standing.pop(number % len(standing)), reason="记错了", actor=county.wang)
            elif act == "resend" and drafts:
                record(drafts[number % len(drafts)], actor=county.wang)
            elif act == "many":
                more = [county.visit(answers=answers, quantity=number) for _ in range(2)]
                assert record_many(more, actor=county.wang).recorded == 2
                standing += Entry.objects.filter(uuid__in=[one.uuid for one in more])
            else:
                drafts.append(county.visit(answers=answers, quantity=number))
                standing.append(record(drafts[-1], actor=county.wang))
        kept = facts()
        assert kept.keys() == {entry.pk for entry in standing}
        assert check_sample(county.region) == []
        Fact.objects.all().delete()
        assert rebuild_facts(Declared.objects.get(section="entries", key="visit")) == len(standing)
        assert facts() == kept
        assert verify(county.region).holds


def test_a_field_that_becomes_counted_is_filled_in_small_steps(db, tmp_path):
    counted = "label: {zh: 人数, en: People}, count: true"
    county = make_county(
        tmp_path, "other", text=PLAYBOOK.replace(counted, counted.removesuffix(", count: true"))
    )
    for people in range(5):
        record(county.visit(answers={"people": people}), actor=county.wang)
    assert set(Fact.objects.values_list("number1", flat=True)) == {None}
    county.apply(PLAYBOOK)
    [waiting] = Fill.objects.filter(finished_at=None)
    assert verify(county.region).holds, "what still waits to be filled is not blamed"
    assert [fill_next(2), fill_next(2), fill_next(2), fill_next(2)] == [2, 2, 1, 0]
    assert Fill.objects.get(pk=waiting.pk).finished_at
    assert sorted(Fact.objects.values_list("number1", flat=True)) == [0, 1, 2, 3, 4]
    assert verify(county.region).holds
    assert fill_next() == 0


def test_a_renamed_option_keeps_its_entries_and_its_facts_follow(county):
    entry = record(county.visit(answers={"need": "repair"}), actor=county.wang)
    county.apply(
        PLAYBOOK.replace(
            "repair: {zh: 维修, en: Repairs}", "mend: {label: {zh: 维修, en: Repairs}, was: repair}"
        )
    )
    assert verify(county.region).holds, "until it is filled a fact has the key of before"
    while fill_next():
        pass
    assert Fact.objects.get().choice1 == "mend"
    assert Entry.objects.get().data == entry.data
    assert verify(county.region).holds


def test_a_renamed_kind_and_field_keep_their_entries(county):
    record(county.visit(answers={"need": "repair", "people": 3}), actor=county.wang)
    text = PLAYBOOK.replace("  visit:\n", "  home_visit:\n    was: visit\n").replace(
        "      people: {", "      head_count: {was: people, "
    )
    county.apply(text)
    record(county.visit(kind="home_visit", answers={"head_count": 4}), actor=county.wang)
    assert sorted(Fact.objects.values_list("number1", flat=True)) == [3, 4]
    assert len(set(Fact.objects.values_list("kind_id", flat=True))) == 1
    assert verify(county.region).holds


def test_the_nightly_sample_names_a_fact_that_drifted(county):
    entry = record(county.visit(), actor=county.wang)
    Fact.objects.filter(pk=entry.pk).update(choice1="repair")
    assert check_sample(county.region) == [entry]
