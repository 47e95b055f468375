"""Each applied playbook against its digests, on which every entry's own digest rests."""

from hashlib import sha256

from django.db import connection

from haitang.kernel.ledger.verify.report import VerifyReport
from haitang.kernel.ledger.verify.rows import Raw, day_of, raw_column, whole
from haitang.kernel.playbooks.proof import AppliedRow, proof_of


def check_versions(region: int, report: VerifyReport) -> None:
    """What entries mean is said by the version they stand in: its row must be the one that was applied."""
    proved = ",".join(raw_column("v", column) for column in AppliedRow._fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.text,v.proof,a.digest,{proved} FROM playbooks_version v"  # noqa: S608 -- constants
            " LEFT JOIN playbooks_version a ON a.id = v.above_id WHERE v.region_id = %s ORDER BY v.id",
            [region],
        )
        while rows := cursor.fetchmany(50):
            for row in rows:
                _check(row, report)


def _check(row: Raw, report: VerifyReport) -> None:
    text, proof, above, *values = row
    version = AppliedRow(*values)
    version = version._replace(applied_at=whole(version.applied_at))
    day = day_of(version.applied_at)
    # A damaged file may hold bytes that are no text: they are what is hashed.
    said = f"{above or ''}\n{text}".encode("utf-8", "surrogateescape")
    if sha256(said).hexdigest() != version.digest:
        zh = f"方案 {version.name} 第 {version.serial} 版的文本被改动过。"
        en = f"the text of the playbook {version.name}, version {version.serial}, was changed."
        report.find(day, zh, en)
    elif proof_of(version) != proof:
        zh = f"方案 {version.name} 第 {version.serial} 版的登记（身份、来源、编号等）被改动过。"
        en = f"what is noted of the playbook {version.name}, version {version.serial}, was changed."
        report.find(day, zh, f"{en[:-1]} (its identities, sources, number or the like).")
