"""What a playbook says about matters: kinds with their flows, categories, channels, the calendar."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from haitang.kernel.matters.timewords import DatedLimit, Limit, OnClock, Question, Raised, Span
from haitang.kernel.playbooks.fields import AnyField
from haitang.kernel.playbooks.fields.file import Takes
from haitang.lib.calendar import WorkCalendar
from haitang.lib.declare import Declaration
from haitang.lib.text import Text

#: Who acts without a post: someone who asked for something, and the clock when time is up.
RESIDENT, CLOCK = "resident", "clock"
#: Who took on what was offered; names no post.
TAKER = "taker"
#: The channels by which residents' matters come in: the page on their phones, and programs.
PAGE, PROGRAM = "phone", "api"
PUBLIC_CHANNELS = (PAGE, PROGRAM)
#: A move ``to: stays`` leaves the state as it is.
STAYS = "stays"

Asking = Literal["required", "optional", "none"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class State(Declaration):
    """A place in the flow where a matter stands until somebody moves it."""

    label: Text = Field(description="What the state is called, in both languages.")
    owner: str = Field("", description="The role that must act here, or `resident`; an end state has none.")
    limit: Limit | None = Field(None, description="How long it may stand here.")
    warn: Span | None = Field(
        None,
        description="How long before the time is up it is called due soon: from the morning of that working "
        "day, that day, or that hour.",
    )
    escalate: tuple[Raised, ...] = Field(
        (), description="Who above hears when the time is up, one level after another, each once."
    )
    then: str = Field("", description="The move the clock makes when the time is up.")
    end: bool = Field(default=False, description="Whether the matter is closed here.")
    was: str = Field("", description="The key this is renamed from; may be dropped once applied.")


class Write(Declaration):
    """An entry that a move writes on the ledger, in the same transaction."""

    entry: str = Field(description="The kind of entry.")
    by: Literal["actor", "assignee", "last_handler", "taker", "dispatcher"] = Field(
        "actor",
        description="Whose deed it is: who makes the move, whom the matter is assigned to, the last person "
        "who worked on it, who took it on, or who had sent it to the unit that gave it back: one entry each "
        "time they did.",
    )
    unit: Literal["unit", "owner", "dispatcher", "sender"] = Field(
        "owner",
        description="The unit it counts for: where the matter happened, who owns it as the move begins, "
        "who had sent it to the unit that gave it back, or `sender`: who gets it back by this move.",
    )
    leaving: tuple[str, ...] = Field((), description="Only where it leaves one of these states; else always.")
    elsewhere: bool = Field(
        default=False,
        description="Only where the matter goes to another unit than the one that gave it back.",
    )
    standing: bool = Field(
        default=False,
        description="Also for who sent it to the unit that has it now, though that did not give it back.",
    )
    quantity: int | Literal["asked"] = Field(1, description="How much, or `asked`: what the move asked for.")
    answers: Mapping[str, str] = Field(
        default_factory=dict,
        description="The entry's fields, each from `note`, `title`, `body` or one of the matter's fields.",
    )

    @property
    def speaks_of_dispatcher(self) -> bool:
        """Whether it is one entry for each dispatch that came back."""
        return "dispatcher" in (self.by, self.unit)


class AskedQuantity(Declaration):
    """A number that a move asks for, to be written as an entry's quantity."""

    label: Text = Field(description="What is asked, in both languages.")
    min: int = Field(1, ge=0, description="The least it may be.")
    max: int = Field(1_000_000, ge=1, description="The most it may be.")


class Ask(Declaration):
    """What a move asks of who makes it."""

    note: Asking = Field("optional", description="A few sentences.")
    photos: Asking = Field("none", description="Photos or other files.")
    rating: Asking = Field("none", description="One to five stars.")
    quantity: AskedQuantity | None = Field(None, description="How much or how many.")
    fields: tuple[str, ...] = Field((), description="Fields of the matter, by key, that are filled in now.")
    must: tuple[str, ...] = Field((), description="Those of them that may not be left out now.")
    only: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Of a choice field that it asks: the options that may be chosen now.",
    )


