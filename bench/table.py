"""What was measured, and the one table it is printed in."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One measured figure; ``limit`` is None where it only informs. ``least``: the limit is a minimum."""

    what: str
    figure: float
    unit: str
    limit: float | None = None
    least: bool = False
    on: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times better than asked for: below one it does not hold."""
        if self.limit is None or not self.figure or not self.limit:
            return None
        return self.figure / self.limit if self.least else self.limit / self.figure

    @property
    def holds(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        if self.limit is None:
            return None
        return self.figure >= self.limit if self.least else self.figure <= self.limit

    def as_data(self) -> dict[str, Any]:
        """For the pipe between a part and the whole."""
        return asdict(self)


def render(lines: list[Line]) -> str:
    """The table, one line a figure, the databases of one question beside each other."""
    asked = {line.what: place for place, line in reversed(list(enumerate(lines)))}
    ordered = sorted(lines, key=lambda line: asked[line.what])
    head = ["what", "on", "figure", "limit", "ratio", "ok?", "note"]
    rows = [head, *(_cells(line) for line in ordered)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def _cells(line: Line) -> list[str]:
    limit = "" if line.limit is None else f"{'≥' if line.least else '≤'} {_number(line.limit)}"
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
    holds = {None: "", True: "ok", False: "NO"}[line.holds]
    return [line.what, line.on, f"{_number(line.figure)} {line.unit}", limit, ratio, holds, line.note]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
