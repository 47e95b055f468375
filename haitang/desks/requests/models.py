"""What was let out about ended matters, for everyone to read."""

from django.db import models

from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.registry.models import GramIndex, Person, Region, Unit
from haitang.lib.points import Micro


class Publication(models.Model):
    """What was done about one matter, in words written for everyone; nothing of whoever asked.

    ``unit`` is the village or community, never a household or a compound. ``sought`` and ``grams`` are the
    words it is found by. Taken back, it is gone: what was said stands in the matter's own story.
    """

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="publication")
    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    kind = models.ForeignKey(Declared, models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey(
        Declared, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="publications", db_index=False)
    text = models.TextField()
    closed_on = models.DateField()
    days = models.PositiveIntegerField()
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    published_at = models.DateTimeField()
    #: Who let it out; nobody where closing alone does.
    #: The step of that act, whose pictures were added for everyone; nothing where closing alone let it out.
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")
    #: The middle of the cell of about 200 m in which it was, where the kind is mapped and the point is known.
    north_micro = models.IntegerField(null=True, blank=True)
    east_micro = models.IntegerField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sought = models.TextField()
    grams = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["region", "closed_on", "matter"], name="publication_day"),
            models.Index(fields=["region", "unit", "closed_on"], name="publication_unit"),
            models.Index(fields=["category", "closed_on"], name="publication_category"),
            GramIndex(fields=["grams"], name="requests_grams"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.closed_on}"

    @property
    def point(self) -> Micro | None:
        """Where on the map it was, as coarsely as everyone may know it."""
        known = self.north_micro is not None and self.east_micro is not None
        return (self.north_micro or 0, self.east_micro or 0) if known else None
