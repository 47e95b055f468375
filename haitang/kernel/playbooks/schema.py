"""JSON Schema of the language, for editors: completion and red lines while one types."""

from typing import Any

from pydantic.json_schema import models_json_schema

from haitang.kernel.playbooks.language import sections, words_of

Schema = dict[str, Any]  # reason: JSON Schema is any JSON


def schema() -> Schema:
    """One schema for every file of a playbook.

    A playbook is spread over files, and one that extends another may add a single word to what stands
    above: so nothing but the two languages of a text is required here. ``check`` sees the whole.
    """
    chosen = list(sections())
    _, whole = models_json_schema([(section, "validation") for section in chosen])
    definitions = {name: _lenient(name, one) for name, one in whole["$defs"].items()}
    properties: Schema = {}
    for section in chosen:
        said = definitions.pop(section.__name__)["properties"]
        properties |= {word: said[word] for word in words_of(section)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Haitang playbook",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "$defs": definitions,
    }


def _lenient(name: str, node: Any) -> Any:  # reason: JSON Schema is any JSON
    """*node* without what only the whole, merged text can satisfy; a union admits parts of its kinds."""
    if isinstance(node, list):
        return [_lenient("", one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _lenient("", one) for key, one in node.items() if key != "discriminator"}
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    if name != "Text" and isinstance(kept.get("required"), list):
        del kept["required"]
    return kept
