"""The board: one column for each open state of a kind."""

from dataclasses import dataclass, replace

from haitang.kernel.matters.kinds import kind_of
from haitang.kernel.matters.queries.filters import Vocabulary
from haitang.kernel.matters.queries.inbox import (
    ENOUGH,
    Amount,
    InboxFilter,
    InboxRow,
    first_keys,
    rows_of,
    with_keys,
)
from haitang.kernel.matters.queries.wording import wording
from haitang.kernel.playbooks.queries import house_of
from haitang.kernel.registry.actors import Actor
from haitang.lib.text import Text

COLUMN = 20


@dataclass(frozen=True)
class Column:
    """A state with those of its matters that are due first."""

    state: str
    label: Text
    rows: list[InboxRow]
    count: Amount


def board(actor: Actor, kind: str, filters: InboxFilter = InboxFilter()) -> list[Column]:  # noqa: B008 -- frozen
    """The open matters of *kind* by state; one query a column and two for all, however many there are."""
    words = wording(actor.region_id)
    found = kind_of(house_of(actor.region_id, revision=words.revision), kind)
    vocabulary = Vocabulary(actor.region_id, words.revision)
    states = {key: state for key, state in found.spec.flow.states.items() if not state.end}
    keys = {
        key: first_keys(
            actor,
            replace(filters, show="open", kind=kind, states=(key,)),
            most=ENOUGH + 1,
            words=vocabulary,
        )
        for key in states
    }
    shown = {key: [pk for _, pk in several[:COLUMN]] for key, several in keys.items()}
    rows = rows_of(with_keys([pk for several in shown.values() for pk in several]), words)
    by_id = {row.id: row for row in rows}
    return [
        Column(key, state.label, [by_id[pk] for pk in shown[key]], Amount(len(keys[key])))
        for key, state in states.items()
    ]
