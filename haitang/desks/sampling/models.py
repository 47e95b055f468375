"""A draw, whom it drew, and what they answered as long as the draw runs."""

from django.db import models
from django.db.models import UniqueConstraint

from haitang.desks.sampling.enums import AskedBy, AskingStage
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.models import Version
from haitang.kernel.registry.models import Person, Region
from haitang.lib.ids import new_id


class SampleDraw(models.Model):
    """One draw: by whose root, from which matters; ``outcome`` is written when it is over.

    ``frame`` lists the UUIDs that could be drawn, one a line in ascending order, so that the draw can be
    repeated after contacts were erased. ``ended`` counts all that ended in the window, those without a
    contact as well. ``version`` is the playbook whose rule it was drawn by.
    """

    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    sampling = models.SlugField()
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    starts_on = models.DateField()
    ended_from = models.DateField()
    ended_until = models.DateField()
    sealed_on = models.DateField()
    root = models.CharField(max_length=64)
    frame = models.TextField()
    frame_digest = models.CharField(max_length=64)
    ended = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    ends_on = models.DateField()
    over_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["region", "sampling", "starts_on"], name="a_period_is_drawn_once")
        ]

    def __str__(self) -> str:
        return f"{self.sampling} {self.starts_on}"


class DrawnMatter(models.Model):
    """A matter that was drawn. What was answered about it is let go when the draw is over."""

    draw = models.ForeignKey(SampleDraw, models.PROTECT, related_name="drawn", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    uuid = models.UUIDField(default=new_id, unique=True)
    stage = models.CharField(max_length=8, choices=AskingStage.choices, default=AskingStage.WAITING)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    #: How often somebody rang and nobody answered the telephone.
    rung = models.PositiveSmallIntegerField(default=0)
    #: The last day on which somebody rang.
    rung_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["draw", "matter"], name="a_matter_is_drawn_once_a_draw")]
        indexes = [models.Index(fields=["stage", "due_at"], name="drawn_stage")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.place}"


class SampleAnswer(models.Model):
    """What one resident answered, while the draw runs; then it is on the ledger without whose it was.

    ``by`` keyed it in, where they were rung. ``address`` is a digest that tells apart where links were
    answered from, nothing more.
    """

    drawn = models.OneToOneField(DrawnMatter, models.CASCADE, primary_key=True, related_name="answer")
    answers = models.TextField()
    how = models.CharField(max_length=4, choices=AskedBy.choices)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answer of {self.drawn_id}"
