"""Plain data back into YAML that reads the same: what pages show of an applied version."""

import re
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

#: What needs no quotes in any YAML, old or new; everything else gets them.
_PLAIN = re.compile(r"[A-Za-z一-鿿][A-Za-z0-9_一-鿿]*( [A-Za-z0-9_一-鿿]+)*")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def to_yaml(data: dict[str, Any]) -> str:  # reason: a playbook's text
    """*data* as YAML; reading it gives *data* again."""
    yaml = YAML()
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(_quoted(data), out)
    return out.getvalue()


def _quoted(value: Any) -> Any:  # reason: YAML values
    if isinstance(value, dict):
        return {_quoted(key): _quoted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_quoted(inner) for inner in value]
    if isinstance(value, str) and (not _PLAIN.fullmatch(value) or value.lower() in _WORDS):
        return DoubleQuotedScalarString(value)
    return value