class Move(Declaration):
    """A step from one state to another: who may make it, what it asks, whom it hands the matter to."""

    label: Text = Field(description="What the button says, in both languages.")
    help: Text | None = Field(None, description="A sentence for who makes it.")
    from_: tuple[str, ...] = Field(alias="from", min_length=1, description="The states it leaves.")
    to: str = Field(description="The state it leads to, or `stays`.")
    by: tuple[str, ...] = Field(
        min_length=1,
        description="Roles that may make it, `resident`, `clock`; or `taker`, of what is offered.",
    )
    over: Literal["owner", "sender"] = Field(
        "owner",
        description="Which unit the role must be held over: the one that has the matter, or the one that "
        "handed it there, so that who sent it can call it back.",
    )
    hands_to: Literal["stays", "unit", "sender", "before", "opener", "host", "worker"] = Field(
        "stays",
        description="Who owns the matter afterwards: who does now, a unit chosen at the move, the unit that "
        "handed it there (and whoever did, while they hold a post there), `before`: who had it last before "
        "it came here, who owned it first, the nearest unit at or above that has the next state's owner "
        "(`host`), or `worker`: from whom its owner got it by `host`, to look at it; else who does now.",
    )
    to_kinds: tuple[str, ...] = Field((), description="Kinds of unit that may be chosen; left out, any.")
    invites: tuple[str, ...] = Field(
        (), description="Kinds of unit that may be asked to join in; they see the matter and comment on it."
    )
    ask: Ask = Field(Ask(), description="What it asks; left out, an optional note.")
    writes: tuple[Write, ...] = Field((), description="Entries it writes on the ledger.")
    alone: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Of a choice field that it asks: the answers that speak of its own resident alone, so "
        "that those who joined go on without it.",
    )
    other_than: tuple[str, ...] = Field(
        (), description="Moves whose last maker may not make this one: somebody else must look."
    )
    asks: str = Field("", description="The question it puts to somebody else; the matter stays.")
    grants: str = Field("", description="The question it grants; made where the question was put.")
    refuses: str = Field("", description="The question it refuses; made where the question was put.")
    clock: OnClock | None = Field(None, description="What it does to the running time limit.")
    only_after: tuple[str, ...] = Field((), description="Moves of which one must have been made before.")
    once: bool = Field(
        default=False, description="Whether it may be made only once while the matter stands in a state."
    )
    after_days: int | None = Field(
        None,
        ge=1,
        le=400,
        description="From an end state: how many days after closing it may first be made; if residents make "
        "it, the clock asks them then.",
    )
    suggests: Mapping[str, Mapping[str, str]] = Field(
        default_factory=dict,
        description="For a field that it asks and an answer to it: the move that is suggested next.",
    )
    shown: bool = Field(default=False, description="Whether the resident sees it, with its note.")
    within_days: int | None = Field(
        None, ge=1, le=3650, description="From an end state: how many days after closing it may be made."
    )
    was: str = Field("", description="The key this is renamed from; may be dropped once applied.")

    @property
    def decides(self) -> str:
        """The question it grants or refuses; empty if neither."""
        return self.grants or self.refuses


class Opening(Declaration):
    """What happens when a matter is opened."""

    ask: tuple[str, ...] = Field((), description="Fields of the matter, by key, that are asked at once.")
    writes: tuple[Write, ...] = Field((), description="Entries it writes on the ledger.")


