"""What is to be done: matters that move through declared flows, with their whole history."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q, QuerySet, UniqueConstraint

from haitang.kernel.ledger.models import Attachment
from haitang.kernel.matters.enums import Outcome, Sees, StepKind
from haitang.kernel.playbooks.models import Declared, Slots, Version
from haitang.kernel.registry.gram_index import BareGramIndex as BareGramIndex  # noqa: PLC0414 -- a migration's
from haitang.kernel.registry.gram_index import GramNumbers, NumberedGramIndex
from haitang.kernel.registry.models import Person, Region, Unit
from haitang.lib.ids import new_id

#: Where an open matter without a deadline stands in the order of deadlines.
NO_DEADLINE = datetime(9999, 1, 1, tzinfo=UTC)


class Matter(Slots):
    """Anything with an owner and a deadline.

    ``unit`` is where it happened, ``owner`` the unit that must act now, ``entered_at`` when the state was
    entered. ``serial`` counts the changes: a move names the serial it saw, so of two people pressing at
    once one wins and the other is told. ``outside_key`` makes an import idempotent. ``gathered_under``
    holds near-duplicates. ``sort_at`` is what lists are ordered by: the deadline while open (a far day
    where there is none), then the closing; ``clock_at`` is when the clock moves it, if it does.
    """

    #: Set by the loader that checked the resident's code; what lets a resident act on this very object.
    is_followed: bool = False

    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    uuid = models.UUIDField(default=new_id, unique=True)
    number = models.CharField(max_length=30)
    kind = models.ForeignKey(Declared, models.PROTECT, related_name="matters", db_index=False)
    version = models.ForeignKey(Version, models.PROTECT, db_index=False)
    state = models.ForeignKey(Declared, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    data = models.TextField(default="{}")
    category = models.ForeignKey(
        Declared, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="matters_here", db_index=False)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="matters_owned", db_index=False)
    assignee = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="matters", db_index=False
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    gathered_under = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="gathered")
    channel = models.SlugField()
    opened_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="opened", db_index=False
    )
    opened_at = models.DateTimeField()
    #: When it was seen or said, where that was written down without a network and sent later.
    occurred_at = models.DateTimeField(null=True, blank=True)
    opened_on = models.DateField()
    entered_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    clock_at = models.DateTimeField(null=True, blank=True)
    sort_at = models.DateTimeField(default=NO_DEADLINE)
    #: From when it is called due soon; the declared limit that set the deadline, if not the state's own.
    warn_at = models.DateTimeField(null=True, blank=True)
    limited_by = models.ForeignKey(
        Declared, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    #: How many of the clock's marks of this stay are behind it; how far above it was raised.
    marks = models.PositiveSmallIntegerField(default=0, db_default=0)
    raised = models.PositiveSmallIntegerField(default=0, db_default=0)
    #: Since when the clock stands, and what the deadline was then.
    paused_at = models.DateTimeField(null=True, blank=True)
    held_due_at = models.DateTimeField(null=True, blank=True)
    #: Whether any state was left after its time was up, by those who had to act in it.
    overran = models.BooleanField(default=False, db_default=False)
    #: How many open calls it has, so that only a matter that has any asks for them.
    called = models.PositiveSmallIntegerField(default=0, db_default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    #: When numbers typed into it were taken out, its days being over; unset again by whatever is said later.
    #: Standing in the row itself, it goes back to what it was with a copy of the house that is put back.
    cleared_at = models.DateTimeField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Whether it was rated by a code that staff had handed over, so that they might have rated it themselves.
    code_by_staff = models.BooleanField(default=False, db_default=False)
    serial = models.PositiveIntegerField(default=1)
    outside_key = models.CharField(max_length=100, blank=True)
    #: A keyed digest of the code a resident without an account follows by; never the code itself.
    follow_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["region", "number"], name="a_matter_has_its_number"),
            UniqueConstraint(
                fields=["region", "kind", "outside_key"],
                condition=~Q(outside_key=""),
                name="a_matter_from_outside_comes_once",
            ),
        ]
        indexes = [
            # Foreign keys that lead an index below need none of their own.
            # Lists of a whole region by deadline, or by closing.
            models.Index(
                fields=["region", "sort_at", "id"],
                condition=Q(closed_at=None, gathered_under=None),
                name="matter_open",
            ),
            models.Index(
                fields=["region", "sort_at", "id"], condition=Q(closed_at__isnull=False), name="matter_closed"
            ),
            # One for each way of seeing a matter; the inbox asks each by itself.
            models.Index(
                fields=["owner", "closed_at", "gathered_under", "sort_at", "id"], name="matter_owner"
            ),
            models.Index(fields=["unit", "closed_at", "gathered_under", "sort_at", "id"], name="matter_unit"),
            models.Index(
                fields=["opened_by", "closed_at", "sort_at"],
                condition=Q(opened_by__isnull=False),
                name="matter_opener",
            ),
            models.Index(
                fields=["assignee", "closed_at", "sort_at"],
                condition=Q(assignee__isnull=False),
                name="matter_assignee",
            ),
            models.Index(fields=["category", "sort_at"], name="matter_category"),
            models.Index(fields=["kind", "opened_on"], name="matter_kind_day"),
            models.Index(fields=["state", "sort_at"], name="matter_state"),
            models.Index(fields=["number"], name="matter_number"),
            # The last rated ones of a category: how alike ones went.
            models.Index(
                fields=["region", "category", "sort_at"],
                condition=Q(rating__isnull=False),
                name="matter_alike",
            ),
            models.Index(fields=["clock_at"], condition=Q(clock_at__isnull=False), name="matter_clock"),
            # Ended ones whose typed numbers are not out yet.
            models.Index(
                fields=["kind", "closed_on"],
                condition=Q(cleared_at=None, closed_on__isnull=False),
                name="matter_uncleared",
            ),
            # Few are gathered: over all of them SQLite counts on an index of nothing but empty values.
            models.Index(
                fields=["gathered_under"],
                condition=Q(gathered_under__isnull=False),
                name="matter_gathered",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Words(models.Model):
    """What a matter is found by: its title and text, folded; written in the act that writes these.

    ``grams`` are the pairs in it as numbers, for PostgreSQL's index.
    """

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="words")
    sought = models.TextField()
    grams = GramNumbers(blank=True)

    class Meta:
        indexes = [NumberedGramIndex(fields=["grams"], name="matters_grams")]

    def __str__(self) -> str:
        return f"{self.matter_id} words"


class Step(models.Model):
    """One thing that happened to a matter; append-only like the ledger. ``shown`` to the resident or not.

    One change is let through, once: free text is blanked on a lawful request, and ``erased_at`` says when.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="steps", db_index=False)
    uuid = models.UUIDField(default=new_id, unique=True)
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    move = models.ForeignKey(
        Declared, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    from_state = models.ForeignKey(
        Declared, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    to_state = models.ForeignKey(
        Declared, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    from_owner = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    to_owner = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    actor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="steps")
    #: As what they acted: the role's key (or ``resident``, ``clock``) and the unit of the post.
    role = models.SlugField(blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    data = models.TextField(default="{}")
    shown = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["matter", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F}"


class HandlerManager(models.Manager["Handler"]):
    """Handlers with their units: who reads one asks by the unit's path."""

    def get_queryset(self) -> QuerySet["Handler"]:
        """Each with its unit, in the same query."""
        return super().get_queryset().select_related("unit")


class Handler(models.Model):
    """A unit that was asked to join in: it sees the matter and comments, while the owner acts."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="handlers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="joined")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = HandlerManager()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["matter", "unit"],
                condition=Q(until=None),
                name="a_unit_joins_a_matter_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}+{self.unit_id}"


class Claim(models.Model):
    """Somebody took on what was offered; ``sees`` is all they may know of it while and after they have it.

    ``until`` is when they gave it back. One person has it at a time: of two at once the second is refused.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="claims")
    person = models.ForeignKey(Person, models.PROTECT, related_name="claims")
    #: The unit of the post in which it was taken on.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    sees = models.CharField(max_length=10, choices=Sees.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["matter"], condition=Q(until=None), name="one_person_has_a_matter_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}←{self.person_id}"


class Call(models.Model):
    """Somebody besides the owner who is called to a matter: to decide what was asked, or as time is up.

    With a ``question`` it waits for a decision; without one it tells the ``level`` above the owner. An open
    call stands in the inbox of the unit that is called.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="calls", db_index=False)
    question = models.ForeignKey(
        Declared, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    level = models.PositiveSmallIntegerField(default=0)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="calls", db_index=False)
    role = models.SlugField(blank=True)
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    step = models.ForeignKey(Step, models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["matter", "question"],
                condition=Q(until=None, question__isnull=False),
                name="a_question_is_open_once",
            )
        ]
        indexes = [
            models.Index(fields=["matter", "question"], name="call_matter"),
            models.Index(fields=["unit", "matter"], condition=Q(until=None), name="call_open"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}?{self.unit_id}"


class MatterAttachment(models.Model):
    """A file of a matter, with the step that brought it."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="attachments")
    step = models.ForeignKey(Step, models.PROTECT, related_name="attachments")
    attachment = models.ForeignKey(Attachment, models.PROTECT)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["step", "attachment"], name="a_file_is_attached_once_to_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}/{self.attachment_id}"


class Contact(models.Model):
    """How to reach the resident behind a matter; sealed, every look logged, erased on schedule."""

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="contact")
    uuid = models.UUIDField(default=new_id, unique=True)
    name_sealed = models.BinaryField(blank=True, default=b"")
    phone_sealed = models.BinaryField(blank=True, default=b"")
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    email_sealed = models.BinaryField(blank=True, default=b"")
    erase_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.uuid)


class NumberSeries(models.Model):
    """The next running number of a series and year in a region; the row is locked while one is drawn."""

    region = models.ForeignKey(Region, models.PROTECT)
    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    next = models.PositiveIntegerField(default=10_001)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["region", "series", "year"], name="a_series_counts_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}"


class Refill(models.Model):
    """How far the counted columns of a kind's matters follow what the playbook counts now.

    ``projection`` says in short which field fills which column and what its options are called.
    """

    region = models.ForeignKey(Region, models.PROTECT)
    kind = models.ForeignKey(Declared, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    projection = models.CharField(max_length=64)
    done_through = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["kind", "version"], name="a_kind_is_refilled_once_a_version")]

    def __str__(self) -> str:
        return f"refill {self.kind_id}"
