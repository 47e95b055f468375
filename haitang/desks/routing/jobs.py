"""What the worker does: learns at night what the day dispatched, and speaks of what came in."""

from collections.abc import Iterator
from datetime import timedelta

from haitang.desks.routing.actions import learn_anew, route_waiting
from haitang.desks.routing.models import LearnedVersion
from haitang.desks.routing.queries import kinds_that_learn
from haitang.kernel.matters.api import Kind, steps_of_kind
from haitang.kernel.registry.api import SYSTEM, Actor, regions
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

_A_DAY = timedelta(hours=20)


def learn_from_dispatches() -> str:
    """Learn anew where anything happened since the last time; too little to learn from is no failure."""
    told = []
    for kind, actor in _learning():
        if not _is_news(kind):
            continue
        try:
            version = learn_anew(kind, actor=actor, nightly=True)
        except Refusal:
            continue
        told.append(f"{kind.key}: version {version.serial} from {version.matters} matters")
    return "; ".join(told)


def route_what_came_in() -> str:
    """Suggest or dispatch what came in since the last time."""
    told = []
    for kind, actor in _learning():
        routed = route_waiting(kind, actor=actor)
        if routed.suggested:
            told.append(f"{kind.key}: {routed.suggested} suggested, {routed.dispatched} dispatched")
    return "; ".join(told)


def _learning() -> Iterator[tuple[Kind, Actor]]:
    for region in regions():
        for kind in kinds_that_learn(region):
            yield kind, SYSTEM(region)


def _is_news(kind: Kind) -> bool:
    """Whether anything happened since the last learning, and that is not of today: a worker starts often."""
    last = (
        LearnedVersion.objects.filter(kind=kind.id).order_by("-serial").values_list("learned_at", flat=True)
    )
    learned_at = last.first()
    if learned_at is None or clock.now() - learned_at < _A_DAY:
        return learned_at is None
    return steps_of_kind(kind).filter(at__gt=learned_at).exists()
