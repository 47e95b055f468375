"""What the pages show: the list, a meeting with all that hangs on it, the card beside a matter."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from haitang.desks.meetings import queries
from haitang.desks.meetings.guests import (
    GuestView,
    Invitation,
    came_said,
    guest_views,
    guests_of,
    own_invitations,
    reply_said,
)
from haitang.desks.meetings.models import Decision, Item, Seat
from haitang.desks.meetings.queries import Kinds, Standing, Tally
from haitang.kernel.matters.api import kind_of, moves_open, shown_answers, story, wording
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import compiled, holding
from haitang.kernel.registry.api import Actor
from haitang.lib.clock import day_of, today
from haitang.lib.redaction import redact
from haitang.lib.text import Text, some
from haitang.ui.addresses import page_of
from haitang.ui.answers import plainly
from haitang.ui.cards import Beside
from haitang.ui.progress import Stage, progress, way_ahead
from haitang.ui.story import Event, StoryContext, events, quantities
from haitang.ui.words import both, day_words, deadline, listed, say

PAST = 20
DUE = Text(zh="期限", en="due")


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list."""

    url: str
    number: str
    title: str
    state: str
    tone: str
    unit: str
    day: date | None
    items: int
    decided: int
    done: int


@dataclass(frozen=True)
class Wait:
    """A matter that waits for a meeting."""

    url: str
    number: str
    title: str
    unit: str
    due_at: datetime | None


@dataclass(frozen=True)
class MeetingsPage:
    """The list."""

    declared: bool
    answers: Sequence[Invitation]
    open: Sequence[MeetingRow]
    waiting: Sequence[Wait]
    past: Sequence[MeetingRow]
    may_put: bool


def meetings_page(actor: Actor) -> MeetingsPage:
    """What *actor* may see of meetings, and what waits for them there."""
    kinds = queries.meetings_of_region(actor.region_id)
    keys = [one.kind.key for one in kinds]
    still = [*queries.meetings_seen(actor, keys, ended=False)[:50]]
    waits = [_wait(one) for one in queries.waiting(actor, kinds)[:50]] if kinds else []
    return MeetingsPage(
        declared=bool(kinds),
        answers=[_invitation(seat) for seat in queries.seats_to_answer(actor, kinds)]
        + own_invitations(actor),
        open=meeting_rows(still),
        waiting=waits,
        past=meeting_rows(queries.meetings_seen(actor, keys, ended=True)[:PAST]),
        may_put=bool(queries.openable(actor, kinds))
        or any(queries.may_add_to(one, kinds, actor) for one in still),
    )


def meeting_rows(meetings: Iterable[Matter]) -> list[MeetingRow]:
    """Meetings of one region with their numbers: the same few queries however many."""
    found = list(meetings)
    if not found:
        return []
    words, told = wording(found[0].region_id), queries.tallies(found)
    return [_row(one, words.state(one.unit.path, one.kind.key, one.state.key), told[one.pk]) for one in found]


def _row(meeting: Matter, state: Text, told: Tally) -> MeetingRow:
    return MeetingRow(
        url=reverse("meetings:meeting", args=[meeting.number]),
        number=meeting.number,
        title=meeting.title,
        state=say(state),
        tone="green" if meeting.closed_at else "blue",
        unit=meeting.owner.name,
        day=day_of(meeting.due_at) if meeting.due_at and not meeting.closed_at else None,
        items=told.items,
        decided=told.decided,
        done=told.done,
    )


def _wait(matter: Matter) -> Wait:
    return Wait(
        page_of("matter", matter.number), matter.number, redact(matter.title), matter.unit.name, matter.due_at
    )


def _invitation(seat: Seat) -> Invitation:
    meeting = seat.meeting
    by = f"{say(DUE)} {day_words(day_of(meeting.due_at))}" if meeting.due_at else ""
    return Invitation(
        url=reverse("meetings:reply", args=[meeting.number, seat.pk]),
        title=meeting.title,
        unit=seat.unit.name,
        line=f"{meeting.number} {by}".strip(),
    )


@dataclass(frozen=True)
class NextAct:
    """Something that may be done now."""

    label: str
    url: str
    primary: bool = False


@dataclass(frozen=True)
class ItemView:
    """One item of the agenda, with what was decided about it."""

    url: str
    number: str
    title: str
    unit: str
    state: str
    tone: str
    asked: int
    off_url: str
    decided: Sequence[str]


