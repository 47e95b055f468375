"""What matters cannot carry by themselves: an agenda, who was asked and who came, what a decision answers."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from haitang.desks.meetings.enums import Reply
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.models import Person, Unit


class Item(models.Model):
    """A matter on the agenda of a meeting; taken off again it stays, with the instant."""

    meeting = models.ForeignKey(Matter, models.PROTECT, related_name="agenda")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="on_agendas")
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["meeting", "matter"], condition=Q(off_at=None), name="a_matter_is_on_an_agenda_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.matter_id}"


class Seat(models.Model):
    """A unit asked to come: what it said, whom it sends, and whether somebody was there."""

    meeting = models.ForeignKey(Matter, models.PROTECT, related_name="seats")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seats")
    asked_at = models.DateTimeField()
    reply = models.CharField(max_length=8, choices=Reply.choices, blank=True, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sends = models.CharField(max_length=60, blank=True)
    came = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["meeting", "unit"], name="a_unit_has_one_seat_at_a_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.unit_id} {self.reply}"


class Decision(models.Model):
    """A matter that a meeting decided on, and the items of its agenda that it answers."""

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="decision")
    meeting = models.ForeignKey(Matter, models.PROTECT, related_name="decisions")
    items = models.ManyToManyField(Item, related_name="decisions")

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.matter_id}"
