"""What follows the moves of meetings and decisions: no meeting without its quorum; results flow back."""

from collections.abc import Collection

from haitang.desks.meetings.actions import erase_guests_of, follow_heir, tell_guests
from haitang.desks.meetings.declare import Meeting, MeetingsSection
from haitang.desks.meetings.models import Decision
from haitang.desks.meetings.queries import NAME, standing
from haitang.desks.meetings.refusals import no_quorum, nobody_asked
from haitang.desks.meetings.telling import tell_all
from haitang.kernel.matters.api import Companion, Kind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import SYSTEM
from haitang.lib import clock
from haitang.lib.days import day_text
from haitang.lib.redaction import redact
from haitang.lib.text import Text


def own_moves(kind: Kind) -> Collection[str]:
    """A meeting's moves that are made on its own page: each writes down more than a step."""
    meeting = kind.house.section(MeetingsSection).meetings.get(kind.key)
    if meeting is None:
        return ()
    return {key for name, key in meeting.steps if name != "hold"}


def refuse_without_quorum(meeting: Matter, kind: Kind, move: str) -> None:
    """A meeting is called only where enough were asked to come, and held only where enough came."""
    found = kind.house.section(MeetingsSection).meetings.get(kind.key)
    if found is None:
        return
    if move == found.steps.hold:
        now = standing(meeting)
        if not now.is_met:
            raise no_quorum(now.came, now.needed, now.entitled)
    elif _calls(move, meeting, kind, found):
        now, least = standing(meeting), max(found.quorum.at_least, 1)
        if now.invited < least:
            raise nobody_asked(now.invited, least)


def _calls(move: str, meeting: Matter, kind: Kind, found: Meeting) -> bool:
    """Whether *move* leads to where the meeting waits to be held, from before that."""
    flow = kind.spec.flow
    held_from = flow.moves[found.steps.hold].from_
    return flow.moves[move].to in held_from and flow.state_now(meeting.state.key) not in held_from


def tell_result(matter: Matter, kind: Kind, step: Step) -> None:
    """When a decision's matter ends, everyone whose matter it answers is told what came of it."""
    if matter.closed_at is None or matter.parent_id is None:
        return
    decision = Decision.objects.filter(matter=matter).select_related("meeting").first()
    if decision is None:
        return
    words = _result(decision, kind, matter, step)
    for item in decision.items.select_related("matter").order_by("pk"):
        tell_all(item, words=words, of=step.uuid, actor=SYSTEM(matter.region_id))


def _result(decision: Decision, kind: Kind, matter: Matter, step: Step) -> Text:
    what, came, day = redact(matter.title), redact(step.note), day_text(clock.day_of(step.at))
    state = kind.state(matter.state.key).label
    tail = f"：{came}" if came else "。"
    return Text(
        zh=f"{decision.meeting.number} 议定的“{what}”，{matter.owner.name}已于{day.zh}{state.zh}{tail}",
        en=f'"{what}", decided at {decision.meeting.number}: {state.en} by {matter.owner.name} on {day.en}'
        + (f": {came}" if came else "."),
    )


def pass_items_on(head: Matter, heir: Matter) -> None:
    """Who leads those who go together stands on their agendas."""
    follow_heir(head, heir=heir, actor=SYSTEM(head.region_id))


def told_after(matter: Matter, kind: Kind, step: Step) -> None:
    """What follows a move: results to whoever asked, changes of a meeting to its guests."""
    tell_result(matter, kind, step)
    found = kind.house.section(MeetingsSection).meetings.get(kind.key)
    word = changed(matter, kind, found, step) if found else ""
    if word:
        tell_guests(matter, word=word, of=step.pk, actor=SYSTEM(matter.region_id))


def changed(meeting: Matter, kind: Kind, found: Meeting, step: Step) -> str:
    """What a guest should hear of *step*: another day or place, or that it is not held; empty for others."""
    move = step.move.key if step.move else ""
    if move in own_moves(kind) or move == found.steps.hold:
        return ""
    if (
        meeting.closed_at
        and step.from_state
        and step.from_state.key in kind.spec.flow.moves[found.steps.hold].from_
    ):
        return "called_off"
    days = {key for key, field in kind.spec.fields.items() if field.kind == "day"}
    asked = set(kind.spec.flow.moves[move].ask.fields) if move in kind.spec.flow.moves else set()
    return "changed" if days & asked else ""


def let_go(matter: Matter) -> None:
    """Its words are erased: who was to come to it too."""
    erase_guests_of(matter, actor=SYSTEM(matter.region_id))


COMPANION = Companion(
    NAME,
    own=own_moves,
    before=refuse_without_quorum,
    after=told_after,
    handed=pass_items_on,
    erased=let_go,
)
