"""What matters cannot carry by themselves: an agenda, who was asked and who came, what a decision answers."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from haitang.desks.meetings.enums import Reply
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.models import Person, Unit
from haitang.lib.ids import new_id


class Item(models.Model):
    """A matter on the agenda of a meeting; taken off again it stays, with the instant."""

    meeting = models.ForeignKey(Matter, models.PROTECT, related_name="agenda")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="on_agendas")
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    off_at = models.DateTimeField(null=True, blank=True)
    #: Matters that led those who stand here and went on alone: whoever asked them hears what comes of it too.
    left = models.ManyToManyField(Matter, related_name="+")

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


class Guest(models.Model):
    """One person asked to come, beside the units: somebody of the registry, or somebody from outside.

    Who comes from outside is known by a name and a contact, sealed and erased when the meeting is long over.
    """

    meeting = models.ForeignKey(Matter, models.PROTECT, related_name="guests")
    uuid = models.UUIDField(default=new_id, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    #: As what: an expert, a residents' representative, an owner.
    comes_as = models.CharField(max_length=40, blank=True)
    name_sealed = models.BinaryField(blank=True, default=b"")
    phone_sealed = models.BinaryField(blank=True, default=b"")
    email_sealed = models.BinaryField(blank=True, default=b"")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reply = models.CharField(max_length=8, choices=Reply.choices, blank=True, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True, blank=True)
    came = models.BooleanField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="a_person_is_asked_once_to_a_meeting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.comes_as} {self.reply}"


class Decision(models.Model):
    """A matter that a meeting decided on, and the items of its agenda that it answers."""

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="decision")
    meeting = models.ForeignKey(Matter, models.PROTECT, related_name="decisions")
    items = models.ManyToManyField(Item, related_name="decisions")

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.matter_id}"
