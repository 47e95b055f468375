"""One name, one meaning: no two public classes of the house are called alike."""

import ast
from collections import defaultdict

from tests.architecture.source import Source, code, said

#: Called alike by Django's own habit.
CONVENTIONAL = {"Command", "Config", "Meta", "Migration"}
#: Still called alike; this list only shrinks.
TWICE = frozenset(
    [
        "ActPage",
        "Alike",
        "Answered",
        "Called",
        "Channel",
        "Column",
        "Columns",
        "Counts",
        "Deed",
        "FactResult",
        "Found",
        "Gone",
        "Heat",
        "Held",
        "Known",
        "Message",
        "Names",
        "OneOf",
        "Opening",
        "Page",
        "Part",
        "Point",
        "Question",
        "Reader",
        "Said",
        "Side",
        "Span",
        "Stand",
        "Standing",
        "TakeForm",
        "Tally",
        "Target",
        "Tile",
        "VersionRow",
        "Waiting",
        "WhyForm",
        "Wording",
    ]
)


def called_alike(sources: list[Source]) -> dict[str, list[str]]:
    """Where each name stands that more than one public class has."""
    places = defaultdict(list)
    for source in sources:
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(f"{source.path}:{node.lineno}")
    return {name: at for name, at in places.items() if len(at) > 1 and name not in CONVENTIONAL}


def test_no_two_classes_are_called_alike():
    found = called_alike(code())
    offenders = [f"{name}: {', '.join(at)}" for name, at in sorted(found.items()) if name not in TWICE]
    assert not offenders, said(offenders)


def test_what_is_called_alike_still_only_shrinks():
    assert set(called_alike(code())) == TWICE, "take out of TWICE what has a name of its own now"


def test_the_guard_finds_what_is_planted():
    one, other = Source("haitang/web/a.py", "class Row: ..."), Source("haitang/ui/b.py", "class Row: ...")
    assert called_alike([one, other]) == {"Row": ["haitang/web/a.py:1", "haitang/ui/b.py:1"]}
    assert not called_alike([one, Source("haitang/ui/b.py", "class _Row: ...\nclass Command: ...")])
    assert not called_alike(
        [Source("haitang/ui/b.py", "class Command: ..."), Source("haitang/c.py", "class Command: ...")]
    )
