"""Who has what was offered: written as moves are made."""

from datetime import datetime, timedelta

from django.db.models import F

from haitang.kernel.matters.enums import Sees
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Claim, Matter, Step
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock


def follow_claim(matter: Matter, kind: Kind, step: Step, *, actor: Actor) -> None:
    """What takes it on gives it to the actor; what leads back to the offer takes it away again."""
    offers = kind.spec.offers
    if offers is None:
        return
    if step.move_id == kind.move_id(offers.move) and actor.person_id and step.unit_id:
        Claim.objects.create(
            matter=matter, person_id=actor.person_id, unit_id=step.unit_id, sees=offers.then, since=step.at
        )
        _assign(matter, actor.person_id if offers.tells_all else None)
    elif matter.state_id == kind.state_id(offers.in_):
        Claim.objects.filter(matter=matter, until=None).update(until=step.at)
        _assign(matter, None)


def end_errands(now: datetime, most: int) -> int:
    """Close the details of what was closed to who took it on, once its days are over; how many."""
    done = Claim.objects.filter(until=None, sees=Sees.DETAILS, matter__assignee=F("person"))
    closed = done.filter(matter__closed_on__isnull=False).order_by("pk")
    ended = 0
    for claim in closed.select_related("matter__unit", "matter__kind")[:most]:
        matter = claim.matter
        offers = kind_of(holding(matter.unit), matter.kind.key).spec.offers
        days = timedelta(days=offers.seen_days if offers else 0)
        if matter.closed_on and matter.closed_on + days < clock.day_of(now):
            _assign(matter, None)
            ended += 1
    return ended


def _assign(matter: Matter, person: int | None) -> None:
    """Whom it is assigned to sees it whole: so nobody, where its taker may not."""
    if matter.assignee_id != person:
        matter.assignee_id = person
        matter.save(update_fields=["assignee"])
