"""What staff filled in on a matter: it is of the work, and goes on with whoever the work goes on for.

A resident's own stays with them: what residents are asked for, and what one said at the opening or in a move.
"""

import json
from collections.abc import Mapping
from typing import Any

from haitang.kernel.matters.contacts import opened_contact
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Contact, Matter
from haitang.kernel.matters.words import RESIDENT, TAKER
from haitang.kernel.playbooks.fields import FileField, TextField
from haitang.lib.naming import anonymous

#: Stored answers by the identity of their field.
_Stored = dict[str, Any]  # reason: answers of any kind


def handed_on(head: Matter, heir: Matter, kind: Kind) -> _Stored:
    """What staff filled in on *head*, where nobody did on *heir* or staff did before, for *heir* to keep."""
    theirs, ours = _by_staff(head), _by_staff(heir)
    working, has = _of_the_work(kind), json.loads(heir.data)
    words, handed = {row for row, is_text in working.items() if is_text}, {}
    for row, value in json.loads(head.data).items():
        when, before = theirs.get(row, 0), ours.get(row, 0)
        if row in working and when > before and (before or row not in has):
            handed[row] = value
    return _without_neighbour(head, handed, words)


def _of_the_work(kind: Kind) -> Mapping[str, bool]:
    """The fields that no resident is asked for, and whether each is free text; files hang on their step."""
    flow = kind.spec.flow
    asked = {*flow.opening.ask}
    for move in flow.moves.values():
        asked |= set(move.ask.fields) if RESIDENT in move.by else set()
    return {
        str(kind.house.id_of(*kind.path, "fields", key)): isinstance(spec, TextField)
        for key, spec in kind.spec.fields.items()
        if key not in asked and not isinstance(spec, FileField)
    }


def _by_staff(matter: Matter) -> Mapping[str, int]:
    """Which fields staff filled in last, and by which step; what was handed on to it was filled in so."""
    filled: dict[str, int] = {}
    steps = matter.steps.filter(kind__in=(StepKind.MOVED, StepKind.PARTED)).order_by("pk")
    for pk, role, data in steps.values_list("pk", "role", "data"):
        for row in json.loads(data).get("answers", {}):
            filled[row] = 0 if role in (RESIDENT, TAKER) else pk
    return filled


def _without_neighbour(head: Matter, handed: _Stored, words: set[str]) -> _Stored:
    """*handed* with what leads to the resident of *head* taken out of free text, or that left out."""
    contact = Contact.objects.filter(matter=head).first()
    if contact and contact.erased_at:
        # A name that is erased cannot be found in the words any more.
        return {row: value for row, value in handed.items() if row not in words}
    left = opened_contact(contact) if contact else None
    known = [word.strip() for word in (left.name, left.phone, left.email)] if left else []
    known = [word for word in known if len(word) > 1]
    return {
        row: anonymous(str(value), known, doubtful=True) if row in words else value
        for row, value in handed.items()
    }
