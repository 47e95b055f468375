"""What another system is told of a step: which move, to where, until when; no resident's name, no note."""

import json
from datetime import UTC, datetime

from haitang.kernel.matters.api import Kind
from haitang.kernel.matters.models import Matter, Step
from haitang.lib.text import Text


def said(matter: Matter, main: Matter, *, kind: Kind, step: Step) -> str:
    """The body for *matter*, which stands where *main* stands: itself, or what it was gathered under.

    Notes stay in the house, for staff and residents write names into them; once the matter is closed, the
    sentence that was written for everyone is said.
    """
    flow = kind.spec.flow
    state = flow.state_now(main.state.key)
    move = kind.house.path_of(step.move_id)[-1] if step.move_id else ""
    told = {
        "type": "matter.closed" if main.closed_at else "matter.moved",
        "region": matter.region.key,
        "channel": matter.channel,
        "outside_key": matter.outside_key,
        "number": matter.number,
        "kind": kind.key,
        "serial": main.serial,
        "at": _moment(step.at),
        "move": _named(move, flow.moves[move].label if move in flow.moves else None),
        "state": _named(state, flow.states[state].label if state else None),
        "with": main.owner.name,
        "due_at": _moment(main.due_at),
        "closed_at": _moment(main.closed_at),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None


def _named(key: str, label: Text | None) -> dict[str, str]:
    return {"key": key, "zh": label.zh if label else key, "en": label.en if label else key}
