"""An agenda goes on with those who go together, when the one that led them goes on alone."""

from django.db import transaction
from django.db.models import Q

from haitang.desks.meetings.models import Item
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor
from haitang.lib import clock


@transaction.atomic
def follow_heir(head: Matter, *, heir: Matter, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """Let *heir*, who leads the others now, stand where *head* stood on agendas not settled yet.

    Whoever asked *head* still hears what comes of it: the item remembers that it left.
    """
    unsettled = Q(meeting__closed_at=None) | Q(decisions__matter__closed_at=None, decisions__isnull=False)
    there = set(Item.objects.filter(matter=heir, off_at=None).values_list("meeting", flat=True))
    for item in Item.objects.filter(unsettled, matter=head, off_at=None).distinct().order_by("pk"):
        own = Item.objects.filter(meeting=item.meeting_id, matter=heir, off_at=None).first()
        if item.meeting_id in there and own:
            # It was put there before they were gathered: one item is enough, with what was decided of both.
            for decision in item.decisions.all():
                decision.items.add(own)
            item.off_at = clock.now()
            item.save(update_fields=["off_at"])
        else:
            own, item.matter = item, heir
            item.save(update_fields=["matter"])
        own.left.add(head)
