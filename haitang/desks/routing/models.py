"""What was learned, version by version, and what it said of each matter."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.registry.models import Person, Region, Unit


class LearnedVersion(models.Model):
    """One learning from the dispatches of a kind of matter; never changed but for being in use or not.

    ``slopes`` holds the model's arrays and nothing that could run; it is emptied when newer versions have
    long taken its place, and such a version can no longer be used. ``habits`` and ``figures`` are JSON.
    """

    region = models.ForeignKey(Region, models.PROTECT)
    kind = models.ForeignKey(Declared, models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField()
    learned_at = models.DateTimeField()
    #: Who asked for it; nobody for the nightly one.
    learned_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    matters = models.PositiveIntegerField()
    slopes = models.BinaryField()
    digest = models.CharField(max_length=64)
    #: Which units had which categories where, as counts.
    habits = models.TextField()
    figures = models.TextField()
    in_use = models.BooleanField(default=False)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["kind", "serial"], name="learned_versions_count_up"),
            UniqueConstraint(fields=["kind"], condition=Q(in_use=True), name="one_learned_version_is_in_use"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.serial}"


class Suggestion(models.Model):
    """What a version said of a matter as it came in, with the words that decided; kept for ever.

    ``units`` is JSON: the units it thought of with their chances, likeliest first. ``dispatched_at`` is set
    where the house made the move itself.
    """

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="suggestion")
    version = models.ForeignKey(LearnedVersion, models.PROTECT)
    category = models.ForeignKey(Declared, models.PROTECT, null=True, blank=True, related_name="+")
    category_chance = models.FloatField()
    units = models.TextField(default="[]")
    #: The likeliest of them: where the house sent it, if it did.
    first_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    words = models.TextField(default="[]")
    made_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["version", "dispatched_at"], name="suggestion_version")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.category_chance:.2f}"
