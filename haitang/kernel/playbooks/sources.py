"""Files of a playbook that were read without a fault are remembered by their content.

Reading YAML in pure Python is the slowest part of a plan, and most files are the same as last time. What is
kept is plain JSON in ``HAITANG_VAR/sources``; it may be removed at any time, and a full disk only means that
the file is read again.
"""

import json
import os
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path as FilePath

from django.conf import settings

from haitang.kernel.playbooks import source
from haitang.kernel.playbooks.source import Spot, Tree, read_source
from haitang.lib.diagnostics import Fault, Position


def read_remembered(raw: bytes, name: str) -> tuple[Tree, list[Fault]]:
    """As :func:`read_source` reads *raw*; nobody may change the tree it gives."""
    kept = settings.VAR / "sources" / f"{_digest(raw)}.json"
    tree = _recalled(kept, name)
    if tree is not None:
        return tree, []
    tree, faults = read_source(raw, name)
    if not faults:
        _keep(kept, tree)
    return tree, faults


def _digest(raw: bytes) -> str:
    """The name of what is remembered: another reader, or another content, is another name."""
    return sha256(_reader() + sha256(raw).digest()).hexdigest()


@cache
def _reader() -> bytes:
    return sha256(FilePath(source.__file__).read_bytes()).digest()


def _recalled(kept: FilePath, name: str) -> Tree | None:
    try:
        said = json.loads(kept.read_bytes())
    except (OSError, ValueError):
        return None
    spots = {
        tuple(path): Spot(Position(name, *key), Position(name, *value)) for path, key, value in said["spots"]
    }
    return Tree(said["data"], spots)


def _keep(kept: FilePath, tree: Tree) -> None:
    spots = [(path, _spot(spot.key), _spot(spot.value)) for path, spot in tree.spots.items()]
    aside = kept.with_suffix(f".{os.getpid()}")
    try:
        kept.parent.mkdir(exist_ok=True)
        aside.write_text(json.dumps({"data": tree.data, "spots": spots}), encoding="utf-8")
        aside.replace(kept)
    except OSError:
        with suppress(OSError):
            aside.unlink()


def _spot(place: Position) -> tuple[int, int]:
    return place.line, place.column