@dataclass(frozen=True)
class SeatView:
    """One invited unit."""

    unit: str
    reply: str
    tone: str
    sends: str
    came: str
    url: str


@dataclass(frozen=True)
class DecisionView:
    """One decision: what, who, by when, how it stands."""

    url: str
    number: str
    title: str
    owner: str
    due_at: datetime | None
    state: str
    tone: str
    answers: str


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with all that hangs on it."""

    number: str
    title: str
    kind: str
    state: str
    held_by: str
    progress: Sequence[Stage]
    moves: Sequence[NextAct]
    said: Sequence[tuple[str, str]]
    quorum: Standing
    quorum_words: str
    items: Sequence[ItemView]
    seats: Sequence[SeatView]
    guests: Sequence[GuestView]
    guest_url: str
    decisions: Sequence[DecisionView]
    invite_url: str
    attend_url: str
    decide_url: str
    matter_url: str
    story: Sequence[Event]


def meeting_page(meeting: Matter, actor: Actor) -> MeetingPage:
    """The page of *meeting* for *actor*, who may see it."""
    kinds = queries.kinds_of(meeting)
    assert kinds is not None
    flow, now = kinds.kind.spec.flow, kinds.kind.spec.flow.state_now(meeting.state.key)
    steps = story(meeting, actor)
    standing = queries.standing(meeting)
    due = deadline(meeting.due_at) if not meeting.closed_at else None
    open_ = {step: queries.may(meeting, step, actor) for step in ("off", "invite", "attend", "decide")}
    return MeetingPage(
        number=meeting.number,
        title=meeting.title,
        kind=say(kinds.kind.spec.label),
        state=say(flow.states[now].label),
        held_by=meeting.owner.name,
        progress=progress(
            flow,
            visited=[step.state_key for step in steps if step.state_key],
            now=now,
            note=due.words if due else "",
        ),
        moves=_moves(meeting, kinds, actor, now),
        said=_said(meeting),
        quorum=standing,
        quorum_words=_quorum_words(kinds, standing),
        items=[_item(one, meeting, actor, may_off=open_["off"]) for one in queries.agenda(meeting)],
        seats=[_seat(one, meeting, actor) for one in queries.seats(meeting)],
        guests=guest_views(meeting, actor, may_ask=open_["invite"]),
        guest_url=_url("ask_guest", meeting) if open_["invite"] else "",
        decisions=[_decision(one) for one in queries.decisions(meeting)],
        invite_url=_url("invite", meeting) if open_["invite"] else "",
        attend_url=_url("attend", meeting)
        if open_["attend"] and (standing.invited or guests_of(meeting))
        else "",
        decide_url=_url("decide", meeting) if open_["decide"] else "",
        matter_url=page_of("matter", meeting.number),
        story=_story(meeting, kinds, actor),
    )


def _url(page: str, meeting: Matter, *more: object) -> str:
    return reverse(f"meetings:{page}", args=[meeting.number, *more])


def _moves(meeting: Matter, kinds: Kinds, actor: Actor, now: str) -> list[NextAct]:
    """The flow's own moves; the usual way on stands last and stands out."""
    ahead = way_ahead(kinds.kind.spec.flow, now)
    found = [
        NextAct(say(view.label), _url("move", meeting, view.key), bool(ahead) and view.move.to == ahead[0])
        for view in moves_open(meeting, actor)
    ]
    return sorted(found, key=lambda button: button.primary)


def _said(meeting: Matter) -> list[tuple[str, str]]:
    """When and where, and the minutes."""
    answers = shown_answers(json.loads(meeting.data), compiled(meeting.version_id))
    return [(say(answer.label), plainly(answer)) for answer in answers]


def _quorum_words(kinds: Kinds, now: Standing) -> str:
    rule = kinds.meeting.quorum
    if not now.invited:
        return both(
            f"还没有请单位；至少 {rule.at_least} 家到会才能议定。",
            f"No unit is asked yet; at least {rule.at_least} must come to decide.",
        )
    part, whole = rule.share.split("/")
    of = (
        both("应邀单位", "invited units")
        if rule.of == "invited"
        else both("答复参加的单位", "units that said they come")
    )
    return both(
        f"到会 {now.came} 家，需 {now.needed} 家"
        f"（{of} {now.entitled} 家的 {part}/{whole}，至少 {rule.at_least} 家）",
        f"{some(now.came, 'unit')} came, {now.needed} needed "
        f"({rule.share} of {now.entitled} {of}, at least {rule.at_least})",
    )


