"""The one compiler: from a measure's question to the SQL of whichever engine runs it.

ibis is used as a compiler only; the SQL runs on Django's own connection, within its transaction, or on
DuckDB and Spark over the same tables. What the engines answer differently is not reachable from here:
days are ISO text to the compiler, so no date function can be; there is no text matching, no floating
point, no division.

What changes from page to page (unit, days) is a mark such as ``{unit}`` in the compiled text, which
becomes the driver's own placeholder, so that one question is compiled once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from haitang.kernel.measures.nodes import Between, Condition, Count, Distinct, Mean, Question, Share, Sum
from haitang.kernel.measures.tables import TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir

DIALECTS = ("sqlite", "postgres", "duckdb", "pyspark")
_MARK = re.compile(r"'\{([a-z]+[0-9]*)\}'")


@dataclass(frozen=True)
class Sql:
    """A statement with ``%s`` for each of *names*, in order; *names* may repeat."""

    text: str
    names: tuple[str, ...]

    def values(self, known: Mapping[str, Any]) -> tuple[Any, ...]:  # reason: what a driver takes
        """The values of the placeholders."""
        return tuple(known[name] for name in self.names)

    def literal(self, known: Mapping[str, Any]) -> str:  # reason: what a driver takes
        """The statement with plain numbers, days and instants written in, for engines without a driver."""
        return self.text.replace("%%", "%") % tuple(f"'{value}'" for value in self.values(known))


@lru_cache(maxsize=4096)
def counting(question: Question, dialect: str) -> Sql:
    """The statement for the figure: columns ``a`` and ``b``, after ``level`` and ``part`` where split."""
    return _sql(_aggregated(question), dialect)


@lru_cache(maxsize=1024)
def listing(question: Question, dialect: str) -> Sql:
    """The statement for the ids of the records that *question* counts: the same without the aggregate."""
    rows = _Source(question).rows()
    return _sql(rows.select("id").distinct() if question.source == "people" else rows.select("id"), dialect)


def _sql(expression: "ir.Table", dialect: str) -> Sql:
    text = str(_ibis().to_sql(expression, dialect=dialect)).replace("%", "%%")
    names: list[str] = []

    def placeholder(found: re.Match[str]) -> str:
        names.append(found[1])
        return "%s"

    text = _MARK.sub(placeholder, text)
    return Sql(text, tuple(names))


def _ibis() -> Any:  # reason: a module without types, imported late
    import ibis  # noqa: PLC0415 -- slow import

    return ibis


def _table(name: str) -> "ir.Table":
    return _ibis().table(dict(TABLES[name]), name=name)


def _mark(name: str, kind: str = "string") -> "ir.Value":
    """A value given when the statement runs."""
    text = _ibis().literal(f"{{{name}}}")
    return text if kind == "string" else text.cast(kind)


def _aggregated(question: Question) -> "ir.Table":
    rows = _Source(question).rows()
    keys = [key for key, wanted in (("level", question.level), ("part", question.parts > 1)) if wanted]
    if question.source == "people":
        # Of what tells people's posts apart nothing is kept: it would count a person once for each role.
        kept = sorted({"id", *keys, *question.aggregated()} & set(rows.columns))
        rows = rows.select(*kept).distinct()
    first, second = _aggregates(question, rows)
    if keys:
        return rows.group_by(keys).aggregate(a=first, b=second)
    return rows.aggregate(a=first, b=second)


def _aggregates(question: Question, rows: "ir.Table") -> "tuple[ir.Value, ir.Value]":
    people = question.source == "people"
    count = rows["id"].nunique() if people else rows.count()
    match question.aggregate:
        case Count():
            return count, count
        case Distinct(column):
            return rows[column].nunique(), count
        case Sum(column):
            return rows[column].sum(), count
        case Mean(column):
            return rows[column].sum(), rows[column].count()
        case Share(part):
            met = _all(rows, part)
            return (rows["id"].nunique(where=met) if people else _ibis().ifelse(met, 1, 0).sum()), count


def _all(rows: "ir.Table", conditions: tuple[Condition, ...]) -> "ir.BooleanValue":
    met = _ibis().literal(value=True)
    for condition in conditions:
        met = met & _met(rows, condition)
    return met


def _met(rows: "ir.Table", condition: Condition) -> "ir.BooleanValue":
    column = rows[condition.column]
    if isinstance(condition, Between):
        met = column.notnull()
        met = met if condition.low is None else met & (column >= condition.low)
        return met if condition.high is None else met & (column <= condition.high)
    one_of = column.isin(condition.values)
    return (~one_of) | column.isnull() if condition.negated else one_of


class _Source:
    """The rows that a question is about, with the columns it reads under the playbook's names."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.used = question.columns()
        self.early: frozenset[str] = frozenset()

    def rows(self) -> "ir.Table":
        """Filtered by where, days and unit; split by level and period."""
        rows = self._with_unit_kind(_SOURCES[self.question.source](self))
        later = [one for one in self.question.where if one.column not in self.early]
        rows = rows.filter([_met(rows, condition) for condition in later]) if later else rows
        if self.question.bounded:
            rows = self._within_unit(rows)
        if self.question.level:
            rows = self._with_level(rows)
        return rows.mutate(part=self._part(rows, 0, self.question.parts))

    # ---- the six sources

    def entries(self) -> "ir.Table":
        """Facts: only standing entries have one, so nothing asks whether an entry is voided."""
        fact = _table("ledger_fact")
        names = {"moment": "day", "kind": "kind_id", "person": "person_id", "unit": "unit_id"}
        if "kind" not in self.used:  # a kind is of one region, and region_id is not in the covering index
            fact = fact.filter(fact.region_id == self.question.region)
        rows = self._between(self._named(fact, {"id": "entry_id", **names}))
        if self.used & {"served_unit", "served_person", "channel"}:
            entry = _table("ledger_entry")
            entry = entry.select(
                entry_id="id",
                served_unit="served_unit_id",
                served_person="served_person_id",
                channel="channel",
            )
            rows = rows.join(entry, rows.id == entry.entry_id)
        return rows

    def matters(self) -> "ir.Table":
        """Matters by the day they were opened, or closed; late if open now beyond their state's time."""
        matter = _table("matters_matter")
        matter = matter.filter(matter.region_id == self.question.region)
        if self.question.dated == "closed":
            matter = matter.filter(matter.closed_on.notnull())
        late = matter.closed_at.isnull() & matter.due_at.notnull() & (matter.due_at < _mark("now"))
        matter = matter.mutate(
            closed=matter.closed_on.notnull() & (matter.closed_on < _mark("after")),
            late=late,
            overran=matter.overran | late,
            gathered=matter.gathered_under_id.notnull(),
        )
        ids = ("kind", "state", "category", "unit", "owner", "assignee")
        named = self._named(
            matter, {"moment": f"{self.question.dated}_on", **{key: f"{key}_id" for key in ids}}
        )
        return self._between(named)

    def posts(self) -> "ir.Table":
        """Posts held on the day, with the role and what is known of the person."""
        post = _table("registry_post")
        post = post.filter(post.region_id == self.question.region)
        rows = self._standing(post).select(
            "id", "unit_id", "person_id", "role_id", unit="unit_id", person="person_id"
        )
        if "role" in self.used:
            rows = _keyed(rows, "role_id", "registry_role", "role")
        if self.used & {"sex", "born_year", "age", "education", "full_time_degree"}:
            rows = self._with_person(rows)
        return rows

    def people(self) -> "ir.Table":
        """People holding a post on the day; each once, however many posts."""
        rows = self.posts()
        return rows.mutate(id=rows.person)

    def units(self) -> "ir.Table":
        """Units that existed on the day."""
        unit = _table("registry_unit")
        unit = self._standing(unit.filter(unit.region_id == self.question.region))
        rows = unit.select("id", "kind_id", unit_id="id", unit="id")
        return _keyed(rows, "kind_id", "registry_unitkind", "kind") if "kind" in self.used else rows

    def ties(self) -> "ir.Table":
        """Ties that held on the day, counted for the unit they lead to, else the one they come from."""
        tie = _table("registry_tie")
        tie = self._standing(tie.filter(tie.region_id == self.question.region))
        ends = {end: f"{end}_id" for end in ("from_unit", "to_unit", "from_person", "to_person")}
        rows = tie.select("id", "kind_id", unit_id=tie.to_unit_id.coalesce(tie.from_unit_id), **ends)
        return _keyed(rows, "kind_id", "registry_tiekind", "kind") if "kind" in self.used else rows

    # ---- what they share

    def _named(self, table: "ir.Table", names: dict[str, str]) -> "ir.Table":
        """The table with the columns asked for under the names that playbooks use."""
        own = {column: column for column in self.used if column in table.columns}
        wanted = {new: old for new, old in names.items() if new in self.used or new in {"id", "moment"}}
        return table.select("unit_id", **{"id": names.get("id", "id"), **own, **wanted})

    def _between(self, rows: "ir.Table") -> "ir.Table":
        """The rows of the days asked for, and of what is already known of them.

        Conditions stand in the same WHERE as the days: further out, behind a join, SQLite finds no index.
        """
        self.early = frozenset(rows.columns)
        known = [_met(rows, one) for one in self.question.where if one.column in self.early]
        begun = [rows.moment >= _mark("first")] if self.question.begins else []
        return rows.filter([*known, *begun, rows.moment < _mark("after")])

    def _standing(self, rows: "ir.Table") -> "ir.Table":
        return rows.filter(_held(rows, _mark("on")))

    def _moment(self, rows: "ir.Table") -> "ir.Value":
        """The day on which a row's unit is sought in the tree."""
        return rows.moment if "moment" in rows.columns else _mark("on")

    def _with_person(self, rows: "ir.Table") -> "ir.Table":
        person = _table("registry_person")
        birthday_to_come = _ibis().ifelse(person.born_md > _mark("md", "int64"), 1, 0)
        age = _mark("year", "int64") - person.born_year - birthday_to_come
        wanted = [column for column in sorted(self.used) if column in person.columns and column != "id"]
        known = person.select(*wanted, holder="id", age=age)
        return rows.join(known, rows.person == known.holder)

    def _with_unit_kind(self, rows: "ir.Table") -> "ir.Table":
        if "unit_kind" not in self.used:
            return rows
        unit = _table("registry_unit").select(stood_at="id", of_kind="kind_id")
        return _keyed(
            rows.join(unit, rows.unit_id == unit.stood_at), "of_kind", "registry_unitkind", "unit_kind"
        )

    def _within_unit(self, rows: "ir.Table") -> "ir.Table":
        above = _table("registry_unitancestor")
        above = above.filter(above.ancestor_id == _mark("unit", "int64"))
        above = above.select(lay="unit_id", lay_since="since", lay_until="until")
        held = _held(above, self._moment(rows), "lay_")
        return rows.join(above, [rows.unit_id == above.lay, held]).drop("lay", "lay_since", "lay_until")

    def _with_level(self, rows: "ir.Table") -> "ir.Table":
        """Each row with its ancestor of the level's kind; or, of those that have none, each once.

        Two joins, because the outer one keeps SQLite from driving by the tree: four times slower.
        """
        levels = self._levels()
        held = [rows.unit_id == levels.under, _held(levels, self._moment(rows), "up_")]
        joined = rows.join(levels, held, how="left" if self.question.above else "inner")
        joined = joined.filter(joined.level.isnull()) if self.question.above else joined
        return joined.drop("under", "up_since", "up_until")

    def _levels(self) -> "ir.Table":
        """The dated tree from any unit up to its ancestors of the level's kind."""
        unit = _table("registry_unit").select("kind_id", at="id")
        kinds = _keyed(unit, "kind_id", "registry_unitkind", "level_kind")
        kinds = kinds.filter(kinds.level_kind == self.question.level)
        above = _table("registry_unitancestor")
        levels = above.join(kinds, above.ancestor_id == kinds.at)
        return levels.select(under="unit_id", level="ancestor_id", up_since="since", up_until="until")

    def _part(self, rows: "ir.Table", low: int, high: int) -> "ir.Value":
        """Which of the periods a row lies in, by halving: four comparisons for twelve months."""
        if high - low <= 1:
            return _ibis().literal(low)
        middle = (low + high) // 2
        before = self._moment(rows) < _mark(f"cut{middle}")
        return _ibis().ifelse(before, self._part(rows, low, middle), self._part(rows, middle, high))


_SOURCES: Mapping[str, Callable[[_Source], "ir.Table"]] = MappingProxyType(
    {
        "entries": _Source.entries,
        "matters": _Source.matters,
        "posts": _Source.posts,
        "people": _Source.people,
        "units": _Source.units,
        "ties": _Source.ties,
    }
)


def _held(rows: "ir.Table", moment: "ir.Value", prefix: str = "") -> "ir.BooleanValue":
    """Whether a row with since and until held at *moment*."""
    until = rows[f"{prefix}until"]
    return (rows[f"{prefix}since"] <= moment) & (until.isnull() | (until > moment))


def _keyed(rows: "ir.Table", column: str, table: str, name: str) -> "ir.Table":
    """The rows with the key of the declared thing that *column* points to, as *name*."""
    declared = _table(table).select(declared_id="id", **{name: "key"})
    return rows.join(declared, rows[column] == declared.declared_id).drop("declared_id")
