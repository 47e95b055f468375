"""Who had a hand in a matter, and who stands outside: neither they nor their units had to do with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from haitang.kernel.matters.models import Call, Claim, Handler, Matter, Step
from haitang.kernel.registry.actors import Actor, actor_of_person
from haitang.kernel.registry.models import Person, Post, Unit
from haitang.kernel.registry.rules import NOTHING, Rule
from haitang.kernel.registry.spans import ids_in, under

#: A unit's path and the day before which the post there had ended; None for one still held.
Stood = tuple[str, date | None]


@dataclass(frozen=True)
class OutsideChain(Rule):
    """The actor did nothing to it, and stands neither over, at nor below a unit through whose hands it went.

    Also where they stood while it was open. A region's root is over everybody, so who stands elsewhere below
    it is not counted as its own; who stands at the root itself is over all. A token is worth one post, and
    outside where its holder is, with all the others.
    """

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether nothing ties them to it."""
        if not isinstance(thing, Matter) or thing.region_id != actor.region_id:
            return False
        if actor.person_id is None:
            return False
        stood = [path for path, until in _stood(actor) if until is None or thing.opened_on < until]
        through = list(Unit.objects.filter(pk__in=_units(thing)).values_list("path", flat=True))
        near = any(_is_near(mine, path) for mine in stood for path in through)
        return not near and not _is_theirs(thing, actor.person_id)

    def visible(self, actor: Actor) -> Q:
        """All that nothing ties them to."""
        if actor.person_id is None:
            return NOTHING
        here = Q(region=actor.region_id) & ~_touched_by(actor.person_id)
        for path, until in _stood(actor):
            while_open = Q() if until is None else Q(opened_on__lt=until)
            here &= ~(while_open & _went_through(path, actor.region_id))
        return here


OUTSIDE = OutsideChain()


def matters_outside(actor: Actor, ids: Iterable[int]) -> QuerySet[Matter]:
    """Those of the matters *ids* in whose chain *actor* has no place."""
    return Matter.objects.filter(OUTSIDE.visible(actor), pk__in=ids)


def _stood(actor: Actor) -> Iterator[Stood]:
    held = Post.objects.filter(person=actor.person_id).values_list("unit__path", "until")
    yield from held
    # A token stands where its one post does; its holder's ties lead elsewhere, too.
    holder = Person(pk=actor.person_id, region_id=actor.region_id)
    whole = actor_of_person(holder) if actor.post_id else actor
    yield from ((stand.unit_path, None) for stand in whole.stands)


def _is_near(mine: str, path: str) -> bool:
    """Whether who stands at *mine* is over, at or below the unit with *path*; the root is nobody's own."""
    return path.startswith(mine) or (mine.startswith(path) and len(ids_in(path)) > 1)


def _units(matter: Matter) -> set[int]:
    found: set[int | None] = {matter.unit_id, matter.owner_id}
    for trio in Step.objects.filter(matter=matter).values_list("unit", "from_owner", "to_owner"):
        found |= set(trio)
    for part in (Handler, Call, Claim):
        found |= set(part._default_manager.filter(matter=matter).values_list("unit", flat=True))  # noqa: SLF001 -- any of three
    return {unit for unit in found if unit is not None}


def _is_theirs(matter: Matter, person: int) -> bool:
    return Matter.objects.filter(_touched_by(person), pk=matter.pk).exists()


def _touched_by(person: int) -> Q:
    own = OuterRef("pk")
    return (
        Q(opened_by=person, opened_by__isnull=False)
        | Q(assignee=person, assignee__isnull=False)
        | Q(Exists(Step.objects.filter(matter=own, actor=person)))
        | Q(Exists(Claim.objects.filter(matter=own, person=person)))
        | Q(Exists(Call.objects.filter(matter=own, asked_by=person)))
    )


def _went_through(path: str, region: int) -> Q:
    units = Unit.objects.filter(under(path) | Q(pk__in=ids_in(path)[1:]), region=region).values("pk")
    own = OuterRef("pk")
    by_step = Q(unit__in=units) | Q(from_owner__in=units) | Q(to_owner__in=units)
    return (
        Q(unit__in=units)
        | Q(owner__in=units)
        | Q(Exists(Step.objects.filter(by_step, matter=own)))
        | Q(Exists(Handler.objects.filter(matter=own, unit__in=units)))
        | Q(Exists(Call.objects.filter(matter=own, unit__in=units)))
        | Q(Exists(Claim.objects.filter(matter=own, unit__in=units)))
    )
