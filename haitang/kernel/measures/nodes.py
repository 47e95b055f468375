"""The closed vocabulary of measures as frozen nodes: all that the compiler can be asked."""

from dataclasses import dataclass, replace

Scalar = int | str | bool


@dataclass(frozen=True)
class OneOf:
    """The column is one of the values; negated, it is none of them or absent."""

    column: str
    values: tuple[Scalar, ...]
    negated: bool = False


@dataclass(frozen=True)
class Between:
    """The column lies from *low* to *high*, both included; either may be open."""

    column: str
    low: Scalar | None
    high: Scalar | None


Condition = OneOf | Between


@dataclass(frozen=True)
class Count:
    """How many."""


@dataclass(frozen=True)
class Distinct:
    """How many different values of a column."""

    column: str


@dataclass(frozen=True)
class Sum:
    """All of a column's integers together."""

    column: str


@dataclass(frozen=True)
class Mean:
    """Sum and count of a column where it is known; divided once, in Python, as an exact fraction."""

    column: str


@dataclass(frozen=True)
class Share:
    """How many meet *part*, and how many there are; divided in Python."""

    part: tuple[Condition, ...]


Aggregate = Count | Distinct | Sum | Mean | Share


@dataclass(frozen=True)
class Question:
    """One question with the values left out that change from page to page: unit, days.

    It is hashable, and is the very key that compiled SQL is kept under. ``bounded``: within one unit's
    subtree, else the whole region. ``begins``: from a first day, else from the beginning. ``level``: split
    by ancestors of that unit kind; with ``above``, what has no such ancestor. ``parts``: split into so
    many periods. ``dated`` says which day of a matter counts.
    """

    source: str
    region: int
    aggregate: Aggregate
    where: tuple[Condition, ...] = ()
    dated: str = "opened"
    bounded: bool = False
    begins: bool = False
    level: str = ""
    above: bool = False
    parts: int = 1

    def columns(self) -> frozenset[str]:
        """Every column that it reads."""
        return self.aggregated() | {condition.column for condition in self.where}

    def aggregated(self) -> frozenset[str]:
        """The columns that the figure is made of, once the records are found."""
        tested = self.aggregate.part if isinstance(self.aggregate, Share) else ()
        value = getattr(self.aggregate, "column", "")
        return frozenset({condition.column for condition in tested} | ({value} if value else set()))

    def opened(self, *, whole: bool = False) -> "Question":
        """The question whose count is the number of records behind this one's figure.

        A share opens to its part, or to its *whole*; a mean to the records whose value is known.
        """
        where = self.where
        if isinstance(self.aggregate, Share) and not whole:
            where = (*where, *self.aggregate.part)
        if isinstance(self.aggregate, Mean):
            where = (*where, Between(self.aggregate.column, None, None))
        return replace(self, aggregate=Count(), where=where, level="", parts=1)
