"""Who looked at how to reach a resident, as the resident is told it."""

from dataclasses import dataclass
from datetime import datetime

from haitang.kernel.matters.models import Contact, Matter
from haitang.kernel.registry.models import Look
from haitang.kernel.registry.queries import looks_at_contact
from haitang.lib.text import Text


@dataclass(frozen=True)
class LookView:
    """A look at one's contact: from which post, when and why; never by name."""

    at: datetime
    unit: str
    role: Text
    why: str


_STAFF, _HOUSE = Text(zh="工作人员", en="Staff"), Text(zh="系统自动发送", en="Sent by the house")


def _role(look: Look) -> Text:
    if look.post:
        return look.post.role.label
    return _STAFF if look.by_id else _HOUSE


def looks_behind(matter: Matter) -> list[LookView]:
    """Every look at the contact that was left with *matter*, the latest first; kept when it is erased."""
    contact = Contact.objects.filter(matter=matter).values_list("uuid", flat=True).first()
    if contact is None:
        return []
    return [
        LookView(
            look.at,
            look.post.unit.name if look.post else "",
            _role(look),
            look.why,
        )
        for look in looks_at_contact(contact)
    ]
