"""The words under ``sample:`` in a playbook: what an invented county is grown from.

Everything is a number, a pattern or an invented text; who may do what, and what a flow allows, is asked of
the playbook's other sections, so that a sample county never stands in a state the product cannot reach.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator

from haitang.kernel.playbooks.api import SampleSection
from haitang.lib.declare import Declaration, House
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import Text

#: A number, or one for each size of county: ``{tiny: 1, small: 6, full: 40}``.
Sized = int | Mapping[str, int]
Years = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{4}$")]
Hours = tuple[float, float]


def at_size(number: Sized, size: str) -> int:
    """The number that holds at *size*."""
    return number if isinstance(number, int) else number[size]


class Names(Declaration):
    """What invented people are called: a surname, a syllable that says "sample", and a last one."""

    surnames: str
    middle: str
    last: str


class Grown(Declaration):
    """Units to add below others: ``each`` below every unit of the kinds ``under``."""

    kind: str
    under: tuple[str, ...]
    each: Sized
    name: str = "{parent} {n}"


class MeanAge(Declaration):
    """The mean age that people shall have on a day."""

    years: float
    on: date


class Posts(Declaration):
    """People and the posts they hold: ``each`` at every unit ``at``, or ``count`` spread over them."""

    role: str
    at: tuple[str, ...]
    each: Sized | None = None
    count: Sized | None = None
    since: date
    born: Mapping[Years, int] = Field(default_factory=dict)
    born_else: Years = "1956-1996"
    mean_age: MeanAge | None = None
    education: tuple[int, ...] = (3, 4, 5)
    full_time_degree: bool = False

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.each is None) == (self.count is None):
            raise ValueError(f"posts of {self.role}: give either each or count")
        return self


class Ties(Declaration):
    """Ties of one kind from every person in a role to a unit of a kind."""

    kind: str
    role: str
    to: str
    since: date


class Residents(Declaration):
    """People without a post, each tied to a unit of the kind ``to`` below the units of the kind ``under``."""

    kind: str
    under: str
    to: str
    count: Sized
    since: date
    born: Years = "1936-2020"


class Days(Declaration):
    """From a day until before a day, or the ``last`` days up to this moment."""

    since: date | None = None
    until: date | None = None
    last: int | None = None

    def span(self, today: date) -> tuple[date, date]:
        """The first day and the day after the last one."""
        if self.last is not None:
            return today - timedelta(days=self.last - 1), today + timedelta(days=1)
        if self.since is None or self.until is None:
            raise ValueError("days: give last, or since and until")
        return self.since, self.until


class Drawn(Declaration):
    """How the values of a field are drawn: exactly one of these."""

    weights: Mapping[str, int] | None = None
    chance: float | None = None
    between: tuple[int, int] | None = None
    one_of: tuple[str, ...] | None = None
    cycle: tuple[str, ...] | None = None
    #: Numbers that add up to exactly this over all entries.
    total: int | None = None


class Entries(Declaration):
    """Deeds of one kind, spread over days and over the people in the roles ``by``."""

    kind: str
    count: Sized
    days: Days
    by: tuple[str, ...]
    quantity: Drawn = Drawn(between=(1, 1))
    answers: Mapping[str, Drawn] = Field(default_factory=dict)
    serves: str = ""
    notes: tuple[str, ...] = ()


class Turns(Declaration):
    """A rota shared for so many weeks ``back`` and ``ahead`` at every unit ``at``; past days were held."""

    rota: str
    at: tuple[str, ...]
    back: int = 8
    ahead: int = 8
    quantity: Drawn = Drawn(between=(1, 1))
    answers: Mapping[str, Drawn] = Field(default_factory=dict)


class Walk(Declaration):
    """One way through a flow; how often it is taken beside the others."""

    share: int
    moves: tuple[str, ...]


class RequestText(Declaration):
    """An invented request: what it is about, what it says, and who will be asked to act."""

    category: str
    title: str
    body: str
    #: The code of the unit it is dispatched to; empty: the village or community where it happened.
    to: str = ""
    answer: str
    summary: str = ""


class Round(Declaration):
    """So many matters, opened within these days."""

    count: Sized
    days: Days


class Land(Declaration):
    """Where the invented county lies and how large it is; its units are laid out on it by themselves."""

    north_micro: int
    east_micro: int
    across_km: float


class Spots(Declaration):
    """The field of kind ``place`` that says where a matter was, and how often it is answered."""

    field: str
    chance: float


class Matters(Declaration):
    """Matters of one kind that walk through their flow, each act by someone who may."""

    kind: str
    rounds: tuple[Round, ...]
    where: tuple[str, ...]
    channels: Mapping[str, int]
    #: Channels by which a resident opens one; by the others somebody in the role ``opened_by`` does.
    residents: tuple[str, ...] = ()
    opened_by: str
    #: The moves by which a text's own answer is given, and by which a matter comes back to its sender.
    answered_by: str
    returned_by: str = ""
    contact: float = 0.5
    answers: Mapping[str, Drawn] = Field(default_factory=dict)
    spots: Spots | None = None
    walks: tuple[Walk, ...]
    hours: Mapping[str, Hours]
    rating: Mapping[str, int] = Field(default_factory=lambda: {"5": 1})
    #: What a move's fields are answered, by move and field; others say the text's ``summary``.
    moves_ask: Mapping[str, Mapping[str, Drawn]] = Field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    texts: tuple[RequestText, ...]


class Decided(Declaration):
    """A decision that a meeting takes: who does it (by code), in how many days, and what comes of it."""

    text: str
    to: str
    days: int
    result: str = ""


class Meetings(Declaration):
    """Joint meetings about new requests of one place, each act by someone who may."""

    kind: str
    count: Sized
    days: Days
    #: How many requests come on each agenda, and where they happen.
    items: int = 3
    where: tuple[str, ...]
    channel: str
    titles: tuple[str, ...]
    #: Codes of the units asked to come, and the field that says when it is.
    invited: tuple[str, ...]
    day: str = "meets_on"
    minutes: Mapping[str, str] = Field(default_factory=dict)
    proposed_by: str
    held_by: str
    answered_by: str
    steps: Mapping[str, str]
    decided: tuple[Decided, ...]


class SignIn(Declaration):
    """Someone to sign in as: the first who holds ``role`` at the unit with code ``at`` or below it."""

    username: str
    role: str
    at: str
    says: Text


class Sample(Declaration):
    """A whole sample county."""

    seed: int
    code: str
    name: str
    units: tuple[str, ...]
    land: Land | None = None
    names: Names
    grow: tuple[Grown, ...] = ()
    posts: tuple[Posts, ...] = ()
    ties: tuple[Ties, ...] = ()
    residents: tuple[Residents, ...] = ()
    entries: tuple[Entries, ...] = ()
    rotas: tuple[Turns, ...] = ()
    matters: tuple[Matters, ...] = ()
    meetings: tuple[Meetings, ...] = ()
    sign_in: tuple[SignIn, ...] = ()

    @model_validator(mode="after")
    def _spots_need_land(self) -> Self:
        if self.land is None and any(wanted.spots for wanted in self.matters):
            raise ValueError("matters have spots, but there is no land for them to lie on: give land")
        return self


def sample_of(house: House) -> Sample:
    """What *house* says about its sample county; refused in words if it says nothing or something wrong."""
    said = house.section(SampleSection).sample
    if not said:
        raise Refusal(
            "sample.none",
            zh=f"方案 {house.name} 没有样例县（sample）一节。",
            en=f"The playbook {house.name} has no sample section to grow a county from.",
        )
    try:
        return Sample.model_validate(said)
    except ValidationError as error:
        lines = "\n".join(_lines(error))
        raise Refusal(
            "sample.wrong", zh=f"样例县一节有误:\n{lines}", en=f"The sample section is wrong:\n{lines}"
        ) from error


def _lines(error: ValidationError) -> Iterable[str]:
    for found in error.errors(include_url=False):
        yield f"sample.{'.'.join(str(step) for step in found['loc'])}: {found['msg']}"
