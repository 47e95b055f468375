"""What a part of the house must offer to add words to the playbook language.

A part subclasses :class:`Section`; its pydantic fields *are* top-level words of the language. The
engine (``haitang.kernel.playbooks``) knows only these base classes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text


class Declaration(BaseModel):
    """Base of everything a playbook declares: frozen, and an unknown word is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Identity:
    """A declared thing that records point to for ever.

    ``section`` is the path of the mapping that holds it (``("entries", "visit", "fields")``), ``key``
    its name there, ``was`` the name it is renamed from, ``slot`` the type of its counted value
    (``choice``, ``number``, ``day``, ``flag``) or empty, ``kind`` its unchangeable kind or empty,
    ``source`` the key of the field whose answers it counts as its own where they convert, or empty.
    """

    section: tuple[str, ...]
    key: str
    was: str = ""
    slot: str = ""
    kind: str = ""
    source: str = ""


@dataclass(frozen=True)
class Effect:
    """What applying a change does to records, said in the plan; ``refused`` stops the apply."""

    path: tuple[str, ...]
    zh: str
    en: str
    refused: bool = False


class Section(Declaration):
    """One part's words. Subclass it, register it from ``AppConfig.ready``."""

    #: Name of the section class in messages, such as ``ledger``.
    part: ClassVar[str] = ""
    #: The codes of the faults that ``problems`` finds, each with a paragraph for the manual.
    codes: ClassVar[Mapping[str, Text]] = {}

    @classmethod
    def completed(cls, tree: Any) -> Any:  # reason: the engine's own tree, unknown to lib
        """*tree*, merged and not yet read, with what this part's words stand for written out."""
        return tree

    def problems(self, house: "House") -> Iterable[Fault]:
        """Faults of sense that the declared text alone shows (dangling names, endless flows …)."""
        return ()

    def identities(self) -> Iterable[Identity]:
        """Everything here that records will point to, parents before children."""
        return ()

    def effects(self, before: Any, at: Any) -> Iterable[Effect]:  # reason: unknown to lib
        """What going from *before* (the same class, empty at first) to this does to records under *at*."""
        return ()

    def apply(self, at: Any, house: "House") -> None:  # reason: unknown to lib
        """Write definition rows that must be rows (roles, unit kinds); inside apply's transaction.

        *house* knows its ids already; ``holding(at)`` still gives the house before.
        """


S = TypeVar("S", bound=Section)


@dataclass(frozen=True)
class House:
    """One compiled, applied playbook with all it extends and all that holds above it: frozen, typed.

    ``ids`` maps an identity's full path (``("entries", "visit", "fields", "need")``) to its row.
    """

    name: str
    sections: Mapping[type[Section], Section]
    version_id: int = 0
    region_id: int = 0
    ids: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    slots: Mapping[int, str] = field(default_factory=dict)

    def section(self, of: type[S]) -> S:
        """The section *of* this class; an empty one where the playbook does not speak of it."""
        found = self.sections.get(of)
        return found if isinstance(found, of) else of()

    def id_of(self, *path: str) -> int:
        """The identity row of ``path``; KeyError for what was never applied."""
        return self.ids[path]

    def path_of(self, identity: int) -> tuple[str, ...]:
        """The declared path of an identity row; KeyError for one that is not of this house."""
        return self._paths()[identity]

    def _paths(self) -> Mapping[int, tuple[str, ...]]:
        paths: dict[int, tuple[str, ...]] | None = self.__dict__.get("_by_id")
        if paths is None:
            paths = {row: path for path, row in self.ids.items()}
            object.__setattr__(self, "_by_id", paths)
        return paths
