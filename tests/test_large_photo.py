"""A photo of forty megabytes sent to a running house: refused in words, quickly, and nothing is left."""

import json
import time
import urllib.error
import urllib.request
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from haitang.kernel.ledger.tests.test_crash import FIND, GROW
from tests.houses import TOKEN, run, web
from tests.postgres import free_port

BORDER = "a-line-between-parts"
LARGE = 40_000_000
SENTENCE = "文件太大（40 MB），最大 15 MB。请压缩或重新拍摄。"


def photo(size: int) -> bytes:
    """A true JPEG; what follows its end is no part of the picture."""
    out = BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue().ljust(size, b"\0")


def sent(port: int, token: str, content: bytes) -> tuple[int, dict[str, object], float]:
    """The status, what was said, and how many seconds it took."""
    head = f'--{BORDER}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n'
    body = head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + content + f"\r\n--{BORDER}--\r\n".encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data; boundary={BORDER}"}
    address = f"http://127.0.0.1:{port}/api/entries/attachments"
    began = time.monotonic()
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=120) as answer:
            return answer.status, json.load(answer), time.monotonic() - began
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused), time.monotonic() - began


def files(*folders: Path) -> list[str]:
    """Every file in *folders*."""
    return sorted(one.name for folder in folders for one in folder.rglob("*") if one.is_file())


def soon_empty(folder: Path) -> bool:
    """Whether nothing stays in *folder*: what was passing is let go once the answer is out."""
    until = time.monotonic() + 30
    while files(folder) and time.monotonic() < until:
        time.sleep(0.05)
    return not files(folder)


@pytest.mark.slow(reason="runs a house of its own")
def test_a_photo_of_forty_megabytes_is_refused_in_words_and_leaves_nothing(tmp_path, monkeypatch):
    house, passing, port = tmp_path / "house", tmp_path / "passing", free_port()
    house.mkdir()
    passing.mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))
    run(house, "", GROW)
    token = run(house, "", FIND + TOKEN).split()[0]
    kept = house / "files"
    with web(house, "", port):
        status, said, seconds = sent(port, token, photo(LARGE))
        assert (status, files(kept)) == (422, [])
        assert soon_empty(passing)
        assert [fault["zh"] for fault in said["faults"]] == [SENTENCE]
        # Many times what it takes: only that it does not hang is asked of a busy machine.
        assert seconds < 60
        status, said, _ = sent(port, token, photo(100_000))
        assert (status, len(files(kept))) == (201, 1)
        assert soon_empty(passing)
