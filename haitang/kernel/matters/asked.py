"""What a move was given, checked against what it asks; every fault at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from haitang.kernel.matters.admission import storable
from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.words import Move
from haitang.kernel.playbooks.fields import Answers, AnyField, ChoiceField, clean_answers
from haitang.kernel.registry.models import Person, Unit
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal, Refusals
from haitang.lib.text import Text

NOTE_LENGTH = 2000


#: What somebody says; or what the house says for itself, in both languages.
Note = str | Text


def first_language(note: Note) -> str:
    """*note* as its column keeps it: what the house says in both languages, in the first one."""
    return (note.zh if isinstance(note, Text) else note).strip()


def in_both(note: Note) -> dict[str, Any]:
    """What a step keeps of *note* besides, so that it is shown in either language."""
    return {"said": {"zh": note.zh, "en": note.en}} if isinstance(note, Text) else {}


@dataclass(frozen=True)
class Given:
    """What somebody gives with a move; ``said`` is the note in both languages, where the house wrote it."""

    note: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)  # reason: checked by the kind's fields
    to_unit: Unit | None = None
    invited: Sequence[Unit] = ()
    assignee: Person | None = None
    quantity: int | None = None
    rating: int | None = None
    attachments: tuple[UUID, ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)  # reason: JSON


def cleaned(given: Given, *, move: Move, kind: Kind, to: str, region_id: int) -> Answers:
    """The canonical answers of a *move* that leads *to* a state.

    Raises :class:`Refusals` with everything that is missing or out of bounds.
    """
    refused = [*_refused(given, move, region_id)]
    answers: Answers = {}
    try:
        asked = asked_fields(move, kind)
        answers = clean_answers(asked, given.answers, region_id=region_id)
    except Refusals as several:
        refused += several.refusals
    refused += _over(answers, move=move, kind=kind, to=to)
    if refused:
        raise Refusals(refused)
    return answers


def _over(answers: Answers, *, move: Move, kind: Kind, to: str) -> Iterator[Refusal]:
    """The day until which it shall stand where the move leads, if that day is over already."""
    limit = kind.spec.flow.states[to].limit
    key = limit.until if limit and limit.until in move.ask.fields else None
    if key and key in answers and date.fromisoformat(str(answers[key])) < clock.today():
        label = kind.spec.fields[key].label
        zh = f"{label.zh}：{answers[key]} 已经过去，请填今天或以后的一天。"
        en = f"{label.en}: {answers[key]} has gone by; choose today or a later day."
        yield _refusal("day_gone_by", zh, en, key)


def asked_fields(move: Move, kind: Kind) -> dict[str, AnyField]:
    """The fields that *move* asks; some may be left out at other times and not now."""
    asked = {key: _narrowed(kind.spec.fields[key], move.ask.only.get(key)) for key in move.ask.fields}
    must = {key: asked[key].model_copy(update={"required": True}) for key in move.ask.must}
    return asked | must


def _narrowed(field: AnyField, only: Sequence[str] | None) -> AnyField:
    if not isinstance(field, ChoiceField) or only is None:
        return field
    options = {key: option for key, option in field.options.items() if key in only}
    return field.model_copy(update={"options": options})


def _refused(given: Given, move: Move, region_id: int) -> Iterator[Refusal]:
    found = (
        _note(given.note, move),
        _files(given, move),
        _rating(given.rating, move),
        _quantity(given.quantity, move),
        _to_unit(given.to_unit, move, region_id),
        *(_invited(unit, move, region_id) for unit in given.invited),
        _assignee(given.assignee, region_id),
    )
    return (one for one in found if one is not None)


def _note(note: str, move: Move) -> Refusal | None:
    if not note:
        if move.ask.note == "required":
            zh, en = f"“{move.label.zh}”需要写明说明。", f'"{move.label.en}" needs a note.'
            return _refusal("note_required", zh, en, "note")
        return None
    if move.ask.note == "none":
        zh, en = f"“{move.label.zh}”不填说明。", f'"{move.label.en}" takes no note.'
        return _refusal("note_not_asked", zh, en, "note")
    if len(note) > NOTE_LENGTH or not storable(note):
        zh, en = f"说明最多 {NOTE_LENGTH} 字。", f"a note has at most {NOTE_LENGTH} characters."
        return _refusal("note_too_long", zh, en, "note")
    return None


def _files(given: Given, move: Move) -> Refusal | None:
    if move.ask.photos == "required" and not given.attachments:
        zh, en = f"“{move.label.zh}”需要照片。", f'"{move.label.en}" needs photos.'
        return _refusal("photos_required", zh, en, "photos")
    if move.ask.photos == "none" and given.attachments:
        zh, en = f"“{move.label.zh}”不收照片。", f'"{move.label.en}" takes no photos.'
        return _refusal("photos_not_asked", zh, en, "photos")
    return None


def _rating(rating: int | None, move: Move) -> Refusal | None:
    if rating is None:
        if move.ask.rating == "required":
            return _refusal("rating_required", "请评价，1 至 5 星。", "rate it, one to five stars.", "rating")
        return None
    if move.ask.rating == "none" or not 1 <= rating <= 5:
        return _refusal(
            "rating", "评价应为 1 至 5 星，且这一步需要评价。", "one to five, where asked.", "rating"
        )
    return None


def _quantity(quantity: int | None, move: Move) -> Refusal | None:
    asked = move.ask.quantity
    if asked is None:
        return (
            None
            if quantity is None
            else _refusal("quantity", "这一步不填数量。", "no quantity here.", "quantity")
        )
    if quantity is None or not asked.min <= quantity <= asked.max:
        zh = f"{asked.label.zh}：应在 {asked.min} 与 {asked.max} 之间。"
        en = f"{asked.label.en}: between {asked.min} and {asked.max}."
        return _refusal("quantity", zh, en, "quantity")
    return None


def _to_unit(unit: Unit | None, move: Move, region_id: int) -> Refusal | None:
    if move.hands_to != "unit":
        return (
            None
            if unit is None
            else _refusal("unit", "这一步不选单位。", "no unit is chosen here.", "to_unit")
        )
    if unit is None:
        return _refusal("unit_required", "请选择交给哪个单位。", "choose the unit to hand it to.", "to_unit")
    return _fit(unit, move.to_kinds, region_id, "to_unit")


def _invited(unit: Unit, move: Move, region_id: int) -> Refusal | None:
    if not move.invites:
        return _refusal("not_inviting", "这一步不邀请单位。", "nobody is invited here.", "invited")
    return _fit(unit, move.invites, region_id, "invited")


def _fit(unit: Unit, kinds: Sequence[str], region_id: int, field: str) -> Refusal | None:
    if unit.region_id != region_id or unit.until is not None:
        return _refusal("unit_gone", f"“{unit.name}”不能接办。", f"{unit.name} cannot take it.", field)
    if kinds and unit.kind.key not in kinds:
        zh, en = f"“{unit.name}”这类单位不能接办。", f"{unit.name} is not of a kind that can take it."
        return _refusal("unit_kind", zh, en, field)
    return None


def _assignee(person: Person | None, region_id: int) -> Refusal | None:
    if person is None or (person.region_id == region_id and person.erased_at is None):
        return None
    return _refusal("assignee", "花名册中没有这个人。", "the register does not know this person.", "assignee")


def _refusal(code: str, zh: str, en: str, field: str) -> Refusal:
    return Refusal(f"matters.{code}", zh=zh, en=en, field=field)
