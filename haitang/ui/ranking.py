"""What somebody who hands a matter on should see first, as desks know that are not known here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from haitang.lib.text import Text

# A desk registers while the house is set up, where a kernel's front door is slow to import.
if TYPE_CHECKING:
    from haitang.kernel.matters.models import Matter
    from haitang.ui.units import Groups

#: Units by their ids, best first, under what they are called together.
Ranked = tuple[Text, list[int]]
Ranker = Callable[["Matter", str], Iterable[Ranked]]


@dataclass(frozen=True)
class Suggested:
    """How the form of a move begins that says the category too: with what was suggested, if anything was."""

    #: The row of the unit, and the dotted path of the category; empty where none was suggested.
    unit: str = ""
    category: str = ""
    #: What was suggested, how sure that is and by which words.
    said: Text | None = None
    words: tuple[str, ...] = ()


Suggester = Callable[["Matter", str], Suggested | None]

_RANKERS: dict[str, Ranker] = {}
_SUGGESTERS: dict[str, Suggester] = {}


def register_ranker(name: str, ranker: Ranker) -> None:
    """Have *ranker* asked about each matter and move that hands to a unit; the same name replaces it."""
    _RANKERS[name] = ranker


def register_suggester(name: str, suggester: Suggester) -> None:
    """Have *suggester* asked how the form of each move begins; the same name replaces it."""
    _SUGGESTERS[name] = suggester


def suggested(matter: "Matter", move: str) -> Suggested | None:
    """How the form of *move* begins; nothing for one that does not say the category."""
    found = (suggester(matter, move) for suggester in _SUGGESTERS.values())
    return next((one for one in found if one is not None), None)


def ranked(groups: "Groups", matter: "Matter", move: str, language: str) -> "Groups":
    """*groups* with the units that are likeliest put first, each only once."""
    if not groups:
        return groups
    names = {pk: name for _, units in groups for pk, name in units}
    first: Groups = []
    for ranker in _RANKERS.values():
        for words, ids in ranker(matter, move):
            rows = [(str(pk), names.pop(str(pk))) for pk in ids if str(pk) in names]
            first += [(words.into(language), rows)] if rows else []
    left = ((head, [unit for unit in units if unit[0] in names]) for head, units in groups)
    return [*first, *((head, units) for head, units in left if units)]
