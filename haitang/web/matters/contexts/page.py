"""One matter as those who work on it see it: where it stands, what was told, the whole story."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from haitang.desks.requests.alike import to_gather
from haitang.kernel.ledger.api import entry_views, standing_entries
from haitang.kernel.matters.api import (
    COMMENTS,
    EDITS,
    ERASES_WORDS,
    GATHERS,
    LOOKS_BEHIND,
    ContactDetails,
    Kind,
    StepView,
    is_taken_back,
    kind_of,
    shown_answers,
    story,
    wording,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import compiled, holding
from haitang.kernel.registry.api import Actor, plans_kept
from haitang.lib.text import Text
from haitang.ui.answers import in_words
from haitang.ui.cards import Beside, Card, cards
from haitang.ui.progress import Stage, progress, way_ahead
from haitang.ui.story import Deed, Event, StoryContext, events, quantities
from haitang.ui.words import both, deadline, language, say
from haitang.web.contexts.reasons import Button, buttons, why_here
from haitang.web.matters.contexts.side import Alike, Hand, alike, counts_toward, hands
from haitang.web.matters.contexts.time import TimeLimit, time_limit
from haitang.web.matters.contexts.words import category_choices
from haitang.web.matters.forms import CommentForm, EditForm, EraseForm, WhyForm


@dataclass(frozen=True)
class ContactCard:
    """That contact details were left; themselves only right after a look."""

    masked: str
    url: str
    form: WhyForm | None
    shown: ContactDetails | None


@dataclass(frozen=True)
class Link:
    """Another matter."""

    url: str
    number: str
    title: str
    part_url: str = ""
    place: str = ""


@dataclass(frozen=True)
class MatterHead:
    """What it is and where it stands."""

    number: str
    title: str
    brand: Text | None
    kind_label: Text
    inbox_url: str
    closed: bool
    progress: Sequence[Stage]
    moves: Sequence[Button]
    why_here: str


@dataclass(frozen=True)
class Told:
    """What was told, by whom, from where."""

    taken_by: str
    opened_at: datetime
    occurred_at: datetime | None
    channel: Text
    unit_name: str
    body: str
    answers: Sequence[tuple[str, str]]
    category: str
    rating: int | None
    contact: ContactCard | None


@dataclass(frozen=True)
class Side:
    """What stands beside it."""

    limit: TimeLimit | None
    hands: Sequence[Hand]
    alike: Sequence[Alike]
    counts: Sequence[Text]


@dataclass(frozen=True)
class Tools:
    """What may be done to it besides its moves."""

    comment: CommentForm | None
    comment_url: str
    edit: EditForm | None
    edit_url: str
    erase: EraseForm | None
    erase_url: str
    may_gather: bool


@dataclass(frozen=True)
class MatterView:
    """The page."""

    head: MatterHead
    told: Told
    story: Sequence[Event]
    side: Side
    cards: Sequence[Card]
    tools: Tools
    gathered: Sequence[Link]
    gathered_under: Link | None
    to_gather: Sequence[Link]


@dataclass(frozen=True)
class Sent:
    """A form that was sent and refused, or a contact that was just looked at."""

    comment: CommentForm | None = None
    edit: EditForm | None = None
    why: WhyForm | None = None
    erase: EraseForm | None = None
    contact: ContactDetails | None = None


@plans_kept()
def matter_view(matter: Matter, actor: Actor, sent: Sent = Sent()) -> MatterView:
    """The page of *matter* for *actor*, who may see it."""
    kind = kind_of(holding(matter.unit), matter.kind.key)
    steps = story(matter, actor)
    main = matter.gathered_under
    return MatterView(
        head=_head(matter, kind, steps, actor),
        told=_told(matter, kind, actor, sent),
        story=_story(matter, kind, steps, actor),
        side=Side(
            time_limit(matter, kind),
            hands(matter, kind, steps),
            alike(matter, actor),
            counts_toward(matter, kind),
        ),
        cards=cards(Beside(matter, kind, actor)),
        tools=_tools(matter, kind, actor, sent),
        gathered=_gathered(matter),
        to_gather=_to_gather(matter, actor),
        gathered_under=Link(url_of(main.number), main.number, main.title) if main else None,
    )


def takes_of(matter: Matter) -> str:
    """What may be attached to it: photos, or PDF as well."""
    return kind_of(holding(matter.unit), matter.kind.key).spec.takes


def url_of(number: str, page: str = "matter") -> str:
    """The address of one of a matter's pages."""
    return reverse(f"matters:{page}", args=[number])


def _head(matter: Matter, kind: Kind, steps: Sequence[StepView], actor: Actor) -> MatterHead:
    flow, now = kind.spec.flow, kind.spec.flow.state_now(matter.state.key)
    standing = None if matter.closed_at else deadline(matter.due_at)
    visited = [step.state_key for step in steps if step.state_key]
    moves = buttons(matter, kind, actor)
    return MatterHead(
        number=matter.number,
        title=matter.title,
        brand=kind.spec.brand,
        kind_label=kind.spec.label,
        inbox_url=f"{reverse('matters:inbox')}?kind={kind.key}",
        closed=matter.closed_at is not None,
        progress=progress(flow, visited=visited, now=now, note=standing.words if standing else ""),
        moves=moves,
        why_here=why_here(matter, kind, actor, moves),
    )


