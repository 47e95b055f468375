"""The same question on other engines: it compiles for all, and DuckDB over Parquet gives the same answer."""

import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from django.apps import apps
from django.db import connection
from inline_snapshot import snapshot

from haitang.kernel.measures.compile import DIALECTS, counting, listing
from haitang.kernel.measures.figures import value_of
from haitang.kernel.measures.nodes import Distinct, Mean, OneOf, Question, Share
from haitang.kernel.measures.queries import inquire
from haitang.kernel.measures.running import ResultRow
from haitang.kernel.measures.tables import TABLES
from haitang.kernel.measures.tests.county import MEASURES, YEAR, County
from haitang.kernel.registry.api import move_unit

_TYPES = {"int64": pa.int64(), "string": pa.string(), "boolean": pa.bool_()}
_DAYS = {"since", "until", "day", "day1", "day2", "opened_on", "closed_on"}
_INSTANTS = {"due_at", "closed_at"}


@pytest.fixture
def busy(county: County) -> County:
    """Something of everything."""
    county.person("ann", ("secretary", "lake"), ("member", "lake"), born_on=date(1980, 6, 1), sex="f")
    county.person("bob", ("secretary", "hill"), born_on=date(1975, 6, 2), education=5)
    county.visit("lake", date(2026, 1, 5), "ann", quantity=2, answers={"need": "health", "heads": 3})
    county.visit("garden", date(2026, 2, 5), "ann", answers={"need": "repair", "alone": True})
    county.visit("hill", date(2026, 2, 6), "bob", quantity=5, answers={"again_on": "2026-04-01"})
    move_unit(county.units["garden"], under=county.units["west"], on=date(2026, 2, 6), actor=county.house)
    county.visit("garden", date(2026, 3, 5), "bob")
    county.request("lake", category="parking", answers={"heads": 4})
    county.request("hill", channel="hotline")
    return county


