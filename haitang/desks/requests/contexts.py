"""What the residents' pages show of a matter: its stages, the steps meant for them, what they may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from haitang.desks.requests.alike import neighbours
from haitang.desks.requests.forms import RemarkForm
from haitang.desks.requests.pocket import Slip
from haitang.kernel.matters.api import (
    Flow,
    Kind,
    LookView,
    MoveView,
    StepView,
    kind_of,
    looks_behind,
    moves_open,
    story,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.api import Actor
from haitang.ui.asked import MoveForm, empty_form
from haitang.ui.progress import Stage, progress, way_ahead
from haitang.ui.story import Event, StoryContext, events, quantities
from haitang.ui.words import deadline, language, say

#: What a flow calls whoever asked.
RESIDENT_ROLE = "resident"


@dataclass(frozen=True)
class Receipt:
    """The two lines a resident must keep."""

    title: str
    number: str
    code: str
    due_at: datetime | None
    url: str

    @classmethod
    def of(cls, matter: Matter, slip: Slip) -> "Receipt":
        """The receipt of what was just told."""
        url = reverse("requests:followed", args=[slip.region, slip.number])
        return cls(matter.title, matter.number, slip.code, matter.due_at, url)


@dataclass(frozen=True)
class Others:
    """How many neighbours said the same, since when; or that one's own goes with theirs already."""

    people: int
    around: int
    since: date | None
    join_url: str
    joined: bool

    @classmethod
    def of(cls, matter: Matter, slip: Slip) -> "Others | None":
        """What a newcomer is told about others; None where nobody said the same."""
        url = reverse("requests:join", args=[slip.region, slip.number])
        if matter.gathered_under_id:
            return cls(0, 0, None, url, joined=True)
        found = None if matter.closed_at else neighbours(matter)
        return cls(found.people, found.people - found.here, found.since, url, joined=False) if found else None


@dataclass(frozen=True)
class OpenMove:
    """A move that the resident may make.

    ``answers`` where the matter waits for one of its kind, ``urgent`` the one it waits for first.
    """

    key: str
    label: str
    url: str
    form: MoveForm
    answers: bool
    urgent: bool
    open: bool


@dataclass(frozen=True)
class FollowedPage:
    """One matter as its resident sees it."""

    number: str
    title: str
    body: str
    opened_at: datetime
    unit_name: str
    state: str
    tone: str
    with_whom: str
    due_at: datetime | None
    paused_at: datetime | None
    paused_until: datetime | None
    progress: list[Stage]
    story: list[Event]
    moves: list[OpenMove]
    remark: RemarkForm | None
    remark_url: str
    looks: list[LookView]
    mine_url: str
    #: Where one who goes with neighbours leaves them again; empty for who goes alone.
    part_url: str
    #: Where one who goes alone reads who said the same, and may join them; empty where it is over.
    company_url: str


@dataclass(frozen=True)
class Following:
    """Who follows what, on which pages."""

    region: str
    matter: Matter
    actor: Actor

    def url(self, page: str, *more: object) -> str:
        """The address of one of this matter's pages."""
        return reverse(f"requests:{page}", args=[self.region, self.matter.number, *more])


def followed_page(
    following: Following, *, wrong: MoveForm | None = None, remark: RemarkForm | None = None
) -> FollowedPage:
    """The page; *wrong* and *remark* are forms that were sent and refused."""
    matter = following.matter
    kind = kind_of(holding(matter.unit), matter.kind.key)
    flow, now = kind.spec.flow, kind.spec.flow.state_now(matter.state.key)
    steps = story(matter, following.actor)
    ended = flow.states[now].end
    return FollowedPage(
        number=matter.number,
        title=matter.title,
        body=matter.body,
        opened_at=matter.opened_at,
        unit_name=matter.unit.name,
        state=say(flow.states[now].label),
        tone="green" if ended else "amber",
        with_whom="" if ended or flow.states[now].owner == RESIDENT_ROLE else matter.owner.name,
        due_at=matter.due_at,
        paused_at=matter.paused_at,
        paused_until=matter.clock_at if matter.paused_at else None,
        progress=_progress(flow, steps, matter, now),
        story=_story(following, kind, steps, now),
        moves=_moves(following, flow, now, wrong),
        remark=None if ended else remark or RemarkForm(language=language()),
        remark_url=following.url("remark"),
        looks=looks_behind(matter),
        mine_url=following.url("mine"),
        part_url=following.url("part") if matter.gathered_under_id else "",
        company_url="" if ended or matter.gathered_under_id else following.url("told"),
    )


def _progress(flow: Flow, steps: Sequence[StepView], matter: Matter, now: str) -> list[Stage]:
    standing = deadline(matter.due_at)
    visited = [step.state_key for step in steps if step.state_key]
    return progress(flow, visited=visited, now=now, note=standing.words if standing else "")


def _story(following: Following, kind: Kind, steps: Sequence[StepView], now: str) -> list[Event]:
    flow = kind.spec.flow
    ahead = way_ahead(flow, now)
    context = StoryContext(
        file_url=lambda uuid: following.url("photo", uuid),
        deeds={},
        quantities=quantities(flow),
        actor=following.actor,
        ahead=flow.states[ahead[0]].label if ahead else None,
        ended=flow.states[now].end,
        bare=kind.spec.published,
    )
    return events(steps, context)


def _moves(following: Following, flow: Flow, now: str, wrong: MoveForm | None) -> list[OpenMove]:
    """Moves that only a state of the resident's own has are its answers and stand open; others fold away."""
    own = {key for key, state in flow.states.items() if state.owner == RESIDENT_ROLE}
    found = moves_open(following.matter, following.actor)
    answers = [view.key for view in found if now in own and set(view.move.from_) <= own]
    # What is suggested, or asked again after closing, stands open too.
    answers += [view.key for view in found if view.suggested or view.move.after_days]
    return [_move(following, view, wrong, answers) for view in found]


def _move(following: Following, view: MoveView, wrong: MoveForm | None, answers: Sequence[str]) -> OpenMove:
    sent = wrong if wrong is not None and wrong.asked.key == view.key else None
    return OpenMove(
        key=view.key,
        label=say(view.label),
        url=following.url("move", view.key),
        form=sent or empty_form(view, following.matter, language=language()),
        answers=view.key in answers,
        urgent=view.key in answers[:1],
        open=sent is not None,
    )
