"""What a meeting says to those who asked: on each matter's own story, and on those gathered under it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from haitang.kernel.matters.api import MoveView, comment, kind_of, make_move, moves_open
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.api import SYSTEM, Actor
from haitang.kernel.registry.models import Unit
from haitang.lib.text import Text

if TYPE_CHECKING:
    from haitang.desks.meetings.models import Item

#: What is said is kept within what a step takes.
LONGEST = 1900


def hand_on(
    matter: Matter,
    *,
    move: str,
    words: Text,
    of: UUID,
    actor: Actor,
    to_unit: Unit | None = None,
    people: int = 1,
) -> None:
    """Have *matter* make its *move* with these *words*, where it can be made now; else it is only told."""
    view = next((one for one in moves_open(matter, actor) if one.key == move), None)
    if view is None or _asks_more(view):
        tell(matter, words=words, of=of, actor=actor)
        return
    asked = view.move.ask.quantity
    make_move(
        matter,
        move=move,
        seen=matter.serial,
        client_id=uuid5(of, f"move {matter.number}"),
        to_unit=to_unit if view.move.hands_to == "unit" else None,
        quantity=min(max(people, asked.min), asked.max) if asked else None,
        note="" if view.move.ask.note == "none" else _short(words),
        actor=actor,
    )
    if not view.move.shown:
        tell(matter, words=words, of=of, actor=actor)


def tell(matter: Matter, *, words: Text, of: UUID, actor: Actor) -> None:
    """Say it to whoever follows *matter*, and to each whose own is gathered under it; once, however often."""
    house = SYSTEM(actor.region_id)
    for one in _all_of(matter):
        step = uuid5(of, f"tell {one.number}")
        comment(one, text=_short(words), shown=True, client_id=step, actor=house)


def tell_all(item: "Item", *, words: Text, of: UUID, actor: Actor) -> None:
    """Say it to all who asked what stands there, and to those who led them and went on alone."""
    tell(item.matter, words=words, of=of, actor=actor)
    tell_who_left(item, words=words, of=of, actor=actor)


def tell_who_left(item: "Item", *, words: Text, of: UUID, actor: Actor) -> None:
    """Say it to those who led the others and went on alone; not to who took theirs back."""
    house = SYSTEM(actor.region_id)
    for one in item.left.select_related("kind", "state", "unit").order_by("pk"):
        flow = kind_of(holding(one.unit), one.kind.key).spec.flow
        if flow.state_now(one.state.key) not in flow.taken_back:
            comment(
                one, text=_short(words), shown=True, client_id=uuid5(of, f"tell {one.number}"), actor=house
            )


def _all_of(matter: Matter) -> Iterator[Matter]:
    yield matter
    yield from matter.gathered.order_by("pk")


def _asks_more(view: MoveView) -> bool:
    """Whether the move asks what only people know."""
    ask = view.move.ask
    return "required" in (ask.photos, ask.rating) or any(field.required for field in view.fields.values())


def _short(words: Text) -> Text:
    zh, en = (said if len(said) <= LONGEST else said[: LONGEST - 1] + "…" for said in (words.zh, words.en))
    return Text(zh=zh, en=en)
