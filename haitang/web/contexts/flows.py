"""Flows in plain words and drawn: states, who must act, how long, and which moves lead where."""

from collections.abc import Mapping
from dataclasses import dataclass

from haitang.kernel.ledger.api import LedgerSection
from haitang.kernel.matters.api import DatedLimit, Limit, MatterKind, MattersSection, Move, Span, State
from haitang.kernel.registry.api import RegistrySection
from haitang.lib.declare import House
from haitang.lib.text import Text, some
from haitang.ui.charts import FlowChart, FlowState
from haitang.ui.words import both, listed, say
from haitang.web.contexts.sources import source_words

WHO = {"resident": Text(zh="居民", en="resident"), "clock": Text(zh="到期自动", en="by itself when due")}


@dataclass(frozen=True)
class MoveRow:
    """One move, in words."""

    label: str
    leaves: str
    leads: str
    who: str
    writes: str
    shown: bool


@dataclass(frozen=True)
class LimitRow:
    """A dated limit: for which states, how long, by which document."""

    label: str
    states: str
    limit: str
    source: str


@dataclass(frozen=True)
class FlowCard:
    """One kind of matter with its flow."""

    key: str
    label: str
    brand: str
    public: bool
    drawing: FlowChart
    moves: list[MoveRow]
    limits: list[LimitRow]


def flow_cards(house: House) -> list[FlowCard]:
    """Every kind of matter, drawn and in words."""
    return [_Words(house).card(key, kind) for key, kind in house.section(MattersSection).matters.items()]


class _Words:
    """Keys to words, for one house."""

    def __init__(self, house: House) -> None:
        self.house = house
        roles = house.section(RegistrySection).roles
        self.people = {key: say(label) for key, label in WHO.items()}
        self.people |= {key: say(role.label) for key, role in roles.items()}
        self.entries = {key: say(kind.label) for key, kind in house.section(LedgerSection).entries.items()}

    def card(self, key: str, kind: MatterKind) -> FlowCard:
        """One kind."""
        states = {name: say(state.label) for name, state in kind.flow.states.items()}
        moves = [self.move(move, states) for move in kind.flow.moves.values()]
        return FlowCard(
            key,
            say(kind.label),
            say(kind.brand) if kind.brand else "",
            kind.public,
            self.drawing(key, kind, moves),
            moves,
            [self.limit(limit, states) for limit in kind.flow.limits.values()],
        )

    def limit(self, limit: DatedLimit, states: Mapping[str, str]) -> LimitRow:
        """One dated limit, with its source."""
        named = listed(states.get(name, name) for name in limit.states)
        return LimitRow(say(limit.label), named, limit_words(limit.limit), source_words(limit, self.house))

    def drawing(self, key: str, kind: MatterKind, moves: list[MoveRow]) -> FlowChart:
        """The flow as a picture, and as a sentence for those who cannot see it."""
        flow = kind.flow
        boxes = [self.box(name, state, name == flow.start) for name, state in flow.states.items()]
        pairs = [(leaves, move.to) for move in flow.moves.values() for leaves in move.from_]
        told = both("；", "; ").join(f"{row.leaves} → {row.leads} ({row.label})" for row in moves)
        return FlowChart(key, say(kind.label), told, boxes, pairs)

    def box(self, key: str, state: State, starts: bool) -> FlowState:
        """One state: who must act, and within how long."""
        owner = self.people.get(state.owner, state.owner)
        note = " · ".join(part for part in (owner, limit_words(state.limit)) if part)
        return FlowState(key, say(state.label), note, "end" if state.end else "start" if starts else "")

    def move(self, move: Move, states: Mapping[str, str]) -> MoveRow:
        """One move, in words."""
        return MoveRow(
            say(move.label),
            listed(states.get(name, name) for name in move.from_),
            states.get(move.to, both("原状态不变", "stays")),
            self.who(move),
            listed(self.entries.get(write.entry, write.entry) for write in move.writes),
            move.shown,
        )

    def who(self, move: Move) -> str:
        """Who may make it."""
        said = listed(self.people.get(who, who) for who in move.by)
        return said + (both("（交办的一方）", " (of the unit that sent it)") if move.over == "sender" else "")


def limit_words(limit: Limit | Span | None) -> str:
    """``2 个工作日``."""
    if limit is None:
        return ""
    if limit.working_days is not None:
        return both(f"{limit.working_days} 个工作日", some(limit.working_days, "working day"))
    if isinstance(limit, Limit) and limit.until:
        return both("到约定的那一天", "to the day agreed on")
    if limit.days is not None:
        return both(f"{limit.days} 天", some(limit.days, "day"))
    return both(f"{limit.hours} 小时", some(limit.hours or 0, "hour"))
