"""Facts and notes without their entry, and files that are not what their name says."""

from collections.abc import Collection, Iterator
from hashlib import file_digest
from pathlib import Path

from django.db import connection

from haitang.kernel.ledger.filed import NotedFile
from haitang.kernel.ledger.keeping import media_type_of, path_of
from haitang.kernel.ledger.verify.report import VerifyReport
from haitang.kernel.ledger.verify.rows import day_of, raw_column, whole
from haitang.kernel.playbooks.proof import proof_of

#: Digests of kept files, each with who uploaded it, and with None.
Kept = set[tuple[str, int | None]]

#: How many, and the first day they touch; a note by itself has none.
_FACTS = """SELECT count(*), min(f.day) FROM ledger_fact f WHERE f.region_id = %s
    AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = f.entry_id AND e.region_id = f.region_id)"""
_NOTES = """SELECT count(*), NULL FROM ledger_note n
    WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = n.entry_id)"""
#: Whether a file is kept by its row, was erased, or was erased here and is kept by another row.
_STANDING = """CASE WHEN erased_at IS NULL THEN 'kept' WHEN EXISTS (SELECT 1 FROM ledger_attachment one
    WHERE one.digest = ledger_attachment.digest AND one.erased_at IS NULL) THEN 'elsewhere'
    ELSE 'erased' END"""
_ERASURES = """SELECT count(*), min(r.recorded_on) FROM ledger_erasure r
    WHERE r.region_id = %s AND r.entry IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM ledger_entry e WHERE e.uuid = r.entry AND e.region_id = r.region_id)"""
_HOMELESS = """SELECT count(DISTINCT e.region_id), min(e.day) FROM (SELECT region_id, min(recorded_on) AS day
    FROM ledger_entry GROUP BY region_id
    UNION SELECT region_id, min(day) FROM ledger_seal GROUP BY region_id) e
    WHERE NOT EXISTS (SELECT 1 FROM registry_region r WHERE r.id = e.region_id)"""


def check_strays(region: int, report: VerifyReport) -> None:
    """What stands beside the ledger without belonging to an entry."""
    _none(_FACTS, [region], report, "条统计数据没有对应的记录。", "facts have no entry of this region.")
    _none(_NOTES, [], report, "条备注没有对应的记录。", "notes have no entry.")
    _none(_ERASURES, [region], report, "条抹去说明没有对应的记录。", "erasures have no entry of this region.")
    _none(
        _HOMELESS,
        [],
        report,
        "个地区不在花名册中，台账里却有它的记录。",
        "regions in the ledger are unknown.",
    )


def _check_homes(report: VerifyReport) -> None:
    """A file that was moved to a region there is not, where nobody would look for it."""
    at = raw_column("f", "uploaded_at")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.digest, {at} FROM ledger_attachment f"  # noqa: S608 -- constants
            " WHERE NOT EXISTS (SELECT 1 FROM registry_region r WHERE r.id = f.region_id) ORDER BY f.id"
        )
        for digest, moment in cursor.fetchall():
            zh, en = "登记在不存在的地区。", "is noted in a region there is not."
            name = str(digest)[:12]
            report.find(day_of(whole(moment)), f"附件 {name} {zh}", f"the file {name} {en}")


def _none(sql: str, values: list[int], report: VerifyReport, zh: str, en: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        count, day = cursor.fetchone()
    if count:
        report.find(day, f"有 {count} {zh}", f"{count} {en}")


def check_files(region: int, report: VerifyReport, erased: Collection[str]) -> None:
    """Each kept file against its row, and each file that an entry names against the rows.

    *erased* names the files, by UUID, of which somebody wrote down that they were erased.
    """
    noted = ",".join(raw_column("ledger_attachment", column) for column in NotedFile._fields)
    kept: Kept = set()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_STANDING}, proof, {noted} FROM ledger_attachment"  # noqa: S608 -- constants
            " WHERE region_id = %s ORDER BY id",
            [region],
        )
        while rows := cursor.fetchmany(2000):
            for standing, proof, *noted_of_it in rows:
                file = NotedFile(*noted_of_it)._replace(uploaded_at=whole(noted_of_it[-1]))
                kept |= {(file.digest, file.uploaded_by_id), (file.digest, None)}
                report.files += 1
                for zh, en in _found(file, standing, proof, file.uuid in erased):
                    day, name = day_of(file.uploaded_at), file.digest[:12]
                    report.find(day, f"附件 {name} {zh}", f"the file {name} {en}")
    _check_named(region, kept, report)
    _check_homes(report)


def _found(file: NotedFile, standing: str, proof: str, told: bool) -> Iterator[tuple[str, str]]:
    if proof_of(file) != proof:
        yield "的登记被改动过。", "has a changed row."
    if standing == "kept":
        yield from _trouble(file.digest, file.media_type, file.size_bytes, told)
    else:
        yield from _left(file.digest, standing, told)


def _trouble(digest: str, media_type: str, size: object, told: bool) -> Iterator[tuple[str, str]]:
    """What is wrong between a file's row and its content, which the digest proves."""
    path = path_of(digest)
    if told:
        yield "已写明抹去，登记却还在。", "is said to be erased and is kept."
    if not path.is_file():
        yield "不见了。", "is gone."
    elif _digest(path) != digest:
        yield "被改动过。", "was changed."
    elif path.stat().st_size != size:
        yield "登记的大小与内容不符。", "does not have the size that is noted."
    elif _media_type(path) != media_type:
        yield "登记的类型与内容不符。", "is not of the type that is noted."


def _left(digest: str, standing: str, told: bool) -> Iterator[tuple[str, str]]:
    """A file that was erased by law is gone, unless another row keeps the same content; somebody said so."""
    if standing == "erased" and path_of(digest).is_file():
        yield "已依法抹去，文件却还在。", "was erased by law and is still there."
    if not told:
        yield "被抹去，没有写明谁、凭什么。", "was erased and nothing says by whom."


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _media_type(path: Path) -> str:
    with path.open("rb") as file:
        return media_type_of(file.read(16))


def _check_named(region: int, kept: Kept, report: VerifyReport) -> None:
    """Each file that an entry names is kept, uploaded by who recorded the entry, as attaching asks."""
    day, uuid = raw_column("e", "recorded_on"), raw_column("e", "uuid")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.attached, e.recorded_by_id, {day}, {uuid} FROM ledger_entry e"  # noqa: S608 -- constants
            " WHERE e.region_id = %s AND e.attached <> '' ORDER BY e.id",
            [region],
        )
        while rows := cursor.fetchmany(2000):
            for attached, recorder, on, entry in rows:
                for zh, en in _named(str(attached), recorder, kept):
                    report.find(on, zh, en, str(entry))


def _named(attached: str, recorder: int | None, kept: Kept) -> Iterator[tuple[str, str]]:
    for digest in attached.split(","):
        if (digest, None) not in kept:
            yield f"所附的 {digest[:12]} 没有保存。", f"it names the file {digest[:12]}, which is not kept."
        elif (digest, recorder) not in kept:
            zh = f"所附的 {digest[:12]} 登记的上传人不是记录人。"
            yield zh, f"who uploaded its file {digest[:12]} is not who recorded it."
