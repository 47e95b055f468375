"""One matter, for somebody who may see it; for anyone else there is none."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from haitang.kernel.matters import follow
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.rules import SEES_MATTERS
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Region
from haitang.kernel.registry.planned import plans_kept
from haitang.lib.slips import read_slip

#: Not those that few matters have: the main one it is gathered under, the one it is part of.
_RELATED = (
    "kind",
    "state",
    "category",
    "unit__region",
    "unit__kind",
    "owner",
    "assignee",
    "opened_by",
)


@plans_kept()
def matter_for(actor: Actor, number: str) -> Matter | None:
    """The matter of this number if *actor* may see it; None otherwise, as for one that does not exist."""
    found = Matter.objects.select_related(*_RELATED).prefetch_related("handlers")
    matter = found.filter(region=actor.region_id, number=clean_number(number)).first()
    return matter if matter and SEES_MATTERS.allows(actor, matter) else None


def matter_from_outside(actor: Actor, kind: str, key: str) -> Matter | None:
    """The matter of *kind* that came from another system under *key*, if *actor* may see it."""
    came = Matter.objects.filter(region=actor.region_id, kind__key=kind, outside_key=key.replace("\0", ""))
    number = came.exclude(outside_key="").values_list("number", flat=True).first()
    return matter_for(actor, number) if number else None


def matters_of_kinds(region: Region | int, kinds: Iterable[int]) -> QuerySet[Matter]:
    """Every matter of these kinds, without its words: for lists that show only the facts of each."""
    found = Matter.objects.filter(region=region, kind__in=list(kinds))
    return found.select_related("kind", "state", "unit", "owner").defer("title", "body")


def matters_for(actor: Actor, numbers: Iterable[str]) -> list[Matter]:
    """Those of these *numbers* that *actor* may see, in the order given and each once; two queries."""
    wanted = list(dict.fromkeys(clean_number(number) for number in numbers))
    seen = Matter.objects.filter(SEES_MATTERS.visible(actor), region=actor.region_id, number__in=wanted)
    matters = seen.select_related(*_RELATED).prefetch_related("handlers")
    found = {matter.number: matter for matter in matters}
    return [found[number] for number in wanted if number in found]


def rated_like(matter: Matter, actor: Actor, *, most: int) -> list[Matter]:
    """The last closed ones of its category that were rated and *actor* may see.

    Along their own index, asking of each whether it may be seen: to gather first all that may be seen would
    read half of what there is.
    """
    found = Matter.objects.filter(
        SEES_MATTERS.visible(actor),
        region=actor.region_id,
        category=matter.category_id,
        rating__isnull=False,
        closed_at__isnull=False,
    )
    return list(found.exclude(pk=matter.pk).order_by("-sort_at").defer("body", "data")[:most])


def number_seen(actor: Actor, matter: UUID) -> str:
    """The number of the matter with this uuid, empty where *actor* may not see it."""
    seen = Matter.objects.filter(SEES_MATTERS.visible(actor), uuid=matter)
    return seen.values_list("number", flat=True).first() or ""


def has_moved(actor: Actor, number: str, step: UUID) -> bool:
    """Whether *actor* made this very *step* of the matter, which may have left their sight by it."""
    made = Step.objects.filter(uuid=step, matter__region=actor.region_id, matter__number=clean_number(number))
    return actor.person_id is not None and made.filter(actor=actor.person_id).exists()


def told_as(draft: UUID, *, region: Region) -> tuple[Matter, str] | None:
    """What a resident told with the form that bears *draft*, and its first code, if that still opens it.

    For who has proved that the form is theirs; whoever is shown the matter does not know its *draft*.
    """
    told = Matter.objects.filter(region=region, opened_by=None, uuid=follow.kept_as(draft)).first()
    return (told, follow.first_code(told)) if told else None


@plans_kept()
def followed(number: str, code: str, *, region: Region | int | None = None) -> Matter | None:
    """The matter of this number for who has its code; the loaded object lets a resident act on it.

    The number may be that of a paper slip: it is all that stands on the stub beside the code.
    """
    number = clean_number(number)
    slip = read_slip(number)
    named = Q(uuid=follow.slip_matter(slip)) if slip else Q(number=number)
    found = Matter.objects.select_related(*_RELATED).prefetch_related("handlers").filter(named)
    if region is not None:
        found = found.filter(region=region)
    # A number that does not exist costs the same comparison as one that does.
    for matter in found[:10] or [None]:
        stored, its = (matter.follow_digest, matter.number) if matter else ("", number)
        if follow.matches(stored, number=its, code=code) and matter:
            matter.is_followed = True
            return matter
    return None


def clean_number(number: str) -> str:
    """*number* as it is kept, however it was typed."""
    return number.strip().upper().replace("\0", "")
