"""What the State Council's office forbids is refused with its clause; deeds are not."""

import pytest

from haitang.kernel.playbooks.circular import banned
from haitang.kernel.playbooks.source import Tree


def clauses(section: str, key: str, zh: str = "名") -> list[str]:
    tree = Tree({section: {key: {"label": {"zh": zh, "en": "X"}}}})
    return [fault.what.split("item ")[1].split(",")[0] for fault in banned(tree)]


@pytest.mark.parametrize(
    ("section", "key", "zh", "item"),
    [
        ("entries", "daily_check_in", "名", "(二)"),
        ("entries", "deed", "每日打卡", "(二)"),
        ("measures", "points_ranking", "名", "(二)"),
        ("measures", "time", "在线时长", "(二)"),
        ("measures", "login_days", "名", "(三)"),
        ("measures", "hearts", "点赞量", "(四)"),
        ("measures", "study_hours", "名", "(四)"),
    ],
)
def test_what_is_forbidden_is_refused_with_its_clause(section, key, zh, item):
    assert clauses(section, key, zh) == [item]


@pytest.mark.parametrize(
    ("section", "key", "zh"),
    [
        ("entries", "study", "学习"),
        ("entries", "visit", "走访"),
        ("measures", "households_visited", "走访到的户数"),
        ("measures", "unlikely", "名"),
        ("measures", "reviews", "评议次数"),
        ("matters", "check_in", "打卡"),
    ],
)
def test_deeds_are_not_forbidden(section, key, zh):
    assert clauses(section, key, zh) == []


def test_the_message_names_the_instrument_and_the_way_out():
    (fault,) = banned(Tree({"measures": {"likes": {}}}))
    assert "国办函〔2026〕12号" in fault.what
    assert fault.hint.startswith("Count deeds instead")
