"""A full disk met by the database is a sentence wherever it is met: on a page, in an answer to a program."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.test import Client

from haitang.kernel.ledger.api import record
from haitang.kernel.ledger.tests.county import County, make_county
from haitang.kernel.registry.api import SYSTEM, issue_token, open_account

#: What the server itself raises at a change; SQLite's has words alone, PostgreSQL's a code in any language.
RAISES = {
    "sqlite": "CREATE TRIGGER trouble BEFORE {0} BEGIN SELECT RAISE(ABORT, '{2}'); END",
    "postgresql": """CREATE FUNCTION raise_trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION '设备上出了状况' USING ERRCODE = '{1}'; END $$;
        CREATE TRIGGER trouble BEFORE {0} EXECUTE FUNCTION raise_trouble()""",
}
FULL, OTHER = ("53100", "database or disk is full"), ("42704", "no such function")
Trouble = Callable[[str, tuple[str, str]], None]


@pytest.fixture
def county(db: None, tmp_path: Path) -> County:
    return make_county(tmp_path)


@pytest.fixture
def trouble(county: County) -> Trouble:
    def lay(change: str, what: tuple[str, str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(RAISES[connection.vendor].format(change, *what))

    return lay


@pytest.fixture
def page(county: County) -> Client:
    wang = county.people["wang"]
    account = getattr(wang, "account", None) or open_account("wang", person=wang, actor=SYSTEM(county.region))
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_page_says_that_the_disk_is_full(county, page, trouble):
    token, _ = issue_token(county.people["wang"].posts.get(), label="t", actor=SYSTEM(county.region))
    trouble("UPDATE ON registry_apitoken", FULL)
    answer = page.post(f"/me/tokens/{token.pk}/revoke/")
    assert answer.status_code == 400
    assert "存储空间已满，这次没有写入任何内容。" in answer.content.decode()


@pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="what a trigger raises there is taken for a repeat"
)
def test_a_program_is_told_that_the_disk_is_full(county, trouble):
    entry = record(county.visit(), actor=county.wang)
    _, secret = issue_token(county.people["wang"].posts.get(), label="t", actor=SYSTEM(county.region))
    trouble("DELETE ON ledger_fact", FULL)
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    said = {"reason": "记错了"}
    answer = program.post(f"/api/entries/{entry.uuid}/void", said, content_type="application/json")
    assert answer.status_code == 507
    assert [fault["code"] for fault in answer.json()["faults"]] == ["storage.full"]


def test_another_error_of_the_database_is_not_called_a_full_disk(county, page, trouble):
    token, _ = issue_token(county.people["wang"].posts.get(), label="t", actor=SYSTEM(county.region))
    trouble("UPDATE ON registry_apitoken", OTHER)
    with pytest.raises(DatabaseError):
        page.post(f"/me/tokens/{token.pk}/revoke/")
