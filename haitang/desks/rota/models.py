"""Days that are sat, whose turn each is, exchanges that were asked for, and when somebody is away.

Nothing is deleted: a turn passed on stays with the instant, and so does every exchange with its answer.
"""

from django.db import models
from django.db.models import Q, UniqueConstraint

from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.registry.models import Person, Region, Unit
from haitang.lib.ids import new_id


class Sitting(models.Model):
    """One day of a rota at one unit."""

    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    uuid = models.UUIDField(default=new_id, unique=True)
    rota = models.ForeignKey(Declared, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sittings", db_index=False)
    day = models.DateField()
    place = models.CharField(max_length=100, blank=True)
    theme = models.SlugField(blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    #: Who sat and wrote it down; the entry has the sitting's own UUID, so it is written once.
    held_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["rota", "unit", "day"], name="a_rota_sits_once_a_day_at_a_unit")
        ]
        indexes = [models.Index(fields=["unit", "day"], name="sitting_unit_day")]

    def __str__(self) -> str:
        return f"{self.rota_id}@{self.unit_id} {self.day}"


class Turn(models.Model):
    """Somebody's turn on a day; passed on, it stays with the instant and another takes its place."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="turns")
    person = models.ForeignKey(Person, models.PROTECT, related_name="turns")
    passed_on_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["sitting", "person"],
                condition=Q(passed_on_at=None),
                name="a_person_has_one_seat_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.person_id}"


class Exchange(models.Model):
    """Somebody asks another to take a turn, perhaps for one of theirs; answered once."""

    uuid = models.UUIDField(default=new_id, unique=True)
    turn = models.ForeignKey(Turn, models.PROTECT, related_name="exchanges")
    asked = models.ForeignKey(Person, models.PROTECT, related_name="exchanges_asked")
    #: The turn of theirs that the asker takes instead; none: they simply stand in.
    instead = models.ForeignKey(Turn, models.PROTECT, null=True, blank=True, related_name="exchanges_offered")
    note = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["turn"], condition=Q(answered_at=None), name="a_turn_is_asked_about_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.turn_id}→{self.asked_id}"


class Absence(models.Model):
    """Days on which somebody cannot sit: both included."""

    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    since = models.DateField()
    until = models.DateField()
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.since}–{self.until}"


class TakenDown(models.Model):
    """A matter that was taken down at a sitting."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="taken_down")
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="taken_down")

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.matter_id}"


class CalendarKey(models.Model):
    """How often somebody had the address of their calendar made anew, and whether they shut it.

    Who never did has no row: the first address is that of turn nought.
    """

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="calendar_key")
    turned = models.PositiveIntegerField(default=0)
    shut_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.turned}"
