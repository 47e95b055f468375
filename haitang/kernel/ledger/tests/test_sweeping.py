"""Files without a row are swept after a day; what is kept, or was put there just now, stays."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import transaction

from haitang.kernel.ledger.api import attachment_path, keep_attachment, sweep_files
from haitang.kernel.ledger.dropping import drop_unnamed
from haitang.kernel.ledger.keeping import prepared, put
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.ledger.tests.test_keeping import keep, kept, picture
from haitang.lib import clock


def aged(path: Path, *, days: int = 2) -> Path:
    """The file as if it had lain there so long."""
    then = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))
    return path


def refused(county: Any, content: bytes) -> Path:
    """What a form that was refused leaves behind."""
    with transaction.atomic():
        row = keep(county, content)
        transaction.set_rollback(True)
    assert not Attachment.objects.filter(digest=row.digest).exists()
    return attachment_path(row.digest)


def test_a_photo_of_a_refused_form_is_swept_a_day_later(county, files):
    keep(county, picture("PNG"))
    left = refused(county, picture())
    assert (sweep_files(), left.is_file()) == (0, True)
    aged(left)
    assert (sweep_files(), left.is_file()) == (1, False)
    assert sweep_files() == 0


def test_beside_a_database_without_any_row_nothing_is_swept(county, files):
    left = aged(refused(county, picture()))
    assert (sweep_files(), left.is_file()) == (0, True)


def test_what_a_row_names_stays_however_old(county, files):
    path = aged(attachment_path(keep(county, picture()).digest))
    assert (sweep_files(), path.is_file()) == (0, True)


def test_what_was_broken_off_is_swept_as_well(county, files):
    path = attachment_path(keep(county, picture()).digest)
    for name in (".new-abc", ".going-def"):
        path.with_name(name).write_bytes(b"x")
        aged(path.with_name(name))
    path.with_name(".new-fresh").write_bytes(b"x")
    assert sweep_files() == 2
    assert {one.name for one in kept(files)} == {path.name, ".new-fresh"}


def test_a_file_that_somebody_keeps_while_it_is_dropped_is_there_in_the_end(
    county, files, django_capture_on_commit_callbacks
):
    content = picture()
    ready = prepared(content)
    with django_capture_on_commit_callbacks(execute=True):
        row = keep_attachment(BytesIO(content), actor=county.wang, region=county.region)
        # As if it were dropped before the row can be seen by others.
        attachment_path(row.digest).unlink()
    assert attachment_path(row.digest).is_file()
    put(ready)
    assert drop_unnamed([row.digest]) == 0
    assert attachment_path(row.digest).is_file()
