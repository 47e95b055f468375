"""Who has what was offered: written as moves are made."""

from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Claim, Matter, Step
from haitang.kernel.registry.actors import Actor


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


def _assign(matter: Matter, person: int | None) -> None:
    """Whom it is assigned to sees it whole: so nobody, where its taker may not."""
    if matter.assignee_id != person:
        matter.assignee_id = person
        matter.save(update_fields=["assignee"])
