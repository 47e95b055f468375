"""Everything the house keeps of a resident under one number, as it is given to that resident."""

from typing import Any

from haitang.desks.requests.contexts import Following
from haitang.kernel.matters.api import ContactDetails, StepView, looks_behind, own_contact, story
from haitang.ui.words import say


def kept_of(following: Following) -> dict[str, Any]:  # reason: JSON
    """What was told, what was left to be reached by, what happened and who looked."""
    matter = following.matter
    contact = own_contact(matter, actor=following.actor)
    return {
        "number": matter.number,
        "kind": matter.kind.key,
        "title": matter.title,
        "body": matter.body,
        "place": matter.unit.name,
        "category": matter.category.key if matter.category else "",
        "channel": matter.channel,
        "opened_at": matter.opened_at.isoformat(),
        "closed_at": matter.closed_at.isoformat() if matter.closed_at else None,
        "rating": matter.rating,
        "contact": _contact(contact) if contact else None,
        "steps": [_step(step) for step in story(matter, following.actor)],
        "looks": [
            {"at": look.at.isoformat(), "unit": look.unit, "role": say(look.role), "why": look.why}
            for look in looks_behind(matter)
        ],
    }


def _contact(contact: ContactDetails) -> dict[str, str]:
    return {"name": contact.name, "phone": contact.phone, "email": contact.email}


def _step(step: StepView) -> dict[str, Any]:  # reason: JSON
    return {
        "at": step.at.isoformat(),
        "what": say(step.label),
        "by": say(step.role),
        "unit": step.unit,
        "note": step.note,
        "answers": {answer.key: say(answer.said) for answer in step.answers},
        "rating": step.rating,
        "files": [str(file.attachment.uuid) for file in step.files],
    }
