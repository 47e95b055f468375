"""The front door of measures."""

from haitang.kernel.measures.declare import MeasuresSection
from haitang.kernel.measures.facts import FactResult, check_facts
from haitang.kernel.measures.figures import Figure, FigureRow, plotted
from haitang.kernel.measures.periods import PERIODS, Period, period_of, read_period
from haitang.kernel.measures.queries import figure, measure_of, measures_for
from haitang.kernel.measures.spec import Measure, PrintedFact

__all__ = [
    "PERIODS",
    "FactResult",
    "Figure",
    "FigureRow",
    "Measure",
    "MeasuresSection",
    "Period",
    "PrintedFact",
    "check_facts",
    "figure",
    "measure_of",
    "measures_for",
    "period_of",
    "plotted",
    "read_period",
]
