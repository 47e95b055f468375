"""The front door of measures."""

from haitang.kernel.measures.declare import MeasuresSection
from haitang.kernel.measures.facts import FactResult, check_facts
from haitang.kernel.measures.figures import Figure, FigureRow, plotted
from haitang.kernel.measures.filling import Filling
from haitang.kernel.measures.opening import OpenedFigure, RecordsPage, open_figure
from haitang.kernel.measures.periods import PERIODS, Period, period_of, read_period
from haitang.kernel.measures.queries import figure, measure_of, measures_for
from haitang.kernel.measures.shelves import OpenedRecord
from haitang.kernel.measures.spec import Measure, Not, PrintedFact
from haitang.kernel.measures.words import in_words

__all__ = [
    "PERIODS",
    "FactResult",
    "Figure",
    "FigureRow",
    "Filling",
    "Measure",
    "MeasuresSection",
    "Not",
    "OpenedFigure",
    "OpenedRecord",
    "Period",
    "PrintedFact",
    "RecordsPage",
    "check_facts",
    "figure",
    "in_words",
    "measure_of",
    "measures_for",
    "open_figure",
    "period_of",
    "plotted",
    "read_period",
]
