"""From a declared measure to its question, with every fault on the way: for check and for counting alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from haitang.kernel.measures.naming import Names, columns_of, comparable
from haitang.kernel.measures.nodes import (
    Aggregate,
    Between,
    Condition,
    Count,
    Distinct,
    Mean,
    OneOf,
    Question,
    Scalar,
    Share,
    Sum,
)
from haitang.kernel.measures.spec import Measure, Not, Range, Sought, Word
from haitang.kernel.measures.vocabulary import Column, ColumnKind
from haitang.lib.diagnostics import Fault, Severity
from haitang.lib.text import nearest

Path = tuple[str | int, ...]

_OF: Mapping[str, type[Distinct | Sum | Mean]] = MappingProxyType(
    {"distinct": Distinct, "sum": Sum, "mean": Mean}
)


@dataclass(frozen=True)
class Found:
    """A column under the name the compiler knows it by, and where its values are declared."""

    name: str
    column: Column
    path: tuple[str, ...] = ()


@dataclass
class Resolver:
    """Resolves one measure; ``faults`` collects what is wrong in it."""

    key: str
    measure: Measure
    names: Names
    faults: list[Fault] = field(default_factory=list)

    def question(self) -> Question:
        """The question; only to be asked where there are no faults and the house was applied."""
        measure = self.measure
        where = self._conditions("where", measure.where)
        among = self._conditions("among", measure.among)
        aggregate = self._aggregate(where)
        if measure.way == "share":
            self._check_share(where, among)
        elif measure.among:
            self._fault("among-without-share", "only a share has among:.", "Take it out.", ("among",))
        if measure.source != "matters" and measure.dated != "opened":
            self._fault("dated-without-matters", "dated: is for matters.", "Take it out.", ("dated",))
        kept = among if measure.way == "share" else where
        region = self.names.house.region_id
        return Question(measure.source, region, aggregate, tuple(kept), dated=measure.dated)

    # ---- what is worked out

    def _aggregate(self, part: list[Condition]) -> Aggregate:
        way = self.measure.way
        if way in {"count", "share"}:
            if self.measure.of:
                self._fault("of-without-use", f"{way} has no of:.", "Take it out.", ("of",))
            return Count() if way == "count" else Share(tuple(part))
        if not self.measure.of:
            hint = "Name the column or counted field."
            self._fault("of-missing", f"{way} needs of:.", hint, ())
            return Count()
        found = self._column(self.measure.of, ("of",))
        if found is None:
            return Count()
        if way != "distinct" and found.column.kind is not ColumnKind.WHOLE:
            what = f'"{self.measure.of}" is not a number and has no {way}.'
            self._fault("of-no-number", what, "Use distinct:, or another column.", ("of",))
        return _OF[way](found.name)

    def _check_share(self, part: list[Condition], whole: list[Condition]) -> None:
        if not self.measure.among:
            self._fault("among-missing", "a share needs among: the whole it is part of.", "", ())
        for condition in part:
            for other in whole:
                if _exclude(condition, other):
                    what = f"the part ({condition.column}) lies outside the whole: the share is always 0."
                    path = ("measures", self.key, "where")
                    hint = "Let where: stay within among:."
                    self.faults.append(
                        Fault("part-outside-whole", what, hint, path, severity=Severity.WARNING)
                    )

    def _conditions(self, word: str, sought: Mapping[str, Sought]) -> list[Condition]:
        found = ((self._column(key, (word, key)), key, value) for key, value in sought.items())
        return [
            condition
            for column, key, value in found
            if column and (condition := self._condition(column, value, (word, key)))
        ]

    def _condition(self, found: Found, sought: Sought, at: Path) -> Condition | None:
        if found.column.kind is ColumnKind.THING:
            what = f'"{at[-1]}" can be told apart, not looked for.'
            self._fault("thing-in-where", what, "Use it in of: with distinct:.", at)
            return None
        if isinstance(sought, Range):
            return self._between(found, sought, at)
        negated = isinstance(sought, Not)
        value = sought.not_ if isinstance(sought, Not) else sought
        words = value if isinstance(value, tuple) else (value,)
        values = tuple(one for word in words for one in self._values(found, word, at))
        return OneOf(found.name, values, negated=negated)

    def _between(self, found: Found, sought: Range, at: Path) -> Condition | None:
        if not comparable(found.column):
            what = f'"{at[-1]}" has no order: {{from, to}} makes no sense.'
            self._fault("range-without-order", what, "Name the values in a list.", at)
            return None
        low, high = (
            next(iter(self._values(found, word, at)), None) if word is not None else None
            for word in (sought.from_, sought.to)
        )
        if _after(low, high):
            self._fault("range-empty", "from: is larger than to:.", "Change them over.", at)
        return Between(found.name, low, high)

    # ---- what words name

    def _column(self, key: str, at: Path) -> Found | None:
        """The fixed column or counted field that *key* names; a fault if there is none."""
        fixed = columns_of(self.measure.source)
        if key in fixed:
            return Found(key, fixed[key])
        kinds = self._kinds()
        fields = self.names.fields(self.measure.source, kinds[0]) if len(kinds) == 1 else {}
        if key not in fields:
            lacks = (self.measure.source, kinds[0]) if len(kinds) == 1 else ()
            self._unknown("column", key, [*fixed, *fields], at, lacks=lacks)
            return None
        counted = self.names.counted(self.measure.source, kinds[0], key)
        if counted is None:
            what = f'the field "{key}" is not counted.'
            self._fault("field-not-counted", what, "Declare count: true at the field.", at)
            return None
        return Found(counted.slot, counted.column, counted.path)

    def _kinds(self) -> tuple[str, ...]:
        """The kinds of entry or matter that the measure names, in where: or among:."""
        said = [value for words in (self.measure.where, self.measure.among) if (value := words.get("kind"))]
        found = (word for value in said for word in (value if isinstance(value, tuple) else (value,)))
        return tuple(dict.fromkeys(word for word in found if isinstance(word, str)))

    def _values(self, found: Found, word: Word, at: Path) -> Iterable[Scalar]:
        """The values that a word stands for; none, with a fault, if it names nothing."""
        if found.column.words and str(word) in found.column.words:
            return (found.column.words[str(word)],)
        if found.column.kind in {ColumnKind.KEY, ColumnKind.DECLARED}:
            return tuple(self._named(found, word, at))
        expected, value = _plain(found.column.kind, word)
        if value is None:
            self._fault("wrong-value", f'"{word}" is not {expected}.', "", at)
            return ()
        return (value,)

    def _named(self, found: Found, word: Word, at: Path) -> Iterator[Scalar]:
        column = found.column
        if column.words:
            known: Mapping[str, tuple[tuple[str, ...], ...]] = dict.fromkeys(column.words, ())
        elif column.known == "options":
            known = self.names.options(found.path)
        else:
            known = self.names.known(column.known, self._kinds())
        if not isinstance(word, str) or word not in known:
            what = _SINGULAR.get(column.known, str(at[-1]))
            self._unknown(what, str(word), list(known), at, lacks=self._declared_at(column, word))
        elif column.kind is ColumnKind.KEY:
            yield word
        else:
            for path in known[word]:
                family = self.names.within(path) if column.known == "categories" else [path]
                yield from (self.names.id(one) for one in family)

    # ---- what is wrong

    def _declared_at(self, column: Column, word: Word) -> Path:
        """Where *word* would have to be declared; categories stand at any depth, states in their kind."""
        if column.known == "states":
            kinds = self._kinds()
            return ("matters", kinds[0]) if len(kinds) == 1 else ("matters",)
        within = {"": (), "options": (), "categories": ("categories",)}
        return within.get(column.known, (column.known, str(word)))

    def _unknown(self, what: str, word: str, known: list[str], at: Path, *, lacks: Path) -> None:
        near = nearest(word, known)
        hint = f'Did you mean "{near}"?' if near else f"Known: {', '.join(known)}."
        code = "unknown-column" if what == "column" else "unknown-value"
        said = f'unknown {what} "{word}".'
        self._fault(code, said, hint if known else "None is declared.", at, lacks=lacks)

    def _fault(self, code: str, what: str, hint: str, at: Path, *, lacks: Path = ()) -> None:
        self.faults.append(Fault(code, what, hint, ("measures", self.key, *at), lacks=lacks))


_SINGULAR = {
    "entries": "kind of entry",
    "matters": "kind of matter",
    "states": "state",
    "categories": "category",
    "channels": "channel",
    "roles": "role",
    "unit_kinds": "unit kind",
    "ties": "kind of tie",
    "options": "option",
}


def _plain(kind: ColumnKind, word: Word) -> tuple[str, Scalar | None]:
    """A number, a day as ISO text, or a flag; None where *word* is not what the column holds."""
    if kind is ColumnKind.FLAG:
        return "true or false", word if isinstance(word, bool) else None
    if kind is ColumnKind.DAY:
        return "a day such as 2026-11-22", _day(word)
    return "a whole number", word if isinstance(word, int) and not isinstance(word, bool) else None


def _day(word: Word) -> str | None:
    try:
        return date.fromisoformat(str(word)).isoformat()
    except ValueError:
        return None


def _after(low: Scalar | None, high: Scalar | None) -> bool:
    if isinstance(low, str) and isinstance(high, str):
        return low > high
    return isinstance(low, int) and isinstance(high, int) and low > high


def _exclude(one: Condition, other: Condition) -> bool:
    """Whether no record can meet both: told for plain lists of values of the same column."""
    if not (isinstance(one, OneOf) and isinstance(other, OneOf)) or one.column != other.column:
        return False
    known = one.values and other.values and not one.negated and not other.negated
    return bool(known) and not set(one.values) & set(other.values)
