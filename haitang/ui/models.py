"""What pages remember between two requests: how often somebody came, and the cache of the house."""

from django.db import models


class Tally(models.Model):
    """How often somebody did something since a moment; nothing of who it was is kept but a digest."""

    whom = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    #: Fixed when counting began: who goes on trying does not wait longer, nor shorter.
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.whom[:8]} {self.count}"


class Cached(models.Model):
    """The table of Django's own database cache, in which allauth counts attempts to sign in.

    In a table all processes count together, nothing vanishes by chance, and no command need make it.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
