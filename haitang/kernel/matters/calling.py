"""Who is called to a matter besides its owner: the open call about a question, and whom it goes to."""

from haitang.kernel.matters.handing import sender_of
from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Call, Matter
from haitang.kernel.matters.routing import Router


def open_call(matter: Matter, question: str) -> Call | None:
    """The open call about *question*; no query for a matter that has none."""
    if not matter.called:
        return None
    found = matter.calls.filter(until=None, question__key=question)
    return found.select_related("unit", "step").first()


def called_unit(matter: Matter, question: str, kind: Kind) -> int:
    """Where *question* is decided."""
    spec = kind.spec.flow.questions[question]
    if spec.to == "sender" and (handed := sender_of(matter)):
        return handed.unit_id
    return Router().above(matter.owner, role=spec.role, kinds=(), house=kind.house)
