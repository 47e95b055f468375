"""Each applied playbook against its digest, which every entry's own digest rests on."""

from hashlib import sha256

from django.db import connection

from haitang.kernel.ledger.verify.report import VerifyReport

_VERSIONS = """SELECT v.name, v.serial, v.text, v.digest, a.digest FROM playbooks_version v
    LEFT JOIN playbooks_version a ON a.id = v.above_id WHERE v.region_id = %s ORDER BY v.id"""


def check_versions(region: int, report: VerifyReport) -> None:
    """What entries mean is said by the version they stand in: its text must be the one that was applied."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, [region])
        while rows := cursor.fetchmany(50):
            for name, serial, text, digest, above in rows:
                # A damaged file may hold bytes that are no text: they are what is hashed.
                said = f"{above or ''}\n{text}".encode("utf-8", "surrogateescape")
                if sha256(said).hexdigest() != digest:
                    zh = f"方案 {name} 第 {serial} 版的文本被改动过。"
                    report.find("", zh, f"the text of the playbook {name}, version {serial}, was changed.")
