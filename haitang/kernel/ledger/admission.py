"""Every check that stands between a draft and the ledger; the same for one entry and for a million."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from secrets import token_hex
from typing import NamedTuple

from django.db.models import Q

from haitang.kernel.ledger.answers import NO_ANSWERS, Answered, ReadAnswers
from haitang.kernel.ledger.directory import Directory, KnownUnit
from haitang.kernel.ledger.drafts import Draft
from haitang.kernel.ledger.enums import HOUSEHOLD
from haitang.kernel.ledger.facts import Values
from haitang.kernel.ledger.files import digests_of
from haitang.kernel.ledger.kinds import DeedKind, kind_of
from haitang.kernel.ledger.sealing import SealedRow, digest_of, instant, note_digest
from haitang.kernel.registry.actors import Actor, lasting_revision
from haitang.kernel.registry.rules import SEES_PEOPLE
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.lib.diagnostics import Forbidden, Refusal, Refusals


class FreeText(NamedTuple):
    """An entry's erasable part, with the salt of its sealed hash."""

    salt: str
    text: str
    answers: str


class AdmittedDeed(NamedTuple):
    """A draft that may be written: its row, digest, slots, and free text if there is any."""

    row: SealedRow
    digest: bytes
    slots: Values
    free: FreeText | None


class Moment(NamedTuple):
    """When it is recorded: as it is sealed, and on which of the counties' days."""

    sealed: str
    day: date


def _read_moment(at: datetime) -> Moment:
    return Moment(instant(at), clock.day_of(at))


#: For acts that all happen now; those of a bulk each have their own.
_moment = lru_cache(maxsize=16)(_read_moment)


@dataclass
class DeedAdmission:
    """Admits drafts of one actor. ``by_move`` says that a matter's move, which allowed the act, writes."""

    actor: Actor
    at: datetime
    by_move: bool = False
    directory: Directory = field(init=False)
    answered: Answered = field(default_factory=Answered)

    def __post_init__(self) -> None:
        self.directory = Directory(lasting_revision(self.actor))

    def learn(self, drafts: list[Draft]) -> None:
        """Look up at once everything that *drafts* name."""
        units = [unit for draft in drafts for unit in (draft.unit, draft.served_unit)]
        people = [one for draft in drafts for one in (draft.person, draft.served_person)]
        self.directory.learn(units, (one for one in people if one != self.actor.person_id), sees=self._sees)

    def _sees(self) -> Q:
        return Q() if self._is_trusted else SEES_PEOPLE.visible(self.actor)

    @property
    def _is_trusted(self) -> bool:
        """Whether what is named was decided by the house: by itself, or by a flow."""
        return self.actor.is_system or self.by_move

    def admit(self, draft: Draft) -> AdmittedDeed:
        """The entry to write; raises :class:`Refusals` with every reason not to."""
        unit = self._unit(draft)
        kind = kind_of(self.directory.house_at(unit), draft.kind)
        moment = _read_moment(draft.recorded_at) if draft.recorded_at else _moment(self.at)
        refused = self._refused(draft, kind, unit, moment)
        answers = NO_ANSWERS
        if kind.asked or draft.answers:
            try:
                answers = self.answered.read(kind, draft.answers, self.actor.region_id)
            except Refusals as several:
                refused += several.refusals
        if refused:
            raise Refusals(refused)
        return self._admitted(draft, kind, answers, moment)

    def as_recorded(self, draft: Draft, house: House) -> AdmittedDeed | None:
        """What *draft* made under *house*, whether or not it would be admitted today; None if nothing."""
        try:
            kind = kind_of(house, draft.kind)
            answers = self.answered.read(kind, draft.answers, self.actor.region_id)
            return self._admitted(draft, kind, answers, _moment(draft.recorded_at or self.at))
        except Refusal:
            return None

    def _unit(self, draft: Draft) -> KnownUnit:
        unit = self.directory.unit(draft.unit, self.actor.region_id)
        if unit is None:
            raise _refusal("unknown_unit", "花名册中没有这个单位。", "the register has no such unit.", "unit")
        return unit

    def _refused(self, draft: Draft, kind: DeedKind, unit: KnownUnit, moment: Moment) -> list[Refusal]:
        """Everything against *draft* but its answers."""
        found = (
            self._who(kind, unit),
            _day(draft.day, moment.day, unit) or self._since(draft.day, unit),
            _quantity(draft.quantity, kind),
            self._served(draft, kind),
            self._matter(draft),
            self._person(draft.person, "person"),
            self._person(draft.served_person, "served_person"),
            _storable(draft.note, "note"),
        )
        return [one for one in found if one is not None]

    def _who(self, kind: DeedKind, unit: KnownUnit) -> Refusal | None:
        if self._is_trusted:
            return None
        who = kind.spec.who
        for post in self.actor.stands if not kind.spec.by_moves else ():
            if (not who or post.role in who) and unit.path.startswith(post.unit_path):
                return None
        label = kind.spec.label
        return Forbidden(
            "ledger.may_not_record",
            zh=f"您的职务不能在这里记录“{label.zh}”。",
            en=f'your posts do not let you record "{label.en}" here.',
            field="kind",
        )

    def _since(self, day: date, unit: KnownUnit) -> Refusal | None:
        """Not of what moves write: old matters come in from files, and units are older than the register."""
        if self.by_move or day >= unit.since:
            return None
        zh, en = f"该单位自 {unit.since} 起才有。", f"the unit exists since {unit.since} only."
        return _refusal("unit_not_yet", zh, en, "day")

    def _served(self, draft: Draft, kind: DeedKind) -> Refusal | None:
        serves = kind.spec.serves
        unit = self.directory.unit(draft.served_unit, self.actor.region_id) if draft.served_unit else None
        if draft.served_unit and not (unit and self._reaches(unit)):
            return _refusal("unknown_unit", "没有这个服务对象。", "no such unit to serve.", "served_unit")
        wrong_unit = unit and (serves not in {"unit", HOUSEHOLD} or (serves == HOUSEHOLD != unit.kind))
        if wrong_unit or (draft.served_person and serves != "person"):
            zh, en = _SERVES[serves]
            return _refusal("serves", zh, en, "served_unit" if wrong_unit else "served_person")
        return None if draft.served_unit or draft.served_person else _unnamed(kind)

    def _reaches(self, unit: KnownUnit) -> bool:
        """Whether the actor may name *unit*: it lies in sight, or where the actor stands."""
        if self._is_trusted or self.actor.may_at("registry.see", unit.path):
            return True
        return any(unit.path.startswith(stand.unit_path) for stand in self.actor.stands)

    def _matter(self, draft: Draft) -> Refusal | None:
        """What names a matter counts as written by its flow: nobody writes that by hand."""
        if draft.matter is None or self._is_trusted:
            return None
        zh, en = "事项的记录由流转写下，不能自己填写。", "only a matter's own moves write its entries."
        return _refusal("matter_by_hand", zh, en, "matter")

    def _person(self, person: int | None, name: str) -> Refusal | None:
        if person is None or person == self.actor.person_id:
            return None
        if self.directory.knows_person(person, self.actor.region_id):
            return None
        return _refusal(
            "unknown_person", "花名册中没有这个人。", "the register does not know this person.", name
        )

    def _admitted(self, draft: Draft, kind: DeedKind, answers: ReadAnswers, moment: Moment) -> AdmittedDeed:
        free = None
        if draft.note or answers.private:
            free = FreeText(token_hex(16), draft.note, answers.private)
        row = self._row(draft, kind, answers.sealed, moment)
        if free:
            row = row._replace(note=note_digest(free.salt, free.text, free.answers))
        if draft.attachments or answers.files:
            row = row._replace(attached=self._attached(draft, kind, answers))
        return AdmittedDeed(row, digest_of(row, kind.versions), answers.slots, free)

    def _attached(self, draft: Draft, kind: DeedKind, answers: ReadAnswers) -> str:
        """A move's files were taken by its matter; else the kind and its fields say what they take."""
        photos = [*answers.photos, *(draft.attachments if kind.spec.takes == "photos" else ())]
        return digests_of(
            [*draft.attachments, *answers.files], self.actor, photos=() if self.by_move else photos
        )

    def _row(self, draft: Draft, kind: DeedKind, data: str, moment: Moment) -> SealedRow:
        return SealedRow(
            attached="",
            channel=draft.channel.value,
            data=data,
            day=draft.day.isoformat(),
            kind=kind.id,
            matter=draft.matter.hex if draft.matter else None,
            note="",
            person=draft.person or self.actor.person_id,
            quantity=draft.quantity,
            reason="",
            recorded_at=moment.sealed,
            recorded_by=self.actor.person_id,
            recorded_on=moment.day.isoformat(),
            region=self.actor.region_id,
            served_person=draft.served_person,
            served_unit=draft.served_unit,
            unit=draft.unit,
            uuid=draft.uuid.hex,
            version=kind.version,
            voids=None,
        )


