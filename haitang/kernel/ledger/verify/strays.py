"""Facts and notes without their entry, and files that are not what their name says."""

from collections.abc import Iterable, Iterator
from hashlib import file_digest
from itertools import islice
from pathlib import Path

from django.db import connection

from haitang.kernel.ledger.keeping import path_of
from haitang.kernel.ledger.models import Attachment, Entry
from haitang.kernel.ledger.verify.report import VerifyReport

_FACTS = """SELECT count(*) FROM ledger_fact f WHERE f.region_id = %s
    AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = f.entry_id AND e.region_id = f.region_id)"""
_NOTES = """SELECT count(*) FROM ledger_note n
    WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = n.entry_id)"""
_HOMELESS = """SELECT count(*) FROM
    (SELECT region_id FROM ledger_entry UNION SELECT region_id FROM ledger_seal) e
    WHERE NOT EXISTS (SELECT 1 FROM registry_region r WHERE r.id = e.region_id)"""


def check_strays(region: int, report: VerifyReport) -> None:
    """What stands beside the ledger without belonging to an entry."""
    _none(_FACTS, [region], report, "条统计数据没有对应的记录。", "facts have no entry of this region.")
    _none(_NOTES, [], report, "条备注没有对应的记录。", "notes have no entry.")
    _none(
        _HOMELESS,
        [],
        report,
        "个地区不在花名册中，台账里却有它的记录。",
        "regions in the ledger are unknown.",
    )


def _none(sql: str, values: list[int], report: VerifyReport, zh: str, en: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        count = cursor.fetchone()[0]
    if count:
        report.find("", f"有 {count} {zh}", f"{count} {en}")


def check_files(region: int, report: VerifyReport) -> None:
    """Each kept file against its digest, and each digest that an entry names against the files."""
    rows = Attachment.objects.filter(region_id=region).order_by("id")
    for digest, at in rows.values_list("digest", "uploaded_at").iterator(chunk_size=2000):
        report.files += 1
        zh, en = _trouble(digest)
        if zh:
            report.find(f"{at:%F}", f"附件 {digest[:12]} {zh}", f"the file {digest[:12]} {en}")
    for digest in _unkept(region):
        report.find(
            "",
            f"记录所附的 {digest[:12]} 没有保存。",
            f"an entry names the file {digest[:12]}, which is not kept.",
        )


def _trouble(digest: str) -> tuple[str, str]:
    path = path_of(digest)
    if not path.is_file():
        return "不见了。", "is gone."
    if _digest(path) != digest:
        return "被改动过。", "was changed."
    return "", ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _unkept(region: int) -> Iterator[str]:
    named = Entry.objects.filter(region_id=region).exclude(attached="").values_list("attached", flat=True)
    digests = (digest for one in named.iterator(chunk_size=2000) for digest in one.split(","))
    while part := set(islice(digests, 500)):
        yield from sorted(part - _kept(region, part))


def _kept(region: int, digests: Iterable[str]) -> set[str]:
    rows = Attachment.objects.filter(region_id=region, digest__in=digests)
    return set(rows.values_list("digest", flat=True))
