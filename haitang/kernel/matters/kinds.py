"""A kind of matter as compiled from the house that holds: its identities, its answers, its deadlines."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from haitang.kernel.ledger.facts import SLOTS, Projection
from haitang.kernel.ledger.facts import Value as Slot
from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.timewords import DatedLimit
from haitang.kernel.matters.timing import Fitting
from haitang.kernel.matters.words import MatterKind, Move, State
from haitang.kernel.playbooks.copying import copies_in
from haitang.kernel.playbooks.fields import Answers, AnyField, ChoiceField, Value, canonical
from haitang.kernel.playbooks.models import Declared
from haitang.lib.calendar import WorkCalendar
from haitang.lib.declare import House
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import nearest


@dataclass(frozen=True)
class Kind:
    """One kind of matter in one house."""

    key: str
    id: int
    house: House
    spec: MatterKind
    calendar: WorkCalendar
    projection: Projection
    limits: tuple[Fitting, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        return ("matters", self.key)

    def state(self, key: str) -> State:
        """The declared state that *key* means today; refused where the playbook forgot it."""
        name = self.spec.flow.state_now(key)
        if not name:
            zh = f"方案里已没有“{key}”这个状态，请先修订方案。"
            raise Refusal("matters.state_gone", zh=zh, en=f'the playbook knows no state "{key}" any more.')
        return self.spec.flow.states[name]

    def state_id(self, key: str) -> int:
        return self.house.id_of(*self.path, "flow", "states", key)

    def move_id(self, key: str) -> int:
        return self.house.id_of(*self.path, "flow", "moves", key)

    def moves_from(self, state: str) -> Mapping[str, Move]:
        """The moves that leave the state *state* means today."""
        now = self.spec.flow.state_now(state)
        return {key: move for key, move in self.spec.flow.moves.items() if now in move.from_}

    def stored(self, answers: Answers) -> dict[str, Value | int]:
        """*answers* keyed by identities, so that a rename changes nothing."""
        found: dict[str, Value | int] = {}
        for key, value in answers.items():
            path = (*self.path, "fields", key)
            is_choice = isinstance(self.spec.fields[key], ChoiceField)
            found[str(self.house.id_of(*path))] = (
                self.house.id_of(*path, "options", str(value)) if is_choice else value
            )
        return found

    def merged(self, data: str, answers: Answers, *, without: str = "") -> str:
        """Stored answers with *answers* laid over them, as canonical JSON; *without* the one of that row."""
        kept = {row: value for row, value in json.loads(data).items() if row != without}
        return canonical(kept | self.stored(answers))

    def outdated(self, move: str, answers: Answers) -> str:
        """The row of the public words where *move* asks for them anew and none are given; empty otherwise.

        What was said of an earlier answer is not true of a later one. Letting out takes them as they stand.
        """
        words, asked = self.spec.published, self.spec.flow.moves[move].ask.fields
        if not words or words not in asked or words in answers or move == self.spec.published_by:
            return ""
        return str(self.house.id_of(*self.path, "fields", words))

    def slots(self, data: str) -> dict[str, Slot]:
        """The counted columns for stored answers."""
        return dict(zip(SLOTS, self.projection.of(data), strict=True))


def read_answers(stored: Mapping[str, Value], house: House) -> Iterator[tuple[str, AnyField, Value]]:
    """Stored answers with their fields, as the house knows them; what it does not know stays unsaid."""
    for row, value in stored.items():
        try:
            path = house.path_of(int(row))
        except KeyError:
            continue
        spec = house.section(MattersSection).matters[path[1]].fields[path[-1]]
        is_choice = isinstance(spec, ChoiceField) and isinstance(value, int)
        yield path[-1], spec, house.path_of(value)[-1] if is_choice and isinstance(value, int) else value


def kind_of(house: House, key: str) -> Kind:
    """The kind *key* of *house*; refused in words where it is not declared."""
    kinds: dict[str, Kind] | None = house.__dict__.get("_matter_kinds")
    if kinds is None:
        kinds = {}
        # A house is frozen and lives as long as its version; so may what is compiled from it.
        object.__setattr__(house, "_matter_kinds", kinds)
    if key not in kinds:
        kinds[key] = _compiled(house, key)
    return kinds[key]


def _compiled(house: House, key: str) -> Kind:
    section = house.section(MattersSection)
    spec = section.matters.get(key)
    if spec is None:
        raise _unknown(key, list(section.matters))
    fields = [house.id_of("matters", key, "fields", name) for name in spec.fields]
    slots = dict(Declared.objects.filter(pk__in=fields).exclude(slot="").values_list("pk", "slot"))
    options = {
        house.id_of("matters", key, "fields", name, "options", option): option
        for name, field in spec.fields.items()
        if isinstance(field, ChoiceField)
        for option in field.options
    }
    kind = house.id_of("matters", key)
    limits = tuple(_fitting(name, one, key, house) for name, one in spec.flow.limits.items())
    copies = {
        field: (one.slot, one.convert) for field, one in copies_in([house]).items() if one.field in fields
    }
    projection = Projection(slots, options, copies)
    return Kind(key, kind, house, spec, section.calendar.compiled(), projection, limits)


def _fitting(name: str, limit: DatedLimit, kind: str, house: House) -> Fitting:
    """A dated limit by identities; a category means all under it too."""
    section = house.section(MattersSection)
    tops = [section.category_path(key) for key in limit.categories]
    paths = [path for path, _ in section.walk_categories() if any(path[: len(top)] == top for top in tops)]
    fields = ("matters", kind, "fields")
    said = {
        str(house.id_of(*fields, field)): frozenset(
            house.id_of(*fields, field, "options", option) for option in options
        )
        for field, options in limit.where.items()
    }
    row = house.id_of("matters", kind, "flow", "limits", name)
    return Fitting(name, row, limit, frozenset(house.id_of(*path) for path in paths), said)


def _unknown(key: str, declared: list[str]) -> Refusal:
    near = nearest(key, declared)
    zh = f"没有“{key}”这种事项" + (f"，是不是“{near}”？" if near else "。")
    en = f'there is no kind of matter "{key}"' + (f'; did you mean "{near}"?' if near else ".")
    return Refusal("matters.unknown_kind", zh=zh, en=en, field="kind")
