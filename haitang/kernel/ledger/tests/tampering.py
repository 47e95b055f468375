"""A ledger with something of everything, and how one byte of it is changed past its guards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID

from django.db import connection
from PIL import Image

from haitang.kernel.ledger.api import keep_attachment, record, record_many, seal_through, verify, void
from haitang.kernel.ledger.models import Entry
from haitang.kernel.ledger.tests.bypass import guards_lowered, run, settle, undone
from haitang.kernel.ledger.tests.county import County
from haitang.kernel.ledger.verify.report import Finding
from haitang.kernel.registry.api import SYSTEM

SEALED_DAYS = (2, 3, 6)
DAYS = [f"2026-03-{day:02}" for day in SEALED_DAYS]


def fill(county: County) -> None:
    """Sealed and open days, notes, answers, files, a voided entry."""
    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    kept = keep_attachment(BytesIO(out.getvalue()), actor=county.wang, region=county.region)
    house = SYSTEM(county.region)
    answers = {"need": "repair", "people": 3, "again_on": "2026-12-01", "alone": True, "words": "想换瓦"}
    drafts = [
        county.visit(
            day=date(2026, 3, day),
            recorded_at=datetime(2026, 3, day, 4, 5, 6, 7, tzinfo=UTC),
            answers=answers,
            note="屋顶漏水",
            person=county.people["wang"].pk,
            served_unit=county.household.pk,
            attachments=[kept.uuid],
            matter="019a0000-0000-7000-8000-000000000001",
        )
        for day in SEALED_DAYS
        for _ in range(3)
    ]
    assert record_many(drafts, actor=house).recorded == 9
    seal_through(date(2026, 3, 31), county.region)
    record(county.visit(note="今天", answers=answers, attachments=[kept.uuid]), actor=county.wang)
    void(record(county.visit(), actor=county.wang), reason="记错了", actor=county.wang)


ENTRY_COLUMNS = [field.column for field in Entry._meta.concrete_fields]
#: Where another value of a foreign key stands that exists.
OTHER = {
    "region_id": "registry_region",
    "kind_id": "playbooks_declared",
    "version_id": "playbooks_version",
    "unit_id": "registry_unit",
    "served_unit_id": "registry_unit",
    "person_id": "registry_person",
    "served_person_id": "registry_person",
    "recorded_by_id": "registry_person",
    "uploaded_by_id": "registry_person",
    "applied_by_id": "registry_person",
    "holder_id": "registry_unit",
    "above_id": "playbooks_version",
}


_ABSENT = {
    **dict.fromkeys(("matter", "voids"), "019a0000000070008000000000000009"),
    **dict.fromkeys(("day1", "day2"), "2026-01-01"),
    **dict.fromkeys(("flag1", "flag2"), True),
}


def changed(value: object, column: str, byte: int) -> object:
    """*value* with one byte, bit or unit of it changed."""
    match value:
        case None:
            return _ABSENT.get(column, 1)
        case int():
            return value + (1000 if column in {"id", "entry_id"} else 1) if value is not True else False
        case datetime():
            return value.replace(microsecond=value.microsecond ^ 1)
        case date():
            return value.replace(day=(value.day + 13) % 28 + 1)
        case bytes() | memoryview():
            raw = bytearray(value)
            raw[byte % len(raw)] ^= 1
            return bytes(raw)
    return _other_text(value.hex if isinstance(value, UUID) else str(value) or "x", byte)


def _other_text(text: str, byte: int) -> str:
    at = byte % len(text)
    return text[:at] + ("1" if text[at] == "0" else "0") + text[at + 1 :]


def raw_value(table: str, column: str, key: str, number: int) -> object:
    plus = "+" if connection.vendor == "sqlite" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {plus}{column} FROM {table} WHERE {key} = %s", [number])
        return cursor.fetchone()[0]


def tamper(table: str, column: str, key: str, number: int, byte: int) -> None:
    old = raw_value(table, column, key, number)
    new = changed(old, column, byte)
    if connection.vendor == "postgresql" and (column in OTHER or column.endswith("entry_id")):
        run("SET session_replication_role = replica")
    run(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", new, number)
    assert raw_value(table, column, key, new if column == key else number) != old


@contextmanager
def past_its_guards() -> Iterator[None]:
    """The ledger without its triggers, and without the constraints that would already refuse."""
    if connection.vendor == "sqlite":
        run("PRAGMA defer_foreign_keys = ON")
        run("PRAGMA ignore_check_constraints = ON")
    else:
        settle()
        run("ALTER TABLE ledger_entry DROP CONSTRAINT a_voiding_entry_gives_its_reason")
    with guards_lowered():
        yield
    if connection.vendor == "sqlite":
        run("PRAGMA ignore_check_constraints = OFF")


def found(full: County) -> list[Finding]:
    """Findings other than the lowered triggers."""
    return [one for one in verify(full.region).findings if "trigger" not in one.what.en]


def missed(county: County, table: str, key: str, number: int, columns: list[str]) -> list[str]:
    """Those of *columns* in which a changed byte would not be found."""
    unseen = []
    for column in columns:
        with undone():
            tamper(table, column, key, number, 5)
            if not found(county):
                unseen.append(column)
    return unseen