def _item(item: Item, meeting: Matter, actor: Actor, *, may_off: bool) -> ItemView:
    matter = item.matter
    kind = kind_of(holding(matter.unit), matter.kind.key)
    seen = queries.sees(actor, matter)
    return ItemView(
        url=page_of("matter", matter.number) if seen else "",
        number=matter.number,
        title=redact(matter.title),
        unit=matter.unit.name,
        state=say(kind.state(matter.state.key).label),
        tone="green" if matter.closed_at else "blue",
        asked=1 + matter.gathered.count(),
        off_url=_url("off", meeting, item.pk) if may_off else "",
        decided=[one.matter.number for one in item.decisions.all()],
    )


def _seat(seat: Seat, meeting: Matter, actor: Actor) -> SeatView:
    said, tone = reply_said(seat.reply)
    return SeatView(
        unit=seat.unit.name,
        reply=said,
        tone=tone,
        sends=seat.sends,
        came=came_said(came=seat.came),
        url=_url("reply", meeting, seat.pk) if queries.may_reply(seat, actor) else "",
    )


def _decision(decision: Decision) -> DecisionView:
    matter = decision.matter
    kind = kind_of(holding(matter.unit), matter.kind.key)
    return DecisionView(
        url=page_of("matter", matter.number),
        number=matter.number,
        title=matter.title,
        owner=matter.owner.name,
        due_at=None if matter.closed_at else matter.due_at,
        state=say(kind.state(matter.state.key).label),
        tone="green" if matter.closed_at else ("red" if _is_late(matter) else "amber"),
        answers=listed(item.matter.number for item in decision.items.all()),
    )


def _is_late(matter: Matter) -> bool:
    return matter.due_at is not None and day_of(matter.due_at) < today()


def _story(meeting: Matter, kinds: Kinds, actor: Actor) -> list[Event]:
    flow, now = kinds.kind.spec.flow, kinds.kind.spec.flow.state_now(meeting.state.key)
    ahead = way_ahead(flow, now)
    context = StoryContext(
        file_url=lambda uuid: _url("file", meeting, uuid),
        deeds={},
        quantities=quantities(flow),
        actor=actor,
        ahead=flow.states[ahead[0]].label if ahead else None,
        ended=flow.states[now].end,
    )
    return events(story(meeting, actor), context)


@dataclass(frozen=True)
class MeetingLink:
    """A meeting that a matter has to do with."""

    url: str
    title: str
    line: str


@dataclass(frozen=True)
class MeetingCard:
    """Beside a matter: its meetings, what they decided about it, and the way to one."""

    meetings: Sequence[MeetingLink]
    decisions: Sequence[DecisionView]
    put_url: str
    own_url: str


def meeting_card(beside: Beside) -> MeetingCard | None:
    """What there is to say; None for a matter that has nothing to do with meetings."""
    matter, actor, house = beside.matter, beside.actor, beside.kind.house
    if not queries.has_meetings(house):
        return None
    if queries.kinds_of(matter, house):
        return MeetingCard((), (), "", reverse("meetings:meeting", args=[matter.number]))
    decided = queries.decision_of(matter)
    links = [decided.meeting] if decided else []
    keys = queries.taken_by(matter, house)
    if keys and not decided:
        links = [item.meeting for item in queries.agendas_of(matter.gathered_under or matter)]
    waits = any(meeting.closed_at is None for meeting in links)
    may_put = bool(keys) and not waits and not matter.closed_at and queries.may_put(matter, keys, actor)
    put = f"{reverse('meetings:put')}?number={matter.number}" if may_put else ""
    if not (links or put):
        return None
    about = queries.decisions_about(matter.gathered_under or matter) if keys else ()
    return MeetingCard([_link(one) for one in links], [_decision(one) for one in about], put, "")


def _link(meeting: Matter) -> MeetingLink:
    row = meeting_rows([meeting])[0]
    return MeetingLink(row.url, row.title, f"{row.number} · {row.state}")
