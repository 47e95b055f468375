"""Which address is told of a channel's matters, and of what: an outbox written with the steps."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from haitang.desks.hooks.enums import Stand
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.models import Person, Region
from haitang.lib.ids import new_id


class Hook(models.Model):
    """An address that is told of the matters of one channel, and the secret it knows us by.

    Address and secret are sealed: an address may hold a key of the other side's. Another address is
    another row, so that what was sent stays with the address it went to.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="hooks", db_index=False)
    channel = models.SlugField()
    address_sealed = models.BinaryField()
    secret_sealed = models.BinaryField()
    #: Whether it may stand inside our own network.
    is_private = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["region", "channel"], condition=Q(until=None), name="a_channel_is_told_at_one_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.since:%Y-%m-%d}"


class Telling(models.Model):
    """That an address is to be told of one step of one matter; ``uuid`` stays when it is tried again."""

    hook = models.ForeignKey(Hook, models.PROTECT, related_name="tellings", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", db_index=False)
    step = models.ForeignKey(Step, models.PROTECT, related_name="+", db_index=False)
    uuid = models.UUIDField(default=new_id, unique=True)
    #: What is said, as canonical JSON: as it stood when the step was made.
    body = models.TextField()
    state = models.CharField(max_length=8, choices=Stand.choices, default=Stand.WAITING)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    #: Why the last try failed, without the address.
    trouble = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["step", "matter", "hook"], name="a_hook_is_told_of_a_step_once")
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="telling_waiting"),
            models.Index(fields=["matter", "id"], condition=Q(state="waiting"), name="telling_order"),
            models.Index(fields=["hook", "state", "id"], name="telling_hook"),
            models.Index(fields=["made_at"], name="telling_age"),
        ]

    def __str__(self) -> str:
        return f"{self.uuid} {self.state}"
