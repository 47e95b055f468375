"""The language's own history: one-step upgraders over the source tree, one file each.

Version 1 is the first. The upgrader from 1 to 2 will be ``one_to_two.py`` with a function of the tree,
named in ``UPGRADERS`` under 1, and a golden pair beside it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from haitang.kernel.playbooks.language import LANGUAGE

#: A whole playbook text as plain data.
Text = dict[str, Any]  # reason: a text of an older language has no type any more

UPGRADERS: Mapping[int, Callable[[Text], Text]] = {}


def upgraded(text: Text) -> Text:
    """*text* in today's language, one step after another."""
    version = text.get("haitang", LANGUAGE)
    while isinstance(version, int) and version in UPGRADERS:
        text = UPGRADERS[version](text)
        version += 1
        text["haitang"] = version
    return text
