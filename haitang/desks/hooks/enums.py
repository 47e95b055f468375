"""What may become of a telling."""

from django.db.models import TextChoices


class Stand(TextChoices):
    """Where a telling stands."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"
