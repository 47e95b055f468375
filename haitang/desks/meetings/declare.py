"""The words for meetings in a playbook: which kind of matter is one, what it takes, when it may be held."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil
from typing import ClassVar, Literal

from pydantic import Field

from haitang.kernel.matters.api import MatterKind, MattersSection
from haitang.lib.declare import Declaration, House, Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text, nearest


class Quorum(Declaration):
    """How many must be there for a meeting to be held."""

    share: str = Field(
        "1/2", pattern=r"^[1-9]\d{0,2}/[1-9]\d{0,2}$", description="The part that must be there, as 2/3."
    )
    of: Literal["invited", "coming"] = Field(
        "invited", description="Of what: all units invited, or those that said they come."
    )
    guests: bool = Field(
        default=False,
        description="Whether guests, who are people and no units, count as a unit does. Else they do not.",
    )
    at_least: int = Field(1, ge=1, le=500, description="Never fewer than so many.")

    def needed(self, entitled: int) -> int:
        """How many of *entitled* must be there."""
        return max(ceil(Fraction(self.share) * entitled), self.at_least)


class Takes(Declaration):
    """What becomes of a matter of one kind that is put on an agenda; left out, it is only told."""

    put: str = Field("", description="The move it makes when it is put on an agenda.")
    decided: str = Field("", description="The move it makes when a decision about it is taken.")


class Steps(Declaration):
    """The meeting's own moves, by what they stand for; each stays where it is, but `hold`."""

    put: str = Field("put_on", description="A matter is put on the agenda.")
    off: str = Field("take_off", description="One is taken off again.")
    invite: str = Field("invite", description="Units are asked to come; its `invites:` says which may be.")
    reply: str = Field("reply", description="A unit says whether it comes.")
    attend: str = Field("attend", description="Who came is noted.")
    hold: str = Field("hold", description="The meeting is held; refused without its quorum.")
    decide: str = Field("decide", description="A decision is taken.")


class Decisions(Declaration):
    """What a decision becomes: a matter of its own under the meeting, with an owner and a day."""

    kind: str = Field(description="The kind of matter; its `under:` names the meeting.")
    give: str = Field("give", description="Its first move, which hands it to the unit that must act.")
    day: str = Field("due", description="Its field of the kind `day` by which it must be done.")


class Meeting(Declaration):
    """A kind of matter that is a meeting."""

    takes: Mapping[str, Takes] = Field(min_length=1, description="Kinds of matter its agenda takes.")
    decisions: Decisions = Field(description="What its decisions become.")
    quorum: Quorum = Field(Quorum(), description="How many must come; left out, half of those invited.")
    steps: Steps = Field(Steps(), description="Its moves, where they go by other names.")
    channel: str = Field("meeting", description="The channel by which meetings and decisions are opened.")


class MeetingsSection(Section):
    """What is decided together."""

    part: ClassVar[str] = "meetings"
    codes: ClassVar[Mapping[str, Text]] = {
        "meeting-unknown": Text(
            zh="meetings: 里写了没有声明的事项种类、动作、字段或渠道。",
            en="`meetings:` names a kind of matter, move, field or channel that is not declared.",
        ),
        "meeting-move-leads-away": Text(
            zh="会议自己的动作（开会除外）应当 to: stays。",
            en="A meeting's own moves, but the one that holds it, must say `to: stays`.",
        ),
        "meeting-hears-nobody": Text(
            zh="请单位的动作没有写 invites:，请不到任何单位。",
            en="The move that invites names no `invites:`, so nobody can be asked.",
        ),
        "decision-not-under-meeting": Text(
            zh="议定事项的种类没有在 under: 里写会议。",
            en="The kind of decisions does not stand `under:` it.",
        ),
        "decision-to-nobody": Text(
            zh="交办议定事项的动作不交给单位。", en="The move that gives a decision hands it to no unit."
        ),
    }

    meetings: Mapping[str, Meeting] = Field(
        default_factory=dict, description="Kinds of matter that are meetings, by the kind's key."
    )

    def problems(self, house: House) -> Iterable[Fault]:
        """Names that lead nowhere, and moves that cannot carry what a meeting needs."""
        matters = house.section(MattersSection)
        for key, meeting in self.meetings.items():
            path = ("meetings", key)
            yield from _known(key, matters.matters, path)
            yield from _known(meeting.channel, matters.channels, (*path, "channel"))
            yield from _takes(meeting, matters, path)
            yield from _decisions(key, meeting, matters, path)
            if key in matters.matters:
                yield from _steps(meeting.steps, matters.matters[key], (*path, "steps"))


Path = tuple[str, ...]


def _known(word: str, known: Iterable[str], path: Path) -> Iterator[Fault]:
    choices = list(known)
    if word not in choices:
        near = nearest(word, choices)
        hint = f'Did you mean "{near}"?' if near else "Declare it first."
        yield Fault("meeting-unknown", f'"{word}" is not declared.', hint, path=path)


def _takes(meeting: Meeting, matters: MattersSection, path: Path) -> Iterator[Fault]:
    for kind, takes in meeting.takes.items():
        here = (*path, "takes", kind)
        yield from _known(kind, matters.matters, here)
        if kind in matters.matters:
            moves = matters.matters[kind].flow.moves
            for name, move in (("put", takes.put), ("decided", takes.decided)):
                yield from _known(move, moves, (*here, name)) if move else ()


def _steps(steps: Steps, kind: MatterKind, path: Path) -> Iterator[Fault]:
    moves = kind.flow.moves
    for name, key in steps:
        yield from _known(key, moves, (*path, name))
        if name != "hold" and key in moves and moves[key].to != "stays":
            what = f'"{key}" leads to another state.'
            yield Fault("meeting-move-leads-away", what, "Say to: stays.", path=(*path, name))
    if steps.invite in moves and not moves[steps.invite].invites:
        what = f'"{steps.invite}" can invite nobody.'
        yield Fault("meeting-hears-nobody", what, "Say invites: [department, …].", path=(*path, "invite"))


def _decisions(key: str, meeting: Meeting, matters: MattersSection, path: Path) -> Iterator[Fault]:
    said, here = meeting.decisions, (*path, "decisions")
    kind = matters.matters.get(said.kind)
    yield from _known(said.kind, matters.matters, (*here, "kind"))
    if kind is None:
        return
    days = [name for name, field in kind.fields.items() if field.kind == "day"]
    yield from _known(said.give, kind.flow.moves, (*here, "give"))
    yield from _known(said.day, days, (*here, "day"))
    if key not in kind.under:
        what, hint = f'"{said.kind}" is no part of "{key}".', f"Say under: [{key}]."
        yield Fault("decision-not-under-meeting", what, hint, path=(*here, "kind"))
    if said.give in kind.flow.moves and kind.flow.moves[said.give].hands_to != "unit":
        what = f'"{said.give}" hands it to no unit.'
        yield Fault("decision-to-nobody", what, "Say hands_to: unit.", path=(*here, "give"))