def _told(matter: Matter, kind: Kind, actor: Actor, sent: Sent) -> Told:
    words = wording(matter.region_id)
    house = kind.house if matter.version_id == kind.house.version_id else compiled(matter.version_id)
    said = shown_answers(json.loads(matter.data), house)
    later = {key for move in kind.spec.flow.moves.values() for key in move.ask.fields}
    return Told(
        taken_by=matter.opened_by.name if matter.opened_by else "",
        opened_at=matter.opened_at,
        occurred_at=matter.occurred_at,
        channel=words.channel(matter.unit.path, matter.channel),
        unit_name=matter.unit.name,
        body=matter.body,
        answers=[(say(one.label), in_words(one, actor)) for one in said if one.key not in later],
        category=" / ".join(say(label) for label in words.category(matter.unit.path, matter.category_id)),
        rating=matter.rating,
        contact=_contact(matter, actor, sent),
    )


def _contact(matter: Matter, actor: Actor, sent: Sent) -> ContactCard | None:
    kept = getattr(matter, "contact", None)
    if kept is None or kept.erased_at or is_taken_back(matter):
        return None
    may_look = LOOKS_BEHIND.allows(actor, matter)
    form = (sent.why or WhyForm(language=language())) if may_look else None
    masked = both("留了联系方式 •••• ", "Contact left •••• ")
    return ContactCard(masked, url_of(matter.number, "contact"), form, sent.contact)


def _story(matter: Matter, kind: Kind, steps: Sequence[StepView], actor: Actor) -> list[Event]:
    flow, now = kind.spec.flow, kind.spec.flow.state_now(matter.state.key)
    ahead = way_ahead(flow, now)
    context = StoryContext(
        file_url=lambda uuid: reverse("matters:file", args=[matter.number, uuid]),
        deeds=_deeds(matter, steps, actor),
        quantities=quantities(flow),
        actor=actor,
        ahead=flow.states[ahead[0]].label if ahead else None,
        ended=flow.states[now].end,
    )
    return events(steps, context)


def _deeds(matter: Matter, steps: Sequence[StepView], actor: Actor) -> dict[UUID, list[Deed]]:
    """The entries that *actor* may open, each by the step in whose act it was written down."""
    found: dict[UUID, list[Deed]] = defaultdict(list)
    own = [step for step in steps if step.kind in ("opened", "moved") and not step.of]
    for view in entry_views(standing_entries(actor).filter(matter=matter.uuid)):
        before = [step.uuid for step in own if step.at <= view.entry.recorded_at]
        if before:
            words = both(f"记入台账：{view.label.zh}", f"On the ledger: {view.label.en}")
            found[before[-1]].append(Deed(words, reverse("web:entry", args=[view.entry.uuid])))
    return found


def _tools(matter: Matter, kind: Kind, actor: Actor, sent: Sent) -> Tools:
    return Tools(
        comment=(sent.comment or CommentForm(takes=kind.spec.takes, language=language()))
        if COMMENTS.allows(actor, matter)
        else None,
        comment_url=url_of(matter.number, "comment"),
        edit=(sent.edit or _edit_form(matter, kind, actor)) if EDITS.allows(actor, matter) else None,
        edit_url=url_of(matter.number, "edit"),
        erase=(sent.erase or EraseForm(language=language(), auto_id="erase-%s"))
        if matter.closed_at and ERASES_WORDS.allows(actor, matter)
        else None,
        erase_url=url_of(matter.number, "erase"),
        may_gather=GATHERS.allows(actor, matter),
    )


def _edit_form(matter: Matter, kind: Kind, actor: Actor) -> EditForm:
    initial = {"title": matter.title, "category": category_path(matter, kind), "seen": matter.serial}
    choices = category_choices(actor, kind.spec.categories)
    return EditForm(categories=choices, language=language(), initial=initial)


def category_path(matter: Matter, kind: Kind) -> str:
    """The dotted path of its category; empty for none, and for one that is no longer declared."""
    try:
        path = kind.house.path_of(matter.category_id) if matter.category_id else ()
    except KeyError:
        return ""
    return ".".join(path[1::2])


def _gathered(matter: Matter) -> list[Link]:
    rows = matter.gathered.order_by("pk").values_list("number", "title")
    return [Link(url_of(number), number, title, url_of(number, "part")) for number, title in rows]


def _to_gather(matter: Matter, actor: Actor) -> list[Link]:
    """Those alike, each with its place where that is another; those of one title stand together."""
    found = [
        Link(
            url_of(one.number),
            one.number,
            one.title,
            place=one.unit.name if one.unit_id != matter.unit_id else "",
        )
        for one in to_gather(matter, actor=actor)
    ]
    titles = [link.title for link in found]
    return sorted(found, key=lambda link: titles.index(link.title))
