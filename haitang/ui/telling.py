"""How a desk tells people of what is no matter: a turn to take, a meeting to come to.

A desk says what kinds of thing there are and what may be said of them; the desk that tells people puts it
into the house, and out of it as each person chose. Where no desk tells people, nothing is told.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from haitang.kernel.registry.api import Actor
from haitang.lib.text import Text


@dataclass(frozen=True)
class SubjectLine:
    """What its reader is shown in the house, and where it leads."""

    title: str
    url: str


@dataclass(frozen=True, repr=False)
class OutsideLetter:
    """What goes to somebody outside who left an address: never shown by accident, so it has no ``repr``."""

    subject: str
    lines: Sequence[str]
    path: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Subject:
    """A kind of thing that people are told of; ``words`` are all that is said of it outside the house.

    ``seen`` gives what its reader may see of some of them, by identifier; what is missing there they may not.
    """

    key: str
    label: Text
    help: Text
    words: Mapping[str, Text]
    seen: Callable[[Actor, Collection[UUID]], Mapping[UUID, SubjectLine]]
    #: What goes to somebody outside about it, looked up as it is sent; None where nobody is to hear any more.
    outside: Callable[[UUID, str, Actor], OutsideLetter | None] | None = None


@dataclass(frozen=True)
class Tidings:
    """That something happened with the thing ``uuid``; ``again`` tells apart what happens more than once."""

    subject: str
    uuid: UUID
    word: str
    again: str = ""

    @property
    def key(self) -> str:
        """The same is told once."""
        return f"{self.subject}/{self.uuid.hex}/{self.word}{self.again}"


Teller = Callable[[Tidings, Collection[int], Actor], None]
#: Given the ways that lead to them; whether one does from here.
Outsider = Callable[[Tidings, Sequence[str], Actor], bool]

_SUBJECTS: dict[str, Subject] = {}
_TELLERS: dict[str, tuple[Teller, Outsider]] = {}


def register_subject(subject: Subject) -> None:
    """Let people be told of things of this kind."""
    _SUBJECTS[subject.key] = subject


def register_teller(name: str, teller: Teller, outsider: Outsider) -> None:
    """Have *teller* tell people in the house, and *outsider* those outside."""
    _TELLERS[name] = (teller, outsider)


def subjects() -> Mapping[str, Subject]:
    """Every kind of thing that people are told of, besides matters."""
    return _SUBJECTS


def tell_people(tidings: Tidings, people: Collection[int], *, actor: Actor) -> None:
    """Tell *people*, but never who did it; within the transaction of what happened."""
    whom = {one for one in people if one != actor.person_id}
    for teller, _ in _TELLERS.values():
        teller(tidings, whom, actor)


def tell_outside(tidings: Tidings, leads: Sequence[str], *, actor: Actor) -> bool:
    """Tell somebody outside whom these ways reach; whether any does from here."""
    reached = {outsider(tidings, leads, actor) for _, outsider in _TELLERS.values()}
    return True in reached
