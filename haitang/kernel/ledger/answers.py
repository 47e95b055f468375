"""A draft's answers, checked and split; remembered, because in a bulk the same ones come again and again."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from haitang.kernel.ledger.facts import NOTHING, Values
from haitang.kernel.ledger.kinds import DeedKind
from haitang.kernel.playbooks.fields import clean_answers

#: More than so many, and they are forgotten again.
_REMEMBERED = 20_000

_PLAIN = (str, int, bool)


class ReadAnswers(NamedTuple):
    """What is sealed, what is private, the fact's slots, the files named, and those that must be photos."""

    sealed: str
    private: str
    slots: Values
    files: tuple[UUID, ...]
    photos: tuple[UUID, ...]


NO_ANSWERS = ReadAnswers("{}", "", NOTHING, (), ())

Key = tuple[object, ...]


class Answered:
    """Reads answers during one act, and remembers them for its length: what the register knew, it knows."""

    def __init__(self) -> None:
        self._known: dict[Key, ReadAnswers] = {}

    def read(
        self, kind: DeedKind, raw: Mapping[str, Any], region: int
    ) -> ReadAnswers:  # reason: not checked yet
        """The answers in *raw* to *kind*; raises :class:`Refusals` with every one refused."""
        key = _key(kind, raw)
        if key is None:
            return _read(kind, raw, region)
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            known = self._known[key] = _read(kind, raw, region)
        return known


def _key(kind: DeedKind, raw: Mapping[str, Any]) -> Key | None:  # reason: not checked yet
    """What decides the outcome; None where it is no small plain thing. True and 1 are not the same answer."""
    said: list[object] = [kind.id, kind.version]
    for field, value in raw.items():
        if value.__class__ not in _PLAIN or (value.__class__ is str and len(value) > 40):
            return None
        said += (field, value.__class__, value)
    return tuple(said)


def _read(kind: DeedKind, raw: Mapping[str, Any], region: int) -> ReadAnswers:  # reason: not checked yet
    answers = clean_answers(kind.spec.fields, raw, region_id=region)
    sealed, private = kind.split(answers)
    files, photos = tuple(kind.files(answers)), tuple(kind.files(answers, takes="photos"))
    return ReadAnswers(sealed, private, kind.projection.of(sealed), files, photos)
