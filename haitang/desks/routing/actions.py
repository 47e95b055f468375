"""Learn anew, use another version, say what matters are about, dispatch by oneself, take a suggestion."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction

from haitang.desks.routing.models import LearnedVersion, Suggestion
from haitang.desks.routing.queries import (
    USABLE,
    handed_before,
    suggestion_of,
    thoughts,
    units_to_choose,
    version_in_use,
    waiting,
)
from haitang.desks.routing.refusals import emptied, nothing_to_take, too_little
from haitang.desks.routing.rules import LEARNS
from haitang.desks.routing.wording import because
from haitang.kernel.matters.api import EDITS, Kind, edit, make_move, steps_of
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import SYSTEM, Actor, forbidden, require, root_of
from haitang.kernel.registry.models import Unit
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

#: The namespace of the house's own dispatches: a matter is dispatched by it once.
_HOUSE = UUID("7a3e9d1c-52b4-4d0a-9c55-60e1b8f2c4aa")
#: A nightly version this much worse than the one in use is kept, but not used.
_WORSE = 0.02
_BATCH = 500


def learn_anew(kind: Kind, *, actor: Actor, nightly: bool = False) -> LearnedVersion:
    """Learn from the matters of *kind* as they stand now.

    The new version is used at once; the nightly one only where nobody went back to an older version, and
    where it is not clearly worse than the one in use.
    """
    from haitang.desks.routing.examples import examples  # noqa: PLC0415 -- slow import
    from haitang.desks.routing.keeping import kept  # noqa: PLC0415 -- slow import
    from haitang.desks.routing.learning import lesson  # noqa: PLC0415 -- slow import

    _must_learn(actor)
    try:
        learned = lesson(examples(kind))
    except ValueError as error:
        raise too_little() from error
    with transaction.atomic():
        before = list(
            LearnedVersion.objects.select_for_update().filter(kind=kind.id).defer("slopes", "habits")
        )
        use = not nightly or _may_follow(before, learned.figures["accuracy"])
        version = LearnedVersion.objects.create(
            region_id=actor.region_id,
            kind_id=kind.id,
            serial=max((one.serial for one in before), default=0) + 1,
            learned_at=clock.now(),
            learned_by_id=actor.person_id,
            **kept(learned),
        )
        _empty_old(version)
        return use_version(version, actor=actor) if use else version


def _may_follow(before: Sequence[LearnedVersion], accuracy: float) -> bool:
    latest = max(before, key=lambda one: one.serial, default=None)
    if latest is None:
        return True
    return latest.in_use and accuracy >= json.loads(latest.figures)["accuracy"] - _WORSE


def _empty_old(version: LearnedVersion) -> None:
    """Versions long past keep their figures; what they learned is let go."""
    old = LearnedVersion.objects.filter(
        kind=version.kind_id, serial__lte=version.serial - USABLE, in_use=False
    )
    old.exclude(digest="").update(slopes=b"", habits="{}", digest="")


@transaction.atomic
def use_version(version: LearnedVersion, *, actor: Actor) -> LearnedVersion:
    """Have *version* speak from now on: the newest, or an older one that did better."""
    _must_learn(actor)
    if not version.digest:
        raise emptied(version)
    LearnedVersion.objects.filter(kind=version.kind_id, in_use=True).update(in_use=False)
    version.in_use = True
    version.save(update_fields=["in_use"])
    return version


def _must_learn(actor: Actor) -> None:
    if not actor.is_system:
        require(actor, LEARNS, root_of(actor.region_id))


@dataclass(frozen=True)
class Routed:
    """What the house said of those that waited."""

    suggested: int
    dispatched: int


def route_waiting(kind: Kind, *, actor: Actor, most: int = 2_000) -> Routed:
    """Say of each matter of *kind* that came in what it is about and whose it is; dispatch the sure ones."""
    if not actor.is_system:
        raise forbidden(LEARNS)
    version = version_in_use(kind)
    batch = list(waiting(kind).select_related("unit", "owner", "category")[:most]) if version else []
    if version is None or not batch:
        return Routed(0, 0)
    dispatched = 0
    for start in range(0, len(batch), _BATCH):
        part = batch[start : start + _BATCH]
        said = [(one, _sure_unit(one, kind)) for one in _suggestions(part, kind, version)]
        Suggestion.objects.bulk_create([one for one, unit in said if unit is None])
        for matter, (suggestion, unit) in zip(part, said, strict=True):
            dispatched += unit is not None and _settle(matter, suggestion, unit, kind)
    return Routed(len(batch), dispatched)


def _suggestions(matters: Sequence[Matter], kind: Kind, version: LearnedVersion) -> list[Suggestion]:
    from haitang.desks.routing.examples import Map, category_of  # noqa: PLC0415 -- slow import
    from haitang.desks.routing.keeping import knowledge_of  # noqa: PLC0415 -- slow import
    from haitang.desks.routing.learner.model import Message  # noqa: PLC0415 -- slow import

    knowledge = knowledge_of(version.pk, version.digest)
    model = knowledge.model
    messages = [Message(matter.title, matter.body) for matter in matters]
    places = Map.of(matter.unit.path for matter in matters)
    now = clock.now()
    chances = [
        _as_set(row, model.labels, ".".join(category_of(kind.house, matter.category_id)))
        for matter, row in zip(matters, model.chances(messages).tolist(), strict=True)
    ]
    best = [max(range(len(row)), key=row.__getitem__) for row in chances]
    reasons = model.reasons_of(messages, [model.labels[place] for place in best])
    found = []
    for matter, row, place, why in zip(matters, chances, best, reasons, strict=True):
        units = knowledge.units(row, places.standing(matter.unit.path))
        found.append(
            Suggestion(
                matter=matter,
                version=version,
                category_id=_category_id(kind, model.labels[place]),
                category_chance=row[place],
                units=json.dumps([[unit, round(chance, 4)] for unit, chance in units]),
                words=json.dumps([one.words for one in why], ensure_ascii=False),
                made_at=now,
            )
        )
    return found


def _as_set(chances: list[float], labels: Sequence[str], category: str) -> list[float]:
    """The chances; certainty where somebody said already what it is about."""
    return [float(label == category) for label in labels] if category in labels else chances


def _category_id(kind: Kind, label: str) -> int | None:
    """The identity of a category as it was learned; none for one that is no longer declared."""
    first, *narrower = label.split(".")
    try:
        return kind.house.id_of("categories", first, *(step for key in narrower for step in ("under", key)))
    except KeyError:
        return None


def _settle(matter: Matter, suggestion: Suggestion, unit: Unit, kind: Kind) -> bool:
    """Make the move that is sure enough, and keep what was said."""
    try:
        with transaction.atomic():
            _dispatch(matter, suggestion, unit, kind)
            suggestion.save(force_insert=True)
        return True
    except Refusal:
        # Somebody was faster, or the flow does not allow it here: what was said is kept as a suggestion.
        suggestion.dispatched_at = None
        suggestion.save(force_insert=True)
        return False


def _sure_unit(suggestion: Suggestion, kind: Kind) -> Unit | None:
    """Where the house sends it by itself: it may, is sure of category and unit, and nobody sent it before."""
    assert kind.spec.routing is not None
    limit, units = kind.spec.routing.dispatch_above, json.loads(suggestion.units)
    if limit is None or not units or suggestion.category_id is None:
        return None
    if min(suggestion.category_chance, units[0][1]) < limit:
        return None
    if handed_before(suggestion, kind).exists():
        return None
    return units_to_choose(kind, [units[0][0]]).first()


def _dispatch(matter: Matter, suggestion: Suggestion, unit: Unit, kind: Kind) -> None:
    assert kind.spec.routing is not None
    house = SYSTEM(matter.region_id)
    seen = _name_category(matter, suggestion, seen=matter.serial, kind=kind, actor=house)
    chance = min(suggestion.category_chance, json.loads(suggestion.units)[0][1])
    make_move(
        matter,
        move=kind.spec.routing.move,
        seen=seen,
        client_id=uuid5(_HOUSE, str(matter.uuid)),
        to_unit=unit,
        note=because(json.loads(suggestion.words), chance=chance),
        actor=house,
    )
    suggestion.first_unit, suggestion.dispatched_at = unit, clock.now()


def _name_category(matter: Matter, suggestion: Suggestion, *, seen: int, kind: Kind, actor: Actor) -> int:
    """Give *matter* the category that was said, if it has none; the serial to go on from."""
    if matter.category_id is not None or suggestion.category_id is None:
        return seen
    if not (actor.is_system or EDITS.allows(actor, matter)):
        return seen
    path = ".".join(kind.house.path_of(suggestion.category_id)[1::2])
    edit(matter, seen=seen, category=path, actor=actor)
    return seen + 1


@transaction.atomic
def take_suggestion(matter: Matter, *, kind: Kind, seen: int, client_id: UUID, actor: Actor) -> Step:
    """Dispatch *matter* as was suggested: category and unit in one press, by somebody who may."""
    assert kind.spec.routing is not None
    if before := steps_of(matter).filter(uuid=client_id).first():
        return before
    suggestion = suggestion_of(matter)
    thought = thoughts(suggestion, kind)[:1] if suggestion else []
    if suggestion is None or not thought:
        raise nothing_to_take()
    seen = _name_category(matter, suggestion, seen=seen, kind=kind, actor=actor)
    return make_move(
        matter,
        move=kind.spec.routing.move,
        seen=seen,
        client_id=client_id,
        to_unit=thought[0].unit,
        actor=actor,
    )


@transaction.atomic
def forget_words(matter: Matter, *, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """Words of *matter* went: those that decided are forgotten too; what was decided stays."""
    Suggestion.objects.filter(matter=matter).update(words="[]")
