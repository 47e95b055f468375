"""What a unit that is closed takes with it, and what must be handed to somebody else before."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Post, Unit, UnitAncestor
from haitang.kernel.registry.spans import batched, overlapping
from haitang.lib.text import Text


@dataclass(frozen=True)
class Heritage:
    """What another part keeps in the hands of units; it must not be left with one that is closed.

    ``count`` says how much there is at some units, ``hand_on`` gives all of it to another unit and says how
    much it was.
    """

    name: str
    words: Text
    count: Callable[[Collection[int]], int]
    hand_on: Callable[[Collection[int], Unit, Actor], int]


_HERITAGES: dict[str, Heritage] = {}


def register_heritage(heritage: Heritage) -> None:
    """Have *heritage* asked whenever a unit is closed; one of the same name takes its place."""
    _HERITAGES[heritage.name] = heritage


def heritages() -> list[Heritage]:
    """All that was registered."""
    return list(_HERITAGES.values())


@dataclass(frozen=True)
class Closing:
    """What closing a unit on a day touches."""

    units: list[int]
    posts: list[Post]
    #: What must be handed on, in words, with how much there is.
    held: list[tuple[Text, int]]


def what_closes(unit: Unit, *, on: date, with_below: bool) -> Closing:
    """The units that would be closed, the posts that would end, what would have to be handed on."""
    going = units_going(unit, on=on, with_below=with_below)
    counted = [(one.words, sum(one.count(ids) for ids in batched(going))) for one in heritages()]
    return Closing(going, _posts(going, on), [(words, count) for words, count in counted if count])


def units_going(unit: Unit, *, on: date, with_below: bool) -> list[int]:
    """The unit, and with *with_below* all that lies under it from *on*."""
    if not with_below:
        return [unit.pk]
    below = UnitAncestor.objects.filter(overlapping(on, None), ancestor=unit)
    return sorted({unit.pk, *below.values_list("unit_id", flat=True)})


def _posts(going: list[int], on: date) -> list[Post]:
    found: list[Post] = []
    for ids in batched(going):
        posts = Post.objects.filter(overlapping(on, None), unit__in=ids)
        found += posts.select_related("person", "role", "unit").order_by("unit__path", "pk")
    return found
