"""What there is to tell, who was told, what waits to be sent, and how each wants to hear."""

from uuid import UUID

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from haitang.desks.notice.enums import LetterState, WayKey, When
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import blind_index
from haitang.kernel.registry.models import Person, Region, Unit
from haitang.lib.ids import new_id


class News(models.Model):
    """A step nobody has been told of yet; written with the step itself, gone when all are told."""

    step = models.OneToOneField(Step, models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.step_id)


class Warned(models.Model):
    """A deadline that was warned of; another deadline of the same matter is another warning."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", db_index=False)
    occasion = models.CharField(max_length=10)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["matter", "occasion", "due_at"], name="a_deadline_is_warned_of_once")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.occasion}"


class Notice(models.Model):
    """One thing that one person is told; what it says is read as it is shown, from the matter or the desk."""

    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="notices", db_index=False)
    occasion = models.CharField(max_length=10)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")
    #: Or a thing that a desk knows by this; what kind of thing says ``occasion``, what happened ``word``.
    subject = models.UUIDField(null=True, blank=True)
    word = models.SlugField(max_length=12, blank=True)
    #: What it is about, so that the same is told once.
    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["person", "key"], name="a_person_is_told_once"),
            CheckConstraint(
                condition=Q(matter__isnull=False, subject=None) | Q(matter=None, subject__isnull=False),
                name="a_notice_is_of_a_matter_or_of_a_desks_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "id"], name="notice_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["at"], name="notice_age"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"


class Letter(models.Model):
    """Something to be sent out of the house: to staff about a notice, to a resident about a step of theirs,
    to the group of a unit about a matter that is there, to somebody outside about a thing of a desk's.

    No address is kept here: it is looked up when it is sent, so that what was erased meanwhile is not used.
    ``parcel`` is what it goes in: one message, which keeps its identifier however often it is tried.
    """

    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    way = models.CharField(max_length=10, choices=WayKey.choices)
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, blank=True, related_name="letters")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    #: The unit whose group reads it; it names nobody.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    #: The thing of a desk's that somebody outside is written to about.
    subject = models.UUIDField(null=True, blank=True)
    occasion = models.CharField(max_length=10, blank=True)
    word = models.SlugField(max_length=12, blank=True)
    #: Of a letter to a group or outside: what it is about, so that the same goes once.
    key = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.WAITING)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    parcel = models.UUIDField(null=True, blank=True)
    #: Why the last try failed, without whom it was for.
    trouble = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(
                    person__isnull=False, notice__isnull=False, step=None, unit=None, subject=None, key=""
                )
                | Q(
                    person=None,
                    notice=None,
                    step__isnull=False,
                    matter__isnull=False,
                    unit=None,
                    subject=None,
                    key="",
                )
                | (
                    Q(person=None, notice=None, step=None, unit__isnull=False)
                    & Q(matter__isnull=False, subject=None)
                    & ~Q(key="")
                )
                | (
                    Q(person=None, notice=None, step=None, unit=None, matter=None, subject__isnull=False)
                    & ~Q(key="")
                ),
                name="a_letter_is_for_staff_a_resident_a_group_or_outside",
            ),
            UniqueConstraint(
                fields=["region", "key", "way"], condition=~Q(key=""), name="a_group_hears_once_a_way"
            ),
            UniqueConstraint(
                fields=["notice", "way"], condition=Q(notice__isnull=False), name="a_notice_goes_once_a_way"
            ),
            UniqueConstraint(
                fields=["step", "matter", "way"],
                condition=Q(step__isnull=False),
                name="a_step_goes_once_a_way",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="letter_waiting"),
            models.Index(fields=["person", "way", "sent_at"], name="letter_person"),
            models.Index(fields=["matter", "way", "sent_at"], name="letter_matter"),
            models.Index(fields=["region", "id"], condition=Q(state="dead"), name="letter_dead"),
            models.Index(fields=["parcel"], condition=Q(parcel__isnull=False), name="letter_parcel"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.state}"


class Choice(models.Model):
    """How soon a person wants to hear of an occasion by a way; what is not here is as the playbook says."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="notice_choices", db_index=False)
    occasion = models.CharField(max_length=10)
    way = models.CharField(max_length=10, choices=WayKey.choices)
    soon = models.CharField(max_length=6, choices=When.choices)

    class Meta:
        constraints = [UniqueConstraint(fields=["person", "occasion", "way"], name="one_choice_for_each_way")]

    def __str__(self) -> str:
        return f"{self.occasion} {self.way} {self.soon}"


class Habit(models.Model):
    """When a person wants no message, when the daily one, and in which language; minutes of the day."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="notice_habit")
    quiet_from = models.PositiveSmallIntegerField()
    quiet_until = models.PositiveSmallIntegerField()
    digest_at = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, default="zh")

    def __str__(self) -> str:
        return f"{self.quiet_from}-{self.quiet_until}"


class Device(models.Model):
    """A browser that takes web push: where its vendor takes messages, and the keys only it can open them by.

    The address is sealed: who has it could be told apart among all that read here.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="devices")
    uuid = models.UUIDField(default=new_id, unique=True)
    endpoint_sealed = models.BinaryField()
    endpoint_index = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.uuid)


class Hush(models.Model):
    """A resident who wants no more messages about a matter."""

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.matter_id)


class CodeLetter(models.Model):
    """A code to follow a matter by, to be sent to the phone or address that was left with it.

    The code is made when it is sent and kept nowhere: what opens the matter is only what was sent last.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=WayKey.choices)
    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.WAITING)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    #: Whether it was asked for on the public page; the others go when a matter was taken down for somebody.
    asked = models.BooleanField(default=False)
    trouble = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["matter"], condition=Q(state="waiting"), name="one_code_at_a_time_is_on_its_way"
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="code_letter_waiting")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.way} {self.state}"

    def parcel(self, time: int) -> UUID:
        """What the message is called that is sent at the *time* counted from one: each says another code.

        Derived with the installation's key: what pages and API show of a matter does not lead to it.
        """
        return UUID(blind_index(f"{self.matter.uuid} {self.pk}/{time}", "code-letter")[:32])


class CodeAsk(models.Model):
    """Somebody asked on the public page for a code: what was typed, until the worker has compared it.

    The page compares nothing, so that how long it takes tells nothing of what is right; the row goes as soon
    as it was looked at, whatever came of it.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    uuid = models.UUIDField(default=new_id, unique=True)
    number = models.CharField(max_length=30)
    reached_at_sealed = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.region_id} {self.number}"
