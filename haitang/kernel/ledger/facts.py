"""From an entry's answers to the typed slots of its fact: one way for record, rebuild and verify."""

import json
from collections.abc import Callable, Mapping
from typing import Final

SLOTS: Final = (
    *(f"choice{n}" for n in range(1, 7)),
    *(f"number{n}" for n in range(1, 5)),
    "day1",
    "day2",
    "flag1",
    "flag2",
)

Value = str | int | bool | bytes | None
Values = tuple[Value, ...]
Convert = Callable[[object], Value]

NOTHING: Final[Values] = (None,) * len(SLOTS)

#: Answers repeat, so what they project to is remembered; more than this many and it is forgotten again.
_REMEMBERED = 50_000


class Projection:
    """Reads the slots out of sealed answers.

    *slots* says which column each counted field has (for ever), *options* the present key of each option,
    *copies* in which column a retired field's answer is counted, as what, where its own has none.
    """

    def __init__(
        self,
        slots: Mapping[int, str],
        options: Mapping[int, str],
        copies: Mapping[int, tuple[str, Convert]] | None = None,
    ) -> None:
        self._copies = {
            str(field): (SLOTS.index(slot), take) for field, (slot, take) in (copies or {}).items()
        }
        self._columns = {str(field): SLOTS.index(slot) for field, slot in slots.items() if slot}
        self._options = options
        self._known: dict[str, Values] = {"{}": NOTHING}

    def of(self, data: str) -> Values:
        """The values of all slots for the answers in *data*."""
        known = self._known.get(data)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known = {"{}": NOTHING}
            known = self._known[data] = self._read(json.loads(data))
        return known

    def _read(self, answers: Mapping[str, Value]) -> Values:
        values = list(NOTHING)
        for field, value in answers.items():
            column = self._columns.get(field)
            if column is not None:
                is_option = SLOTS[column].startswith("choice") and isinstance(value, int)
                values[column] = self._options.get(value, str(value)) if is_option else value  # type: ignore[arg-type]  # is_option says int
        for field, (column, take) in self._copies.items():
            if field in answers and values[column] is None:
                values[column] = take(answers[field])
        return tuple(values)
