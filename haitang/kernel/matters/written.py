"""What can be wrong with the entries that a flow writes: one rule a function, every fault found."""

from collections.abc import Iterator

from haitang.kernel.matters.cases import Case, Path, one_unknown
from haitang.kernel.matters.words import Move, Write
from haitang.lib.diagnostics import Fault


def _writes(case: Case) -> Iterator[tuple[Path, Write, Move | None]]:
    for number, write in enumerate(case.flow.opening.writes):
        yield case.at("flow", "opening", "writes", number), write, None
    for key, move in case.flow.moves.items():
        for number, write in enumerate(move.writes):
            yield case.at("flow", "moves", key, "writes", number), write, move


def written_entries(case: Case) -> Iterator[Fault]:
    """Entries that moves write, with their fields and where their answers come from."""
    sources = ("note", "title", "body", *case.kind.fields)
    for path, write, _ in _writes(case):
        entry = case.known.entries.get(write.entry)
        if entry is None:
            yield from one_unknown(write.entry, case.known.entries, "entry", (*path, "entry"))
            continue
        for field, source in write.answers.items():
            yield from one_unknown(field, entry.fields, "field", (*path, "answers", field))
            yield from one_unknown(source, sources, "source", (*path, "answers", field))


def unanswered_fields(case: Case) -> Iterator[Fault]:
    """Fields an entry requires and the move leaves empty: the move could never be made."""
    for path, write, _ in _writes(case):
        entry = case.known.entries.get(write.entry)
        for field, spec in entry.fields.items() if entry else ():
            if spec.required and field not in write.answers:
                what = f"{write.entry} requires {field}, which nothing answers."
                yield Fault("write-misses-answer", what, f"Add answers: {{{field}: note}}.", path=path)


def unserved(case: Case) -> Iterator[Fault]:
    """Entries that must name whom they served: a flow knows where it happened, not whom it served."""
    for path, write, _ in _writes(case):
        entry = case.known.entries.get(write.entry)
        if entry and entry.must_name:
            what = f"{write.entry} must name whom it served, and no move can."
            hint = f"Have the move write another kind, or drop must_name from {write.entry}."
            yield Fault("write-names-nobody", what, hint, path=(*path, "entry"))


def quantities(case: Case) -> Iterator[Fault]:
    """Quantities asked for by nobody, or out of the entry's bounds."""
    for path, write, move in _writes(case):
        entry = case.known.entries.get(write.entry)
        if write.quantity == "asked":
            if move is None or move.ask.quantity is None:
                what, hint = "nothing asks for the quantity.", "Add ask: {quantity: {label: …}}."
                yield Fault("quantity-not-asked", what, hint, path=(*path, "quantity"))
        elif entry and not entry.quantity.min <= write.quantity <= entry.quantity.max:
            what = f"{write.entry} takes {entry.quantity.min} to {entry.quantity.max}."
            yield Fault("quantity-out-of-bounds", what, "Change one of the two.", path=(*path, "quantity"))
