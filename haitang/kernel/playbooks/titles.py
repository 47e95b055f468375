"""What a playbook that another adds to calls itself, as it was written when the other was applied."""

import json
from collections.abc import Iterable
from pathlib import PurePosixPath

from pydantic import ValidationError

from haitang.kernel.playbooks.models import Version
from haitang.kernel.playbooks.source import read_source
from haitang.lib.text import Text


def titles_of(version: Version, names: Iterable[str]) -> dict[str, Text]:
    """The titles of the playbooks *names* that *version* adds to; its bare key for one that has none."""
    files: dict[str, str] = json.loads(version.sources)
    return {name: _title(name, files) for name in names}


def _title(name: str, files: dict[str, str]) -> Text:
    for path, text in files.items():
        if PurePosixPath(path).parent.name == name and "title:" in text:
            said = read_source(text.encode(), path)[0].data.get("title")
            try:
                return Text.model_validate(said)
            except ValidationError:
                continue
    return Text.both(name)
