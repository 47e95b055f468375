"""Applied playbooks: one immutable row a version, and the identity rows that records point to."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from haitang.kernel.registry.models import Person, Region, Unit
from haitang.lib.ids import new_id


class Version(models.Model):
    """The text applied at *holder*; the truth at run time. Written once: triggers refuse every
    UPDATE, DELETE and TRUNCATE.

    A unit below can hold a playbook of its own: its version names the version ``above`` that it adds to,
    so that one version alone says everything that held there.
    """

    #: Never used twice, even by a database restored from a copy: what caches are keyed by.
    uuid = models.UUIDField(default=new_id, unique=True)
    above = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    region = models.ForeignKey(Region, models.PROTECT)
    holder = models.ForeignKey(Unit, models.PROTECT)
    serial = models.PositiveIntegerField()
    name = models.SlugField()
    #: JSON in the declared order: the playbook's own words merged with those it extends, without ``above``.
    text = models.TextField()
    #: JSON: ``[[path, identity, slot], …]`` of everything declared here, as it was called in this version.
    ids = models.TextField(default="[]")
    #: The files as the person wrote them, ``{path: text}`` as JSON, so that nothing is lost.
    sources = models.TextField()
    digest = models.CharField(max_length=64)
    #: SHA-256 over all the rest of the row; see proof.py.
    proof = models.CharField(max_length=64, default="")
    diff = models.TextField(blank=True)
    applied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)
    applied_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["holder", "serial"], name="a_holder_counts_its_versions")]

    def __str__(self) -> str:
        return f"{self.name} {self.serial}"


class Head(models.Model):
    """The version that holds now at a unit; the row that apply locks."""

    region = models.ForeignKey(Region, models.PROTECT)
    holder = models.OneToOneField(Unit, models.PROTECT)
    version = models.ForeignKey(Version, models.PROTECT)

    def __str__(self) -> str:
        return f"{self.holder_id} → {self.version_id}"


class Declared(models.Model):
    """A declared kind, field, state, option: the identity that records point to, under every rename.

    ``section`` is the word of the language (``entries``, ``fields``, ``states``); ``parent`` the thing
    it stands in; ``slot`` the column of its counted value, assigned once and for ever (``choice1``).
    """

    region = models.ForeignKey(Region, models.PROTECT)
    holder = models.ForeignKey(Unit, models.PROTECT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    section = models.SlugField()
    key = models.SlugField()
    slot = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    since = models.ForeignKey(Version, models.PROTECT, related_name="+")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["holder", "section", "key"],
                condition=Q(parent=None),
                name="a_declared_key_is_unique_at_its_holder",
            ),
            UniqueConstraint(
                fields=["holder", "parent", "section", "key"],
                condition=Q(parent__isnull=False),
                name="a_declared_key_is_unique_in_its_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}.{self.key}"


class Slots(models.Model):
    """Typed columns for declared fields that are counted; the seventh choice is refused in words."""

    choice1 = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 -- absent is not empty
    choice2 = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    choice3 = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    choice4 = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    choice5 = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    choice6 = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    number1 = models.BigIntegerField(null=True, blank=True)
    number2 = models.BigIntegerField(null=True, blank=True)
    number3 = models.BigIntegerField(null=True, blank=True)
    number4 = models.BigIntegerField(null=True, blank=True)
    day1 = models.DateField(null=True, blank=True)
    day2 = models.DateField(null=True, blank=True)
    flag1 = models.BooleanField(null=True, blank=True)
    flag2 = models.BooleanField(null=True, blank=True)

    class Meta:
        abstract = True