@pytest.fixture
def lake_house(busy: County, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB with every table that measures read, out of Parquet files."""
    with duckdb.connect() as duck:
        for name, columns in TABLES.items():
            path = tmp_path / f"{name}.parquet"
            parquet.write_table(_exported(name, list(columns)), path)
            duck.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
        yield duck


def _exported(name: str, columns: list[str]) -> pa.Table:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {name}")
        rows = cursor.fetchall()
    arrays = [
        pa.array([_plain(column, row[number]) for row in rows], pa.string()).cast(_type(name, column))
        for number, column in enumerate(columns)
    ]
    return pa.table(arrays, names=columns)


def _type(name: str, column: str) -> pa.DataType:
    if column in _DAYS:
        return pa.date32()
    return pa.timestamp("us") if column in _INSTANTS else _TYPES[TABLES[name][column]]


def _plain(column: str, value: object) -> str | None:
    """What SQLite and PostgreSQL return, in one form."""
    if value is None:
        return None
    return str(value).partition("+")[0] if column in _INSTANTS else str(value).lower()


KEYS = [line.split(":")[0].strip() for line in MEASURES.splitlines() if line[2] != " "]


@pytest.mark.slow(reason="writes a lake and asks every measure of it twice")
@pytest.mark.parametrize("unit", ["county", "east"])
def test_duckdb_over_parquet_gives_the_same_figures(busy, lake_house, unit):
    """Every measure, split by town, for the whole region and for a part of it."""
    for key in KEYS:
        inquiry = inquire(key, house=busy.playbook, unit=busy.units[unit], actor=busy.house, period=YEAR)
        marks = {name: str(value).partition("+")[0] for name, value in inquiry.asked.marks().items()}
        sql = counting(inquiry.question, "duckdb").literal(marks)
        first, second = lake_house.execute(sql).fetchone()
        here = busy.figure(key, unit, period=YEAR)
        there = value_of(inquiry.question.aggregate, ResultRow(int(first or 0), int(second or 0)))
        assert (key, there) == (key, here.value)
        ids = lake_house.execute(listing(inquiry.question.opened(), "duckdb").literal(marks)).fetchall()
        assert len(ids) == len(set(ids)), key


def test_the_tables_and_columns_that_measures_read_are_those_of_the_models():
    models = {model._meta.db_table: model for model in apps.get_models()}
    for table, columns in TABLES.items():
        known = {field.column for field in models[table]._meta.concrete_fields}
        assert set(columns) - known == set(), table


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("source", ["entries", "matters", "posts", "people", "units", "ties"])
def test_every_source_compiles_for_every_engine(dialect, source):
    column = "unit" if source not in {"ties"} else "to_unit"
    for aggregate in (Distinct(column), Share((OneOf("kind" if source in {"units"} else column, (1,)),))):
        question = Question(
            source,
            1,
            aggregate,
            bounded=True,
            begins=source in {"entries", "matters"},
            level="town",
            parts=12,
        )
        statement = counting(question, dialect)
        assert "{" not in statement.text
        assert {"unit", "cut1", "cut11"} <= set(statement.names)
        assert "LIKE" not in statement.text.upper()


def test_a_question_is_compiled_once_whatever_the_unit_and_days(busy):
    counting.cache_clear()
    for unit in ("east", "west", "garden"):
        for day in (date(2026, 3, 1), date(2026, 4, 1)):
            busy.figure("visits", unit, day=day)
    assert counting.cache_info().misses == 1


def test_the_statement_reads_as_the_rule_says():
    question = Question("posts", 7, Mean("age"), (OneOf("role", ("secretary",)),))
    # Laid out by width alone: one column a line would be longer than all the rest of this file.
    statement = " ".join(counting(question, "sqlite").text.split())
    assert textwrap.wrap(statement, 90) == snapshot(
        [
            'SELECT SUM("t13"."age") AS "a", COUNT("t13"."age") AS "b" FROM ( SELECT "t12"."id",',
            '"t12"."unit_id", "t12"."person_id", "t12"."role_id", "t12"."unit", "t12"."person",',
            '"t12"."role", "t12"."holder", "t12"."age", 0 AS "part" FROM ( SELECT "t11"."id",',
            '"t11"."unit_id", "t11"."person_id", "t11"."role_id", "t11"."unit", "t11"."person",',
            '"t11"."role", "t8"."holder", "t8"."age" FROM ( SELECT "t9"."id", "t9"."unit_id",',
            '"t9"."person_id", "t9"."role_id", "t9"."unit", "t9"."person", "t9"."role" FROM ( SELECT',
            '"t6"."id", "t6"."unit_id", "t6"."person_id", "t6"."role_id", "t6"."unit", "t6"."person",',
            '"t4"."declared_id", "t4"."role" FROM ( SELECT "t1"."id", "t1"."unit_id", "t1"."person_id",',
            '"t1"."role_id", "t1"."unit_id" AS "unit", "t1"."person_id" AS "person" FROM',
            '"registry_post" AS "t1" WHERE "t1"."region_id" = 7 AND "t1"."since" <= %s AND ( (',
            '"t1"."until" IS NULL ) OR ( "t1"."until" > %s ) ) ) AS "t6" INNER JOIN ( SELECT "t2"."id"',
            'AS "declared_id", "t2"."key" AS "role" FROM "registry_role" AS "t2" ) AS "t4" ON',
            '"t6"."role_id" = "t4"."declared_id" ) AS "t9" ) AS "t11" INNER JOIN ( SELECT "t0"."id" AS',
            '"holder", ( CAST(%s AS INTEGER) - "t0"."born_year" ) - IIF("t0"."born_md" > CAST(%s AS',
            'INTEGER), 1, 0) AS "age" FROM "registry_person" AS "t0" ) AS "t8" ON "t11"."person" =',
            '"t8"."holder" ) AS "t12" WHERE "t12"."role" IN (\'secretary\') ) AS "t13"',
        ]
    )
