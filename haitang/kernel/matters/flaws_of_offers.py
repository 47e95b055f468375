"""What can be wrong with what is offered: above all, ways by which more would be told than was reviewed."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from haitang.kernel.matters.words import CLOCK, RESIDENT, TAKER, MatterKind, Offers
from haitang.kernel.playbooks.layers import meant
from haitang.kernel.registry.declare import RegistrySection
from haitang.lib.declare import House
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text

if TYPE_CHECKING:
    from haitang.kernel.matters.declare import MattersSection

TAKES = "matters.take"
#: Who is no member of staff and reviews nothing.
_OUTSIDE = {RESIDENT, TAKER, CLOCK}

OFFER_CODES: Mapping[str, Text] = MappingProxyType(
    {
        "offer-not-takers": Text(
            zh="认领的动作要写 by: [taker]，从供认领的状态离开，只问说明。",
            en="The move that takes an offer on is `by: [taker]`, leaves the offered state, and asks no "
            "more than a note.",
        ),
        "offer-without-ability": Text(
            zh="to: 里的角色没有 matters.take 权限，认领不了。",
            en="A role in `to:` has not the ability `matters.take`, so its holders could take nothing on.",
        ),
        "offer-unreviewed": Text(
            zh="供认领的话要由工作人员先写好：不能从受理状态直接供认领，也不能由居民、认领人或时钟来写。",
            en="The words shown are written by staff first: it is not offered as it begins, and neither "
            "resident, taker nor clock writes them.",
        ),
        "offer-would-tell": Text(
            zh="then: published 的事项不能让认领人知道是谁：不公开列出，认领人的台账不取标题、正文或字段。",
            en="With `then: published` nothing may tell who asked: it is not listed, and no entry of its "
            "taker is answered from title, body or fields.",
        ),
        "offer-thanks-unread": Text(
            zh="then: published 的感谢要由工作人员看过再转达。",
            en="With `then: published` staff read the thanks and pass them on.",
        ),
    }
)


def offer_flaws(section: "MattersSection", house: House) -> Iterator[Fault]:
    """Every fault of every offer."""
    registry = house.section(RegistrySection)
    for key, kind in section.matters.items():
        if kind.offers:
            at = ("matters", key, "offers")
            yield from _names(kind, kind.offers, registry, at)
            yield from _taking(kind, kind.offers, at)
            yield from _unreviewed(kind, kind.offers, at)
            if not kind.offers.tells_all:
                yield from _telling(kind, kind.offers, at)


def _names(
    kind: MatterKind, offers: Offers, registry: RegistrySection, at: tuple[str, ...]
) -> Iterator[Fault]:
    flow = kind.flow
    for role in offers.to:
        if role not in registry.roles:
            hint = meant(role, list(registry.roles))
            yield Fault("unknown-role", f'unknown role "{role}".', hint, (*at, "to"), lacks=("roles", role))
        elif TAKES not in registry.roles[role].abilities:
            hint = f"Add {TAKES} to its abilities."
            yield Fault("offer-without-ability", f'"{role}" may not take anything on.', hint, (*at, "to"))
    if offers.place and offers.place not in registry.unit_kinds:
        hint, what = meant(offers.place, list(registry.unit_kinds)), f'unknown unit kind "{offers.place}".'
        yield Fault("unknown-unit-kind", what, hint, (*at, "place"), lacks=("unit_kinds", offers.place))
    texts = [name for name, field in kind.fields.items() if field.kind == "text"]
    named = [("in", "state", offers.in_, list(flow.states)), ("move", "move", offers.move, list(flow.moves))]
    named += [("shows", "field", offers.shows, texts)]
    named += [("thanks", "move", offers.thanks, list(flow.moves))] if offers.thanks else []
    for word, what, said, known in named:
        if said not in known:
            yield Fault(f"unknown-{what}", f'unknown {what} "{said}".', meant(said, known), (*at, word))


def _taking(kind: MatterKind, offers: Offers, at: tuple[str, ...]) -> Iterator[Fault]:
    move = kind.flow.moves.get(offers.move)
    if move is None:
        return
    ask = move.ask
    asks = ask.fields or ask.quantity or {ask.photos, ask.rating} != {"none"} or ask.note == "required"
    if move.by != (TAKER,) or move.from_ != (offers.in_,) or asks or move.hands_to != "stays":
        what = f'"{offers.move}" cannot be made by who takes it on.'
        yield Fault("offer-not-takers", what, "Say by: [taker] and from: the offered state.", (*at, "move"))


def _unreviewed(kind: MatterKind, offers: Offers, at: tuple[str, ...]) -> Iterator[Fault]:
    flow = kind.flow
    writers = [key for key, move in flow.moves.items() if offers.shows in move.ask.fields]
    outside = [key for key in writers if _OUTSIDE & set(flow.moves[key].by)]
    if outside or offers.shows in flow.opening.ask or flow.start == offers.in_ or not writers:
        what = "the words shown would not be reviewed."
        yield Fault("offer-unreviewed", what, "Let a move of staff ask for them first.", (*at, "shows"))


def _telling(kind: MatterKind, offers: Offers, at: tuple[str, ...]) -> Iterator[Fault]:
    if kind.listed != "nothing":
        what = "what is listed for everyone tells where it happened."
        yield Fault("offer-would-tell", what, "Take listed: out.", (*at, "then"))
    for key, move in kind.flow.moves.items():
        for write in move.writes:
            sources = set(write.answers.values())
            if (write.by == "taker" and sources) or (TAKER in move.by and sources - {"note"}):
                what = f'"{key}" writes an entry that its taker reads, answered from the matter.'
                yield Fault("offer-would-tell", what, "Take its answers: out.", (*at, "then"))
    thanks = kind.flow.moves.get(offers.thanks)
    if thanks and _OUTSIDE & set(thanks.by):
        what = f'"{offers.thanks}" is shown to the taker as it was written by who asked.'
        yield Fault("offer-thanks-unread", what, "Name a move of staff.", (*at, "thanks"))