class Flow(Declaration):
    """The states a kind of matter goes through, and the moves between them."""

    start: str = Field(description="The state a matter begins in.")
    states: Mapping[str, State] = Field(min_length=1, description="The states by key, in the order shown.")
    moves: Mapping[str, Move] = Field(
        default_factory=dict, description="The moves by key, in the order shown."
    )
    opening: Opening = Field(Opening(), description="What happens at the beginning.")
    limits: Mapping[str, DatedLimit] = Field(
        default_factory=dict,
        description="Limits by category, by what the matter says, and by day, each with its source; the "
        "first that fits sets the limit, and where none does the state's own holds.",
    )
    questions: Mapping[str, Question] = Field(
        default_factory=dict,
        description="What the unit in charge may ask somebody else to decide; moves ask, grant and refuse.",
    )
    instead: Mapping[str, str] = Field(
        default_factory=dict,
        description="For states that are no longer declared while matters stand in them: the state that "
        "takes their place.",
    )

    def state_now(self, key: str) -> str:
        """The declared state that *key* means today; empty where nothing takes its place."""
        return key if key in self.states else self.instead.get(key, "")

    @property
    def taken_back(self) -> set[str]:
        """The end states that the resident may lead to while somebody else has to act: what was withdrawn."""
        others = {key for key, state in self.states.items() if not state.end and state.owner != RESIDENT}
        moves = (move for move in self.moves.values() if RESIDENT in move.by and others & {*move.from_})
        return {move.to for move in moves if move.to in self.states and self.states[move.to].end}


class Routing(Declaration):
    """How far the house may say itself what a matter is about and who should have it, as it has learned."""

    move: str = Field("dispatch", description="The move that hands a matter to the unit in charge.")
    dispatch_above: float | None = Field(
        None,
        ge=0.5,
        le=1,
        description="From which chance of category and of unit the house makes the move itself; left out, "
        "never.",
    )
    suggest_above: float = Field(
        0.5, ge=0, le=1, description="From which chance it suggests them to those who may make the move."
    )


class Offers(Declaration):
    """A matter that is offered to people who may take it on, and how little they are told."""

    in_: str = Field(alias="in", description="The state in which it is offered.")
    move: str = Field("take", description="The move that takes it on; its `by:` is `taker`.")
    to: tuple[str, ...] = Field(min_length=1, description="The roles whose holders may take one on.")
    shows: str = Field(
        description="The field whose words are shown: written by staff before it is offered, and all that is."
    )
    place: str = Field(
        "", description="The kind of unit that is named as the place, at or above the matter's own."
    )
    then: Literal["published", "details"] = Field(
        "published",
        description="What its taker sees afterwards: still the `published` words only, so that nobody learns "
        "who asked; or the `details`, to go there and do it.",
    )
    seen_days: int = Field(
        7, ge=0, le=365, description="How many days after closing its taker may still see the `details`."
    )
    thanks: str = Field("", description="The move whose note is shown to the taker as thanks.")

    @property
    def tells_all(self) -> bool:
        """Whether its taker sees the whole of it."""
        return self.then == "details"


class Watched(Declaration):
    """When residents' ratings of a unit are too alike to be their own: a flag to look at, never a score."""

    days: int = Field(90, ge=7, le=730, description="How many days back ratings are looked at.")
    least: int = Field(12, ge=5, le=1000, description="Fewer ratings of a unit say nothing.")
    chance: Decimal = Field(
        Decimal("0.001"),
        gt=0,
        lt=1,
        description="So unlikely it must be that chance alone makes one unit's ratings so alike, given how "
        "people rate elsewhere.",
    )
    together: int = Field(5, ge=2, le=1000, description="So many ratings of one unit …")
    minutes: int = Field(10, ge=1, le=1440, description="… within so many minutes are flagged as well.")


