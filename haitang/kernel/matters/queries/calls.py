"""Who is called to a matter now, and the dated limit behind its deadline."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Call, Matter
from haitang.kernel.matters.timewords import DatedLimit
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.lib.text import Text


@dataclass(frozen=True)
class CallView:
    """An open call: a ``question`` with its label, or, without one, a level above that was told."""

    question: str
    label: Text
    unit: str
    role: str
    level: int
    since: datetime
    due_at: datetime | None
    unit_id: int = 0


@dataclass(frozen=True)
class Called:
    """Why somebody besides the owner is called: a ``question`` to decide, or a level above is told."""

    question: str
    level: int


def calls_to(actor: Actor, matters: Collection[int]) -> dict[int, Called]:
    """Of *matters* (by key) those that *actor* is called to, with a question before what is only told."""
    if not matters or not actor.stands:
        return {}
    roles: dict[int, set[str]] = {}
    for stand in actor.stands:
        roles.setdefault(stand.unit_id, {""}).add(stand.role)
    found = Call.objects.filter(matter__in=matters, unit__in=roles, until=None).exclude(
        asked_by=actor.person_id
    )
    rows = found.order_by("pk").values_list("matter", "unit", "role", "question__key", "level")
    told = {
        key: Called(question or "", level) for key, unit, role, question, level in rows if role in roles[unit]
    }
    asked = {
        key: Called(question, level)
        for key, unit, role, question, level in rows
        if question and role in roles[unit]
    }
    return told | asked


def calls_open(matter: Matter) -> list[CallView]:
    """The matter's open calls, oldest first; no query where it has none."""
    if not matter.called:
        return []
    kind = kind_of(holding(matter.unit), matter.kind.key)
    found = matter.calls.filter(until=None).select_related("unit", "question").order_by("pk")
    return [
        CallView(
            question=call.question.key if call.question else "",
            label=_label(call.question.key if call.question else "", kind),
            unit=call.unit.name,
            role=call.role,
            level=call.level,
            since=call.since,
            due_at=call.due_at,
            unit_id=call.unit_id,
        )
        for call in found
    ]


def _label(question: str, kind: Kind) -> Text:
    spec = kind.spec.flow.questions.get(question)
    return spec.label if spec else Text.both(question)


def limit_behind(matter: Matter, kind: Kind) -> DatedLimit | None:
    """The dated limit that set the deadline; None where the state's own did, or it is declared no more."""
    return next((limit.spec for limit in kind.limits if limit.id == matter.limited_by_id), None)
