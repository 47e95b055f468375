"""What was done: entries, append-only; erasures of their text; their facts, a projection; seals, a chain."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from haitang.kernel.ledger.enums import Channel
from haitang.kernel.playbooks.models import Declared, Slots, Version
from haitang.kernel.registry.models import Person, Region, Unit


class Entry(models.Model):
    """One deed. Triggers refuse every UPDATE, DELETE and TRUNCATE; a mistake is voided by another entry.

    ``data`` is the canonical JSON of the declared fields, as sealed: the identities of fields and options,
    not their keys, so that a rename changes nothing here. ``quantity`` is an integer in the
    kind's smallest unit (fen, minutes, times). ``matter`` and ``voids`` are UUIDs without foreign keys:
    the ledger must be verifiable alone. ``recorded_on`` is the sealed day, ``day`` the day of the deed.
    ``digest`` is SHA-256 over the sealed bytes.
    """

    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    uuid = models.UUIDField()
    kind = models.ForeignKey(Declared, models.PROTECT, related_name="entries", db_index=False)
    version = models.ForeignKey(Version, models.PROTECT, db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="entries", db_index=False)
    day = models.DateField()
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="deeds", db_index=False
    )
    served_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    served_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    quantity = models.BigIntegerField(default=1)
    data = models.TextField(default="{}")
    note_digest = models.CharField(max_length=64, blank=True)
    #: SHA-256 of each attachment, comma-separated, in the order they were given.
    attached = models.TextField(blank=True)
    matter = models.UUIDField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="recorded", db_index=False
    )
    recorded_at = models.DateTimeField()
    recorded_on = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    voids = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["region", "uuid"], name="an_entry_is_recorded_once"),
            UniqueConstraint(
                fields=["region", "voids"],
                condition=Q(voids__isnull=False),
                name="an_entry_is_voided_once",
            ),
            CheckConstraint(condition=Q(voids=None) | ~Q(reason=""), name="a_voiding_entry_gives_its_reason"),
        ]
        # A million rows a county: lists read facts, so foreign keys carry no index of their own here.
        indexes = [
            models.Index(fields=["region", "recorded_on"], name="entry_sealed_day"),
            models.Index(fields=["matter"], condition=Q(matter__isnull=False), name="entry_matter"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Note(models.Model):
    """An entry's free text, outside the sealed bytes so that it can be erased; sealed is its salted hash.

    ``answers`` holds, as canonical JSON, what was answered to fields of kind text: free text as well.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="note")
    salt = models.CharField(max_length=32)
    text = models.TextField(blank=True)
    answers = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:40]


class Attachment(models.Model):
    """A stored file, named by its content: pictures re-encoded without metadata.

    ``proof`` is over all that is noted of it (:mod:`haitang.kernel.ledger.filed`) but ``erased_at``, which
    says that the content was erased by law, where entries still name it.
    """

    region = models.ForeignKey(Region, models.PROTECT)
    uuid = models.UUIDField()
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=60)
    size_bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)
    uploaded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    proof = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [UniqueConstraint(fields=["region", "uuid"], name="a_file_is_kept_once")]
        indexes = [models.Index(fields=["region", "digest"], name="attachment_digest")]

    def __str__(self) -> str:
        return self.digest[:12]


class Erasure(models.Model):
    """What was erased, by whom, on what ground and when; append-only, and sealed with the day it was done.

    ``entry`` is the UUID of the entry whose free text went, ``attachment`` that of a file; without foreign
    keys, as a file's own row may go as well. ``by`` is nobody where a resident or the house itself did it.
    ``recorded_on`` is the sealed day, ``digest`` SHA-256 over the sealed bytes.
    """

    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    entry = models.UUIDField(null=True, blank=True)
    attachment = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="erasures", db_index=False
    )
    ground = models.CharField(max_length=300)
    at = models.DateTimeField()
    recorded_on = models.DateField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(entry=None, attachment__isnull=False) | Q(entry__isnull=False, attachment=None),
                name="an_erasure_is_of_an_entry_or_a_file",
            ),
            CheckConstraint(condition=~Q(ground=""), name="an_erasure_gives_its_ground"),
        ]
        indexes = [models.Index(fields=["region", "recorded_on"], name="erasure_sealed_day")]

    def __str__(self) -> str:
        return f"erased {self.entry or self.attachment}"


class Fact(Slots):
    """The countable projection of one standing entry; voiding removes it; can be rebuilt at any time.

    A choice slot holds the *present* key of the chosen option, so that measures read it as declared.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="fact")
    region = models.ForeignKey(Region, models.PROTECT, db_constraint=False, db_index=False)
    kind = models.ForeignKey(Declared, models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    day = models.DateField()
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, db_constraint=False, db_index=False, related_name="+"
    )
    served_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, db_constraint=False, db_index=False, related_name="+"
    )
    served_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, db_constraint=False, db_index=False, related_name="+"
    )
    quantity = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "unit", "day", "person", "quantity"], name="fact_cover"),
            models.Index(fields=["person", "day"], name="fact_person_day"),
            # Of every kind, within some days.
            models.Index(fields=["region", "day", "unit"], name="fact_day"),
        ]

    def __str__(self) -> str:
        return f"fact {self.pk}"


class Seal(models.Model):
    """A day's Merkle root over the digests of its entries, then its erasures; chained to the day before.

    ``count`` is how many of both.
    """

    region = models.ForeignKey(Region, models.PROTECT)
    day = models.DateField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["region", "day"], name="a_day_is_sealed_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.root[:12]}"


class Fill(models.Model):
    """How far the facts of a kind have been rebuilt after a field became counted; shown on the screen."""

    region = models.ForeignKey(Region, models.PROTECT)
    kind = models.ForeignKey(Declared, models.PROTECT)
    version = models.ForeignKey(Version, models.PROTECT)
    #: Hash of how the kind's answers become slots: unchanged, nothing needs to be filled.
    projection = models.CharField(max_length=64, default="")
    done_through = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["kind", "version"], name="a_kind_is_filled_once_a_version")]

    def __str__(self) -> str:
        return f"fill {self.kind_id}"
