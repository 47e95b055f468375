"""Who joined a neighbour's matter reads how far it is and the answer; never what the neighbour said."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.kernel.matters.actions.contact import erase_contact
from haitang.kernel.matters.api import ContactDetails, gather, part, story
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.tests.county import PLAYBOOK, County, followed_copy, fresh
from haitang.kernel.registry.api import SYSTEM
from haitang.lib.diagnostics import Refusal

SAID = "我是3号楼501的王小明，13812345678，又坏了"


@pytest.fixture
def pair(county: County) -> tuple[Matter, Matter]:
    """A neighbour's matter, and one that joined it."""
    head = county.open(contact=ContactDetails("王小明", "13812345678")).matter
    other = county.open(contact=ContactDetails("李大红", "13912345678")).matter
    gather([other], under=head, actor=SYSTEM(county.region))
    return head, other


def read(county: County, matter: Matter) -> str:
    """All that the resident of *matter* reads."""
    return repr(story(followed_copy(matter), county.resident))


def answered(county: County, head: Matter, note: str, **more) -> None:
    county.move(head, "dispatch", "carl", to_unit="lake")
    county.move(head, "answer", "sun", note=note, **more)


def test_what_the_neighbour_writes_stays_the_neighbours(county, pair):
    head, other = pair
    answered(county, head, "已修好")
    county.move(followed_copy(head), "reopen", county.resident, note=SAID)
    assert SAID in read(county, head)
    told = story(followed_copy(other), county.resident)
    assert [step.state_key for step in told if step.of] == ["dispatched", "answered"]
    assert "又坏了" not in read(county, other)
    assert not any(step.rating or step.files for step in told if step.of)


def test_an_answer_leads_to_no_person_and_no_home(county, pair):
    head, other = pair
    answered(county, head, "已上门与3号楼501王小明核对，电话13812345678，已修好")
    # The words alone: a UUID or an instant may well have these three digits in it.
    told = repr([(step.note, step.said) for step in story(followed_copy(other), county.resident)])
    assert "已修好" in told
    assert not any(word in told for word in ("王小明", "13812345678", "501", "3号楼"))


def test_words_written_for_everyone_stand_for_the_note(county, pair):
    county.apply(
        PLAYBOOK.replace("    contact_days: 180\n", "    contact_days: 180\n    published: summary\n", 1)
    )
    head, other = pair
    answered(county, head, "与住户谈妥", answers={"summary": "应王小明要求换了灯"})
    told = read(county, other)
    assert "应***要求换了灯" in told
    assert "与住户谈妥" not in told


def test_once_the_name_is_erased_no_note_is_shown_any_more(county, pair):
    head, other = pair
    answered(county, head, "王小明说已修好")
    erase_contact(head, actor=SYSTEM(county.region))
    assert "王小明" not in read(county, other)


def test_who_parts_keeps_the_answer_in_the_history_and_still_no_word_of_the_neighbour(county, pair):
    head, other = pair
    answered(county, head, "灯已修好")
    part(other, actor=county.actor("carl"))
    county.move(followed_copy(head), "reopen", county.resident, note=SAID)
    told = story(followed_copy(other), county.resident)
    assert [step.note for step in told if step.state_key == "answered"] == ["灯已修好"]
    assert "working" not in [step.state_key for step in told]


def test_a_member_who_joined_with_an_account_reads_no_more(county):
    head = county.open(contact=ContactDetails("王小明", "13812345678")).matter
    mine = county.open().matter
    Matter.objects.filter(pk=mine.pk).update(opened_by=county.people["mei"])
    gather([mine], under=head, actor=SYSTEM(county.region))
    answered(county, head, "已修好")
    county.move(followed_copy(head), "reopen", county.resident, note=SAID)
    assert SAID not in repr(story(fresh(mine), county.actor("mei")))


_WORDS = st.text(st.sampled_from("甲乙丙丁戊己庚辛壬癸"), min_size=4, max_size=12)


_DEEDS = st.lists(st.tuples(st.sampled_from(["reopen", "withdraw", "confirm"]), _WORDS), max_size=4)


@pytest.mark.slow(reason="each example walks a flow")
@given(deeds=_DEEDS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_the_neighbour_writes_is_ever_read_by_who_joined(county, deeds):
    head, other = (county.open(contact=ContactDetails(phone="13812345678")).matter for _ in range(2))
    gather([other], under=head, actor=SYSTEM(county.region))
    answered(county, head, "已修好")
    for move, words in deeds:
        _try(county, head, move, words)
    told = read(county, other)
    assert not [words for _, words in deeds if words in told]


def _try(county: County, head: Matter, move: str, words: str) -> None:
    more = {"rating": 2} if move == "confirm" else {}
    try:
        county.move(followed_copy(head), move, county.resident, note=words, **more)
    except Refusal:
        return