class MatterKind(Declaration):
    """A kind of thing to be done."""

    label: Text = Field(description="What it is called, in both languages.")
    help: Text | None = Field(None, description="A sentence for who opens one.")
    brand: Text | None = Field(None, description="The name its public page goes by.")
    slogan: Text | None = Field(None, description="The sentence under that name.")
    number: str = Field(pattern=r"^[A-Z]{1,8}$", description="The capitals its numbers begin with.")
    public: bool = Field(default=False, description="Whether a resident without an account may open one.")
    anonymous: bool = Field(default=False, description="Whether a resident need leave no contact.")
    at: tuple[str, ...] = Field(
        (), description="Kinds of unit that a resident may name as the place; left out, any."
    )
    published: str = Field(
        "", description="The field whose words everyone may read once the matter is closed; left out, none."
    )
    published_by: str = Field(
        "",
        description="The move by which somebody who has read those words lets them out; left out, closing "
        "does.",
    )
    unpublished_by: str = Field("", description="The move that takes them back.")
    mapped: str = Field(
        "",
        description="The `place` field whose point everyone may see, about 200 m wide, for as long as those "
        "words are out; left out, no nearer than the village or community.",
    )
    listed: Literal["nothing", "facts"] = Field(
        "nothing",
        description="What everyone may list of it, as by Open311: `nothing`, or the `facts`: its number, "
        "category, state, dates, place and department, and once closed the `published` words; never a "
        "resident's own.",
    )
    contact_days: int = Field(
        180, ge=1, le=3650, description="How many days after closing contact details are erased."
    )
    by: tuple[str, ...] = Field((), description="Roles that may open one; left out, any post that may open.")
    under: tuple[str, ...] = Field((), description="Kinds of matter it may be a part of.")
    categories: tuple[str, ...] = Field((), description="Topmost categories it may have; left out, all.")
    fields: Mapping[str, AnyField] = Field(default_factory=dict, description="What it asks.")
    routing: Routing | None = Field(
        None, description="Learning category and unit from earlier dispatches; left out, off."
    )
    offers: Offers | None = Field(None, description="Offered to be taken on; left out, never.")
    watched: Watched | None = Field(
        None, description="When ratings that are too alike are flagged to those who watch; left out, never."
    )
    with_: Mapping[str, Mapping[str, tuple[str, ...]]] = Field(
        default_factory=dict,
        alias="with",
        description="Pieces of a flow it is made with, from `pieces:`, each with its open words filled in; "
        "what the kind says itself holds.",
    )
    takes: Takes = Field("photos", description="What may be attached: `photos`, or `files`: PDF as well.")
    flow: Flow = Field(description="Its states and moves.")
    was: str = Field("", description="The key this is renamed from; may be dropped once applied.")


class Category(Declaration):
    """What matters are about; categories stand under one another to any depth."""

    label: Text = Field(description="What it is called, in both languages.")
    under: Mapping[str, "Category"] = Field(default_factory=dict, description="Narrower ones, by key.")
    was: str = Field("", description="The key this is renamed from; may be dropped once applied.")


class Channel(Declaration):
    """A way by which matters come in."""

    label: Text = Field(description="What it is called, in both languages.")
    staff: bool = Field(
        default=True,
        description="Whether staff may choose it when they take something down for somebody; not so for "
        "ways that residents and programs come by themselves.",
    )
    offline_days: int | None = Field(
        None,
        ge=1,
        le=90,
        description="So many days what comes by it may wait on a phone that had no network before it is "
        "sent; left out, it is not kept there.",
    )


class Calendar(Declaration):
    """Which days are worked."""

    weekends: tuple[Weekday, ...] = Field(("sat", "sun"), description="Days of the week that are free.")
    years: Mapping[int, str] = Field(
        default_factory=dict,
        description="The years whose holidays are published, each with the notice that says them. A "
        "limit that runs into another year is reckoned by weekends, says so, and is reckoned anew when "
        "the year is added.",
    )
    holidays: Mapping[date, Text] = Field(default_factory=dict, description="Free days, each with its name.")
    workdays: Mapping[date, Text] = Field(
        default_factory=dict, description="Weekend days worked in a holiday's stead (调休)."
    )

    def compiled(self) -> WorkCalendar:
        """The calendar as deadlines are reckoned by."""
        weekends = frozenset(_WEEKDAYS.index(day) for day in self.weekends)
        return WorkCalendar(
            weekends, frozenset(self.holidays), frozenset(self.workdays), frozenset(self.years)
        )
