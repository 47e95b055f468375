"""What other parts keep of a person: theirs to take away, and let go of when the person is erased."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Person


@dataclass(frozen=True)
class Keeper:
    """A part that keeps something of people, beside what they did, which stays.

    ``export`` gives all of it for the person themselves, ``forget`` lets go of it in the transaction that
    erases them, while their row and account are still whole.
    """

    name: str
    export: Callable[[Person], Mapping[str, object]]
    forget: Callable[[Person, Actor], None]


_KEEPERS: dict[str, Keeper] = {}


def register_keeper(keeper: Keeper) -> None:
    """Have *keeper* asked and told of every person; one of the same name takes its place."""
    _KEEPERS[keeper.name] = keeper


def kept_elsewhere(person: Person) -> dict[str, Mapping[str, object]]:
    """What each keeps of *person*, for that person."""
    return {name: keeper.export(person) for name, keeper in sorted(_KEEPERS.items())}


def tell_leaving(person: Person, actor: Actor) -> None:
    """Have each let go of *person*, who is about to be erased."""
    for keeper in _KEEPERS.values():
        keeper.forget(person, actor)
