"""Matters' words in a playbook: what is to be done, what it is about, how it comes in, which days count."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field

from haitang.kernel.matters.codes import CODES
from haitang.kernel.matters.effects import matter_effects
from haitang.kernel.matters.flaws import flaws
from haitang.kernel.matters.flaws_of_offers import OFFER_CODES, offer_flaws
from haitang.kernel.matters.jobs.refills import open_refills
from haitang.kernel.matters.pieces import PIECE_CODES, Piece, completed, piece_flaws
from haitang.kernel.matters.words import Calendar, Category, Channel, MatterKind
from haitang.kernel.playbooks.fields import field_identities
from haitang.kernel.registry.actors import SYSTEM
from haitang.lib.declare import Effect, House, Identity, Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text


class MattersSection(Section):
    """What is to be done, and how it moves."""

    part: ClassVar[str] = "matters"
    codes: ClassVar[Mapping[str, Text]] = {**CODES, **OFFER_CODES, **PIECE_CODES}

    matters: Mapping[str, MatterKind] = Field(
        default_factory=dict, description="The kinds of matter that may be opened, by key."
    )
    pieces: Mapping[str, Piece] = Field(
        default_factory=dict, description="Parts of flows that several kinds are made with, by key."
    )
    categories: Mapping[str, Category] = Field(
        default_factory=dict, description="What matters are about, one under another to any depth."
    )
    channels: Mapping[str, Channel] = Field(
        default_factory=dict, description="The ways by which matters come in, by key."
    )
    calendar: Calendar = Field(Calendar(), description="Which days are worked; deadlines are reckoned by it.")

    @classmethod
    def completed(cls, tree: Any) -> Any:  # reason: the engine's own tree
        """Every kind with the pieces it is made with."""
        return completed(tree)

    def problems(self, house: House) -> Iterable[Fault]:
        """Flows that cannot end, states nobody owns, dangling names, and the like; all of them."""
        yield from flaws(self, house)
        yield from offer_flaws(self, house)
        yield from piece_flaws(self)

    def identities(self) -> Iterable[Identity]:
        """Categories, kinds, their fields, states and moves: matters and steps point to all of them."""
        yield from _category_identities(("categories",), self.categories)
        for key, kind in self.matters.items():
            yield Identity(("matters",), key, kind.was)
            yield from field_identities(("matters", key, "fields"), kind.fields)
            for name, state in kind.flow.states.items():
                yield Identity(("matters", key, "flow", "states"), name, state.was)
            for name, move in kind.flow.moves.items():
                yield Identity(("matters", key, "flow", "moves"), name, move.was)
            for name, limit in kind.flow.limits.items():
                yield Identity(("matters", key, "flow", "limits"), name, limit.was)
            for name, question in kind.flow.questions.items():
                yield Identity(("matters", key, "flow", "questions"), name, question.was)

    def effects(self, before: Any, at: Any) -> Iterable[Effect]:  # reason: the engine's own signature
        """What becomes of the matters that are there."""
        return matter_effects(self, before, at) if isinstance(before, MattersSection) else ()

    def apply(self, at: Any, house: House) -> None:  # reason: the engine's own signature
        """Have counted columns filled where a field became counted or an option was renamed."""
        calendar = self.calendar.compiled()
        open_refills(house, kinds=self.matters, calendar=calendar, actor=SYSTEM(at.region_id))

    def category_path(self, key: str) -> tuple[str, ...]:
        """The declared path of the category with this *key* or dotted path; empty if there is none."""
        steps = key.split(".")
        for path, _ in self.walk_categories():
            names = path[1::2]
            if names == tuple(steps) or (len(steps) == 1 and names[-1] == key):
                return path
        return ()

    def walk_categories(self) -> Iterator[tuple[tuple[str, ...], Category]]:
        """Every category with its declared path ``("categories", "housing", "under", "parking")``."""
        yield from _walk(("categories",), self.categories)


def _walk(
    within: tuple[str, ...], found: Mapping[str, Category]
) -> Iterator[tuple[tuple[str, ...], Category]]:
    for key, category in found.items():
        yield (*within, key), category
        yield from _walk((*within, key, "under"), category.under)


def _category_identities(within: tuple[str, ...], found: Mapping[str, Category]) -> Iterator[Identity]:
    for key, category in found.items():
        yield Identity(within, key, category.was)
        yield from _category_identities((*within, key, "under"), category.under)
