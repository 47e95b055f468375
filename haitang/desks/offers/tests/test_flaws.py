"""A playbook that would tell more than was reviewed is refused, with its place."""

import pytest

from haitang.desks.offers.tests.conftest import PLAYBOOK
from haitang.kernel.playbooks.api import load
from haitang.lib.diagnostics import Faults

ROLE, REVIEW = "to: [member], shows: words, place: town", "by: [steward], ask: {fields: [words]}"
WRITE = "{entry: granted, by: taker, unit: owner"
CASES = [
    (ROLE, ROLE.replace("member", "membr"), "unknown-role"),
    (ROLE, ROLE.replace("member", "steward"), "offer-without-ability"),
    (ROLE, ROLE.replace("words", "wrds"), "unknown-field"),
    (ROLE, ROLE.replace("town", "twn"), "unknown-unit-kind"),
    ("{in: hung", "{in: hng", "unknown-state"),
    ("move: claim", "move: clam", "unknown-move"),
    ("move: claim", "move: give_back", "offer-not-takers"),
    (REVIEW, REVIEW.replace("steward", "steward, resident"), "offer-unreviewed"),
    (REVIEW, "by: [steward]", "offer-unreviewed"),
    ("number: XY", "number: XY\n    listed: facts", "offer-would-tell"),
    (WRITE, f"{WRITE}, answers: {{what: title}}", "offer-would-tell"),
    ("to: stays, by: [steward]", "to: stays, by: [steward, resident]", "offer-thanks-unread"),
]


def codes(text: str, folder) -> set[str]:
    (folder / "main.yaml").write_text(text, encoding="utf-8")
    try:
        load(folder)
    except Faults as faults:
        return {fault.code for fault in faults.faults}
    return set()


def test_the_playbook_of_these_tests_is_clean(playbook_folder):
    assert codes(PLAYBOOK, playbook_folder) == set()


@pytest.mark.parametrize(("said", "instead", "code"), CASES)
def test_what_would_tell_more_is_refused(playbook_folder, said, instead, code):
    head, tail = PLAYBOOK.split("  wish:\n", 1)
    assert said in tail
    text = f"{head}  wish:\n{tail.replace(said, instead, 1)}".replace(
        "granted: {label: {zh: 圆梦, en: Granted}, by_moves: true, serves: nobody}",
        "granted: {label: {zh: 圆梦, en: Granted}, by_moves: true, serves: nobody, "
        "fields: {what: {kind: text, label: {zh: 何事, en: What}}}}",
        1,
    )
    assert code in codes(text, playbook_folder)
