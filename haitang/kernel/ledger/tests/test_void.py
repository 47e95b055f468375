from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from haitang.kernel.ledger.api import Channel, may_void, record, standing_entries, verify, void, voiding_of
from haitang.kernel.ledger.models import Entry, Fact
from haitang.kernel.registry.api import SYSTEM
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.ids import new_id


@pytest.fixture
def entry(county) -> Entry:
    return record(county.visit(), actor=county.wang)


def test_a_voided_entry_leaves_the_facts_and_stays_itself(county, entry):
    voiding = void(entry, reason="记错了户", actor=county.wang)
    assert Fact.objects.count() == 0
    assert Entry.objects.get(pk=entry.pk).quantity == 1
    assert (voiding.voids, voiding.reason, voiding.recorded_by) == (
        entry.uuid,
        "记错了户",
        county.people["wang"],
    )
    assert voiding_of(entry) == voiding
    assert list(standing_entries(county.li)) == []
    assert verify(county.region).holds


def test_the_same_voiding_sent_again_is_the_same(county, entry):
    uuid = new_id()
    first = void(entry, reason="记错了", actor=county.wang, uuid=uuid)
    assert void(entry, reason="记错了", actor=county.wang, uuid=uuid) == first
    assert Entry.objects.count() == 2


def test_the_same_voiding_sent_again_the_next_day_is_the_same(county, entry):
    uuid = new_id()
    first = void(entry, reason="记错了", actor=county.wang, uuid=uuid)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        assert void(entry, reason="记错了 ", actor=county.wang, uuid=uuid) == first
        with pytest.raises(Forbidden):
            void(entry, reason="别的", actor=county.wang, uuid=uuid)


@pytest.mark.parametrize("channel", Channel)
def test_a_voiding_is_sealed_with_the_channel_it_came_by(county, entry, channel):
    void(entry, reason="记错了", actor=county.wang, channel=channel)
    assert Entry.objects.get(voids=entry.uuid).channel == channel
    assert verify(county.region).holds


def test_what_the_house_itself_voids_came_by_the_system(county, entry):
    assert void(entry, reason="记错了", actor=SYSTEM(county.region)).channel == "system"


def test_an_entry_is_voided_once(county, entry):
    void(entry, reason="记错了", actor=county.wang)
    with pytest.raises(Conflict) as conflict:
        void(entry, reason="又作废", actor=county.li)
    assert conflict.value.code == "ledger.already_void"


def test_a_voiding_cannot_be_voided(county, entry):
    voiding = void(entry, reason="记错了", actor=county.wang)
    with pytest.raises(Refusal) as refusal:
        void(voiding, reason="没有错", actor=county.li)
    assert refusal.value.code == "ledger.voids_a_voiding"


@pytest.mark.parametrize("reason", ["", "   ", "长" * 301, "\0"])
def test_a_voiding_gives_a_reason(county, entry, reason):
    with pytest.raises(Refusal) as refusal:
        void(entry, reason=reason, actor=county.wang)
    assert refusal.value.code == "ledger.reason"
    assert Fact.objects.count() == 1


def test_who_recorded_it_may_void_it_on_the_same_day_only(county, entry):
    assert may_void(county.wang, entry)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        assert not may_void(county.wang, entry)
        with pytest.raises(Forbidden):
            void(entry, reason="记错了", actor=county.wang)
        assert void(entry, reason="记错了", actor=county.li).voids == entry.uuid


def test_a_stranger_may_not_void(county, entry):
    assert not may_void(county.zhao, entry)
    assert not may_void(SYSTEM(county.region.pk + 1), entry)
    with pytest.raises(Forbidden):
        void(entry, reason="看着不对", actor=county.zhao)
    assert Fact.objects.count() == 1
