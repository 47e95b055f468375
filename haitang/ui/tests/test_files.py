"""Kept files are handed out so that nothing in them runs."""

from hashlib import sha256

import pytest

from haitang.kernel.ledger.api import attachment_path
from haitang.kernel.ledger.models import Attachment
from haitang.ui.files import file_answer

CONTENT = b"%PDF-1.7\n<script>x</script>\n%%EOF\n"


@pytest.mark.parametrize(
    ("media_type", "shown"), [("application/pdf", "attachment"), ("image/png", "inline"), ("", "attachment")]
)
def test_a_file_is_handed_out_so_that_nothing_in_it_runs(settings, tmp_path, media_type, shown):
    settings.MEDIA_ROOT = tmp_path
    kept = Attachment(digest=sha256(CONTENT).hexdigest(), media_type=media_type)
    path = attachment_path(kept.digest)
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    answer = file_answer(kept)
    assert answer.getvalue() == CONTENT
    answer.file_to_stream.close()  # the answer's own close() ends a request, with its database
    assert answer["Content-Disposition"].startswith(f"{shown};")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