_SERVES = {
    "nobody": ("这种记录不填写服务对象。", "this kind names nobody as served."),
    "person": ("服务对象应为一个人。", "this kind serves a person."),
    "unit": ("服务对象应为一个单位。", "this kind serves a unit."),
    "household": ("服务对象应为一户。", "this kind serves a household."),
}


#: What is said where a kind must name whom it served and the draft names nobody.
_UNNAMED = {
    "person": ("请写明服务了谁。", "name who was served."),
    "unit": ("请写明服务了哪个单位。", "name which unit was served."),
    "household": ("请写明是哪一户。", "name which household it was."),
}


def _unnamed(kind: DeedKind) -> Refusal | None:
    if not kind.spec.must_name:
        return None
    zh, en = _UNNAMED[kind.spec.serves]
    return _refusal("must_name", zh, en, "served_person" if kind.spec.serves == "person" else "served_unit")


def _day(day: date, recorded_on: date, unit: KnownUnit) -> Refusal | None:
    if day > recorded_on:
        return _refusal("in_the_future", "日期不能晚于今天。", "the day cannot lie after today.", "day")
    if unit.until and day >= unit.until:
        zh, en = f"该单位已于 {unit.until} 撤销。", f"the unit was closed on {unit.until}."
        return _refusal("unit_closed", zh, en, "day")
    return None


def _quantity(quantity: int, kind: DeedKind) -> Refusal | None:
    allowed = kind.spec.quantity
    if allowed.min <= quantity <= allowed.max:
        return None
    zh = f"数量应在 {allowed.min} 与 {allowed.max} 之间。"
    return _refusal("quantity", zh, f"the quantity lies between {allowed.min} and {allowed.max}.", "quantity")


def _storable(text: str, name: str) -> Refusal | None:
    """NUL ends a text in PostgreSQL, and half a surrogate pair is no character anywhere."""
    if text and ("\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)):
        zh, en = "含有无法保存的字符。", "it holds a character that cannot be kept."
        return _refusal("unstorable", zh, en, name)
    return None


def _refusal(code: str, zh: str, en: str, field: str) -> Refusal:
    return Refusal(f"ledger.{code}", zh=zh, en=en, field=field)
