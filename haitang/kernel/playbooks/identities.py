"""Which identity row each declared thing has: found, renamed by ``was:``, revived or new; slots for ever.

Pure: it decides, ``plan`` shows and ``apply`` writes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from haitang.lib.declare import Identity
from haitang.lib.diagnostics import Fault

#: How many fields of one kind can be counted, by the type of their value.
SLOTS: Mapping[str, int] = {"choice": 6, "number": 4, "day": 2, "flag": 2}

Path = tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """An identity row as the database has it.

    ``here`` is false for a row of a unit beside or below: it is nobody's here, but its slot is taken.
    """

    id: int
    parent: int | None
    section: str
    key: str
    holder: int
    slot: str = ""
    kind: str = ""
    retired: bool = False
    here: bool = True


@dataclass
class Anchor:
    """What becomes of one declared thing: the row it has (or none yet), and what changes in it."""

    path: Path
    parent: Path
    section: str
    key: str
    kind: str
    known: Known | None
    slot: str = ""
    counted: bool = False

    @property
    def renamed_from(self) -> str:
        """The key it had until now, if that changes."""
        return self.known.key if self.known and self.known.key != self.key else ""

    @property
    def revived(self) -> bool:
        """Whether it was retired and comes back."""
        return self.known is not None and self.known.retired


@dataclass
class Settlement:
    """Every declared thing's anchor, what is retired, and what stands in the way."""

    anchors: dict[Path, Anchor] = field(default_factory=dict)
    retired: list[Known] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def settle(
    identities: Iterable[Identity], known: Iterable[Known], *, first: bool, holder: int = 0
) -> Settlement:
    """Anchor all *identities* upon the *known* rows; *first* when nothing was ever applied here.

    Only rows of *holder* are retired: what holds above stays the business of above.
    """
    known = list(known)
    rows = {(row.parent, row.section, row.key): row for row in known if row.here}
    taken = [(row.parent, row.slot) for row in known if row.slot]
    desk = _Desk(rows, taken, first=first)
    for identity in identities:
        desk.anchor(identity)
    desk.assign_slots()
    held = {anchor.known.id for anchor in desk.done.anchors.values() if anchor.known}
    desk.done.retired = [
        row for row in desk.rows.values() if row.holder == holder and not row.retired and row.id not in held
    ]
    return desk.done


@dataclass
class _Desk:
    rows: dict[tuple[int | None, str, str], Known]
    taken: list[tuple[int | None, str]]
    first: bool
    done: Settlement = field(default_factory=Settlement)
    slot_types: dict[Path, str] = field(default_factory=dict)

    def anchor(self, identity: Identity) -> None:
        path = (*identity.section, identity.key)
        parent = self._parent(identity.section)
        row = self._row(identity, parent, path)
        anchor = Anchor(
            path, parent, identity.section[-1], identity.key, identity.kind, row, counted=bool(identity.slot)
        )
        anchor.slot = row.slot if row else ""
        if row and row.kind and row.kind != identity.kind:
            self._refuse_kind(row, identity, path)
        if identity.source:
            self._check_source(identity, parent, path)
        if identity.slot and anchor.slot and not anchor.slot.startswith(identity.slot):
            anchor.slot = ""
        if identity.slot:
            self.slot_types[path] = identity.slot
        self.done.anchors[path] = anchor

    def _parent(self, section: Path) -> Path:
        for length in range(len(section) - 1, 0, -1):
            if section[:length] in self.done.anchors:
                return section[:length]
        return ()

    def _row(self, identity: Identity, parent: Path, path: Path) -> Known | None:
        above = self.done.anchors[parent].known if parent else None
        if parent and above is None:
            return None
        stem = (above.id if above else None, identity.section[-1])
        now, before = self.rows.get((*stem, identity.key)), None
        if identity.was:
            before = self.rows.get((*stem, identity.was))
            self._check_was(identity, path, now, before)
        if before and not before.retired and (now is None or now.id == before.id):
            return before
        return now

    def _check_was(self, identity: Identity, path: Path, now: Known | None, before: Known | None) -> None:
        if now is not None and before is not None and not before.retired and now.id != before.id:
            what = f'"{identity.key}" cannot be renamed from "{identity.was}": both have records.'
            hint = "Choose a key that was never used."
            self.done.faults.append(Fault("rename-onto-used", what, hint, path=(*path, "was")))
        elif now is None and before is None and not self.first:
            what = f'"{identity.key}" was never called "{identity.was}" here.'
            hint = "Drop was:, or name the key it has now."
            self.done.faults.append(Fault("unknown-was", what, hint, path=(*path, "was")))

    def _check_source(self, identity: Identity, parent: Path, path: Path) -> None:
        """What is copied was a field of another kind here; a thing declared just now has nothing to copy."""
        above = self.done.anchors[parent].known if parent else None
        if above is None:
            return
        row = self.rows.get((above.id, identity.section[-1], identity.source))
        if row is None and not self.first:
            what = f'"{identity.key}" copies from "{identity.source}", which was never a field here.'
            hint = "Drop from:, or name the field that was retired."
            self.done.faults.append(Fault("unknown-from", what, hint, path=(*path, "from")))
        elif row is not None and row.kind == identity.kind:
            what = f'"{identity.key}" copies from "{identity.source}", which is of the same kind.'
            self.done.faults.append(
                Fault("from-same-kind", what, "Rename it with was:.", path=(*path, "from"))
            )

    def _refuse_kind(self, row: Known, identity: Identity, path: Path) -> None:
        what = f'"{identity.key}" is of kind {row.kind} and cannot become {identity.kind or "nothing"}.'
        hint = "Retire it and add another under a new key, with from: this one."
        self.done.faults.append(Fault("kind-changed", what, hint, path=path))

    def assign_slots(self) -> None:
        """Give each counted field its column, once and for ever; the limit is refused in words."""
        for parent in dict.fromkeys(self.done.anchors[path].parent for path in self.slot_types):
            self._assign_within(parent)

    def _assign_within(self, parent: Path) -> None:
        above = self.done.anchors[parent].known if parent else None
        taken = {slot for row, slot in self.taken if above and row == above.id}
        asking = [path for path in self.slot_types if self.done.anchors[path].parent == parent]
        for path in asking:
            anchor, kind = self.done.anchors[path], self.slot_types[path]
            if anchor.slot:
                continue
            free = [slot for n in range(SLOTS[kind]) if (slot := f"{kind}{n + 1}") not in taken]
            if free:
                anchor.slot = free[0]
                taken.add(free[0])
            else:
                self._refuse_slot(path, kind, [p for p in asking if self.slot_types[p] == kind])

    def _refuse_slot(self, path: Path, kind: str, asking: list[Path]) -> None:
        whose = path[-3] if len(path) > 2 else path[0]
        what = f"{whose} counts {len(asking)} {_PLURAL[kind]}; {SLOTS[kind]} is the limit."
        hint = f"Leave {path[-1]} uncounted, or split the kind. A slot is given once and for ever."
        self.done.faults.append(Fault("too-many-counted", what, hint, path=path))


_PLURAL = {"choice": "choices", "number": "numbers", "day": "days", "flag": "flags"}


def badly_named(identities: Iterable[Identity]) -> Iterator[Fault]:
    """Keys that could not be a column's word on every machine, or are too long to keep."""
    for identity in identities:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,49}", identity.key):
            what = f'"{identity.key}" cannot be a key.'
            hint = "A key is a small letter, then small letters, digits or _, at most 50; labels are free."
            yield Fault("bad-key", what, hint, path=(*identity.section, identity.key))
