"""An entry's answers in words, by the version of the playbook that it pins."""

import json
from dataclasses import dataclass

from haitang.kernel.ledger.declare import EntryKind
from haitang.kernel.ledger.models import Entry
from haitang.kernel.playbooks.fields import Value
from haitang.lib.declare import House
from haitang.lib.text import Text


@dataclass(frozen=True)
class ShownAnswer:
    """One answer: its field's key and label, what was said in both languages, and the kind of field."""

    key: str
    label: Text
    said: Text
    kind: str = ""


def shown_answers(entry: Entry, house: House, key: str, kind: EntryKind) -> list[ShownAnswer]:
    """The answers of *entry*, in the order in which its kind asks."""
    said = _answers(entry)
    found = []
    for name, spec in kind.fields.items():
        value = said.get(str(house.id_of("entries", key, "fields", name)))
        if value is not None:
            value = _option_key(house, spec.kind, value)
            words = Text(zh=spec.show(value, "zh"), en=spec.show(value, "en"))
            found.append(ShownAnswer(name, spec.label, words, spec.kind))
    return found


def _answers(entry: Entry) -> dict[str, Value]:
    """Sealed answers and, unless erased, the private ones beside the note."""
    said: dict[str, Value] = json.loads(entry.data)
    note = getattr(entry, "note", None) if entry.note_digest else None
    if note is not None and note.answers:
        said |= json.loads(note.answers)
    return said


def _option_key(house: House, kind: str, value: Value) -> Value:
    if kind == "choice" and isinstance(value, int):
        return house.path_of(value)[-1]
    return value
