"""The ledger's pages: lists that cost the same however long, deeds shown to those who may see them."""

import pytest

from haitang.kernel.ledger.models import Entry, Erasure, Fact, Note
from haitang.lib.ids import new_id
from haitang.web.tests.county import PLAYBOOK

LIST_QUERIES = 7


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_row_and_three(county, django_assert_num_queries, rows):
    for _ in range(rows):
        county.visit()
    client = county.client("sun")
    client.get("/entries/")
    with django_assert_num_queries(LIST_QUERIES):
        body = client.get("/entries/").content.decode()
    assert body.count("入户走访</a>") == rows


def test_mine_are_mine_and_all_are_those_within_reach(county):
    county.visit("sun", "lake")
    county.visit("gao", "hill")

    def shown(name: str, of: str) -> int:
        return county.client(name).get(f"/entries/?of={of}").content.decode().count("入户走访</a>")

    assert (shown("sun", "mine"), shown("sun", "all")) == (1, 1)
    assert (shown("olive", "mine"), shown("olive", "all")) == (0, 2)


def test_a_long_list_has_pages(county):
    for _ in range(51):
        county.visit()
    client = county.client("sun")
    first, second = (client.get(f"/entries/?page={n}").content.decode() for n in (1, 2))
    assert (first.count("入户走访</a>"), second.count("入户走访</a>")) == (50, 1)
    assert 'rel="next"' in first
    assert 'rel="next"' not in second


def test_nonsense_for_a_page_is_the_first(county):
    county.visit()
    assert county.client("sun").get("/entries/?page=-3").content.decode().count("入户走访</a>") == 1


def test_a_deed_is_shown_whole_to_those_within_reach_and_is_not_there_for_others(county):
    entry = county.visit()
    body = county.client("sun").get(f"/entries/{entry.uuid}/").content.decode()
    assert "门口路灯不亮" in body
    assert "王桂英家" in body
    assert county.client("olive").get(f"/entries/{entry.uuid}/").status_code == 200
    assert county.client("gao").get(f"/entries/{entry.uuid}/").status_code == 404
    assert county.client("sun").get(f"/entries/{new_id()}/").status_code == 404


def test_a_mistake_is_voided_with_a_reason_and_counts_no_more(county):
    entry = county.visit()
    client = county.client("sun")
    assert client.post(f"/entries/{entry.uuid}/void/", {"reason": ""}).status_code == 422
    assert Fact.objects.count() == 1
    client.post(f"/entries/{entry.uuid}/void/", {"reason": "记错了村"})
    assert Fact.objects.count() == 0
    assert Entry.objects.count() == 2
    body = client.get(f"/entries/{entry.uuid}/").content.decode()
    assert "已作废" in body
    assert "记错了村" in body


@pytest.mark.parametrize(
    ("agent", "channel"), [("Mozilla/5.0 (Linux) Mobile", "phone"), ("Mozilla/5.0", "web")]
)
def test_a_voiding_says_whether_it_came_by_phone(county, agent, channel):
    entry = county.visit()
    client = county.client("sun")
    client.post(f"/entries/{entry.uuid}/void/", {"reason": "记错了"}, headers={"user-agent": agent})
    assert Entry.objects.get(voids=entry.uuid).channel == channel


@pytest.mark.slow(reason="many pages one after the other")
def test_words_are_erased_by_who_may_with_a_ground_that_is_sealed(county):
    text = PLAYBOOK.read_text(encoding="utf-8").replace("ledger.void", "ledger.void, ledger.erase", 1)
    entry = county.visit()
    address = f"/entries/{entry.uuid}/erase/"
    assert address not in county.client("olive").get(f"/entries/{entry.uuid}/").content.decode()
    assert county.client("olive").post(address, {"ground": "x"}).status_code == 404
    county.apply(text)
    olive = county.client("olive")
    assert f'href="{address}"' in olive.get(f"/entries/{entry.uuid}/").content.decode()
    assert olive.post(address, {"ground": ""}).status_code == 422
    for who in ("sun", "gao"):
        assert county.client(who).post(address, {"ground": "x"}).status_code == 404
    assert Note.objects.get(entry=entry).text == "门口路灯不亮"
    assert olive.post(address, {"ground": "本人申请"}).status_code == 302
    assert Note.objects.get(entry=entry).text == ""
    row = Erasure.objects.get()
    assert (row.entry, row.by, row.ground) == (entry.uuid, county.people["olive"], "本人申请")
    assert olive.get(address).status_code == 404


def test_a_stranger_cannot_void(county):
    entry = county.visit()
    answer = county.client("gao").post(f"/entries/{entry.uuid}/void/", {"reason": "x"})
    assert answer.status_code == 404
    assert Fact.objects.count() == 1


def test_who_may_see_but_not_void_is_refused_in_words(county):
    entry = county.visit("mei")
    answer = county.client("sun").post(f"/entries/{entry.uuid}/void/", {"reason": "x"})
    assert answer.status_code == 403
    assert Fact.objects.count() == 1


def test_voiding_takes_a_post_and_coming_by_get_leads_back_to_the_entry(county):
    entry = county.visit()
    answer = county.client("sun").get(f"/entries/{entry.uuid}/void/")
    assert (answer.status_code, answer["Location"]) == (302, f"/entries/{entry.uuid}/")
    assert not Entry.objects.filter(voids=entry.uuid).exists()
