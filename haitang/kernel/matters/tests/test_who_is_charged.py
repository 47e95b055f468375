"""Whom a wrong dispatch is charged to, by the way a matter went: a table, for nobody remembers the rule."""

from copy import deepcopy
from pathlib import Path

import pytest

from haitang.kernel.matters.tests.conftest import charging_text
from haitang.kernel.matters.tests.county import County, followed_copy, make_county
from haitang.kernel.matters.tests.test_fair_accounting import wrong

#: What each word does: carl or clara sends it to parks or police, who have it give it back, and so on.
SENT = {
    "carl-parks": ("carl", "parks"),
    "clara-parks": ("clara", "parks"),
    "carl-police": ("carl", "police"),
    "clara-police": ("clara", "police"),
}
WALKS = [
    # What came back and went elsewhere was wrong, each time.
    ("carl-parks back clara-police", "carl"),
    ("carl-parks back carl-parks back carl-police", "carl carl"),
    ("carl-parks back clara-parks back carl-police", "carl clara"),
    ("carl-parks back clara-police back carl-parks", "carl clara"),
    # What did not come back, or not yet go elsewhere, was not.
    ("carl-parks", ""),
    ("carl-parks back", ""),
    ("carl-parks back carl-parks", ""),
    ("carl-parks back carl-parks accept", ""),
    # Called back before anybody gave it back: one's own correction.
    ("carl-parks recall carl-police", ""),
    ("carl-parks recall carl-parks recall carl-police", ""),
    # But it does not wipe out what had come back before.
    ("carl-parks back carl-parks recall carl-police", "carl"),
    ("carl-parks back clara-parks recall clara-police", "carl"),
    ("carl-parks back carl-parks recall carl-parks recall carl-police", "carl"),
    ("carl-parks back carl-parks back carl-parks recall carl-police", "carl carl"),
    ("carl-parks back carl-parks recall carl-parks back carl-police", "carl carl"),
    ("carl-parks back carl-parks recall carl-parks", ""),
    ("carl-parks back carl-parks recall carl-parks accept", ""),
    ("carl-parks recall carl-parks back carl-police", "carl"),
    # Nor where it went to another unit in between, and is charged once alone.
    ("carl-parks back carl-parks recall carl-police back carl-parks", "carl carl"),
    ("carl-parks back carl-parks recall carl-police recall carl-parks", "carl"),
    ("carl-parks back carl-police recall carl-parks", "carl"),
    # Upheld with reason it is one dispatch, and whoever upheld it answers for it.
    ("carl-parks back insist", ""),
    ("carl-parks back insist back carl-police", "clara"),
    # Called back after that, nobody upholds it any more: it is as it was.
    ("carl-parks back insist recall clara-police", "carl"),
    ("carl-parks back carl-parks back insist recall clara-police", "carl carl"),
    ("carl-parks back insist recall carl-parks accept", ""),
    ("carl-parks back insist recall carl-parks back carl-police", "carl carl"),
    # Taken from who has it because it was never theirs, nobody gave it back: it was wrong all the same.
    ("carl-parks redirect-police", "carl"),
    ("carl-parks accept redirect-police", "carl"),
    ("carl-parks redirect-parks", ""),
    ("carl-parks back carl-parks redirect-police", "carl carl"),
    ("carl-parks recall carl-parks redirect-police", "carl"),
    ("carl-parks back insist redirect-police", "clara"),
    ("carl-parks redirect-police redirect-parks", "carl clara"),
    ("carl-parks redirect-police accept", "carl"),
    # Who looked at a class and overturned it has sent nothing.
    ("carl-parks accept classed redirect-police", "carl"),
    # Withdrawn by the resident, what had come back was wrong all the same.
    ("carl-parks back withdraw", "carl"),
    ("carl-parks back carl-parks withdraw", ""),
    ("carl-parks back carl-parks recall withdraw", "carl"),
    ("carl-parks recall withdraw", ""),
]


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """A small county in which whatever leaves what was sent back charges who sent it; for the whole table."""
    county = make_county(stage)
    county.apply(charging_text())
    return county


@pytest.fixture
def charging(grown: County, db: None) -> County:
    """The same, for one walk."""
    return deepcopy(grown)


@pytest.mark.parametrize(("walk", "charged"), WALKS)
def test_a_wrong_dispatch_is_charged_to_who_made_it(charging: County, walk: str, charged: str):
    matter, has_it = charging.open().matter, ""
    for word in walk.split():
        if word in SENT:
            who, has_it = SENT[word]
            charging.move(matter, "dispatch", who, to_unit=has_it)
        elif word.startswith("redirect-"):
            has_it = word.removeprefix("redirect-")
            charging.move(matter, "redirect", "clara", to_unit=has_it, note="本来就不归他们")
        elif word == "classed":
            charging.move(matter, "decline", "fred", note="不归县里管", answers={"class": "beyond_powers"})
            charging.move(matter, "overturn", "host", note="归你们管")
        elif word == "withdraw":
            charging.move(followed_copy(matter), word, charging.resident, note="算了")
        else:
            charging.move(matter, *_made(word, has_it), note="写明原因")
    people = {person.pk: name for name, person in charging.people.items()}
    assert sorted(people[person] for _, person in wrong()) == charged.split()


def _made(word: str, has_it: str) -> tuple[str, str]:
    """The move that *word* stands for, and who makes it."""
    works = {"parks": "fred", "police": "paul"}[has_it]
    by = {"back": ("send_back", works), "accept": ("accept", works)}
    return by.get(word) or (word, "clara")
