"""Everything that matters keep of one person."""

from django.db.models import Q, QuerySet

from haitang.kernel.matters.models import Claim, Matter, Step
from haitang.kernel.registry.models import Person


def matters_naming(person: Person) -> QuerySet[Matter]:
    """The matters that *person* opened or has in hand, the oldest first."""
    return Matter.objects.filter(Q(opened_by=person) | Q(assignee=person)).order_by("pk")


def steps_by(person: Person) -> QuerySet[Step]:
    """What *person* did and wrote in any matter, in order."""
    return Step.objects.filter(actor=person).order_by("pk")


def claims_of(person: Person) -> QuerySet[Claim]:
    """What *person* took on, in order."""
    return Claim.objects.filter(person=person).order_by("pk")
