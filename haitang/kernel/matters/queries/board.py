"""The board: one column for each open state of a kind."""

from dataclasses import dataclass, replace

from haitang.kernel.matters.kinds import kind_of
from haitang.kernel.matters.queries.filters import Vocabulary
from haitang.kernel.matters.queries.inbox import (
    Amount,
    InboxFilter,
    InboxRow,
    amount,
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
    """The open matters of *kind* by state; four queries a column, however many there are."""
    words = wording(actor.region_id)
    found = kind_of(house_of(actor.region_id, revision=words.revision), kind)
    vocabulary = Vocabulary(actor.region_id, words.revision)
    columns = []
    for key, state in found.spec.flow.states.items():
        if not state.end:
            here = replace(filters, show="open", kind=kind, states=(key,))
            rows = with_keys(first_keys(actor, here, most=COLUMN, words=vocabulary))
            count = amount(actor, here, words=vocabulary)
            columns.append(Column(key, state.label, rows_of(rows, words), count))
    return columns
