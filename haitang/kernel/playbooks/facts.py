"""The seam for printed figures: measures lie above and hand in the function that works them out."""

from collections.abc import Callable, Sequence
from typing import Protocol

from haitang.kernel.registry.models import Unit
from haitang.lib.declare import House
from haitang.lib.text import Text


class FactResult(Protocol):
    """A printed figure beside what came out."""

    @property
    def id(self) -> str: ...
    @property
    def says(self) -> Text: ...
    @property
    def printed(self) -> str: ...
    @property
    def came_out(self) -> str: ...
    @property
    def holds(self) -> bool: ...


Checker = Callable[[House, Unit], Sequence[FactResult]]

_checkers: list[Checker] = []


def register_facts(checker: Checker) -> None:
    """Hand in what works out a playbook's ``facts:``; called once, from ``AppConfig.ready``."""
    if checker not in _checkers:
        _checkers.append(checker)


def check_facts(house: House, unit: Unit) -> list[FactResult]:
    """Every printed figure of *house* beside what came out at *unit*."""
    return [result for checker in _checkers for result in checker(house, unit)]
