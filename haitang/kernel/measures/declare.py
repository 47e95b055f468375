"""The words for measures in a playbook: what is counted, and the printed figures it must reproduce."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from pydantic import Field

from haitang.kernel.measures.checks import problems_of
from haitang.kernel.measures.codes import CODES
from haitang.kernel.measures.spec import Measure, PrintedFact
from haitang.lib.declare import House, Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text


class MeasuresSection(Section):
    """What is counted."""

    part: ClassVar[str] = "measures"
    codes: ClassVar[Mapping[str, Text]] = CODES

    measures: Mapping[str, Measure] = Field(
        default_factory=dict, description="Numbers over what is registered, done and to be done, by key."
    )
    facts: tuple[PrintedFact, ...] = Field((), description="Printed figures that must come out.")

    def problems(self, house: House) -> Iterable[Fault]:
        """Names that lead nowhere, parts outside their whole, facts of no measure, targets gone by."""
        yield from problems_of(self.measures, self.facts, house)
