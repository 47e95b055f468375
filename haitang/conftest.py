"""What the tests of every part share."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import zeal
import zeal.constants
import zeal.patch
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as property_settings

# A property is not about time: on a busy machine one slow example would pass for a fault.
property_settings.register_profile("untimed", deadline=None)
property_settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords hashed quickly: the real hash is slow by design, and not ours to try."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def fresh_start() -> Iterator[None]:
    """Each test begins in the house's first language, watched by nobody, whatever one before it did."""
    zeal.teardown()  # a request that raised was never said to be finished
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session", autouse=True)
def rows_without_an_order() -> Iterator[None]:
    """Rows that nobody ordered come backwards on SQLite: who relies on their order fails at once."""

    def backwards(connection: BaseDatabaseWrapper, **_: object) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA reverse_unordered_selects = ON")

    connection_created.connect(backwards)
    yield
    connection_created.disconnect(backwards)


@cache
def watch_loads() -> None:
    """Have what the models load be counted, once: twice would count double."""
    zeal.constants.initialize_app_registry()
    zeal.patch.patch()


@pytest.fixture(scope="session", autouse=True)
def repeated_queries() -> Iterator[None]:
    """A page that asks again for each of its rows fails: three times from one line are too many."""
    allowed = [{"model": "matters.Matter", "field": "get()"}]  # each move of many takes its own lock
    watch_loads()

    def begin(**_: object) -> None:
        zeal.setup()

    def end(**_: object) -> None:
        zeal.teardown()

    request_started.connect(begin)
    request_finished.connect(end)
    with override_settings(ZEAL_NPLUSONE_THRESHOLD=3, ZEAL_ALLOWLIST=allowed):
        yield


@pytest.fixture
def playbook_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder for a test's playbook, at the same path every time.

    A file that stands there unchanged is read once a run; reading is most of what a small county costs.
    """
    return emptied(tmp_path_factory.getbasetemp() / "playbook")


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A transaction around a whole file, and the folder for the playbook of the county it sets up.

    Growing a county is most of what a small test costs: it is grown once a file, each test is undone to it,
    and each gets copies of its objects.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield emptied(tmp_path_factory.getbasetemp() / "playbook")
        transaction.set_rollback(True)


def emptied(folder: Path) -> Path:
    """The folder with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
