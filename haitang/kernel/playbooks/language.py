"""Which words the language has: the sections that parts and desks have registered."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from haitang.lib.declare import Section

#: The language version that this house speaks; older files are upgraded on load.
LANGUAGE = 1

_sections: list[type[Section]] = []

C = TypeVar("C", bound=type[Section])


def register_section(section: C) -> C:
    """Add a part's words to the language; called from ``AppConfig.ready``, once or again."""
    taken = {word: owner for owner in _sections if owner is not section for word in words_of(owner)}
    clash = sorted(set(words_of(section)) & set(taken))
    if clash:
        owner = taken[clash[0]].__name__
        raise ValueError(f"{section.__name__}: the word {clash[0]!r} belongs to {owner} already")
    if section not in _sections:
        _sections.append(section)
    return section


def sections() -> Iterator[type[Section]]:
    """Every registered section, in the order of the parts."""
    yield from _sections


def words_of(section: type[Section]) -> Mapping[str, str]:
    """The top-level words of *section*, each with the name of its Python field."""
    return {field.alias or name: name for name, field in section.model_fields.items()}


def words() -> list[str]:
    """Every top-level word."""
    return [word for section in _sections for word in words_of(section)]


def forget_section(section: type[Section]) -> None:
    """Take a section's words out again; for tests that bring words of their own."""
    _sections.remove(section)
