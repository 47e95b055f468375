"""The programs that call a house in a bench: their secrets, and whether all they were told is there."""

from typing import Any
from uuid import UUID

from django.db.models import Manager

from haitang.kernel.registry.api import SYSTEM, issue_token
from haitang.kernel.registry.models import Post


def token(held: Post) -> str:
    """A secret by which a program may do what this post may."""
    return issue_token(held, label="bench", actor=SYSTEM(held.region_id))[1]


def lost(kept: "Manager[Any]", sent: list[UUID]) -> int:
    """How many of those sent (each was answered) the house does not hold in *kept*."""
    parts = [sent[start : start + 500] for start in range(0, len(sent), 500)]
    return len(sent) - sum(kept.filter(uuid__in=part).count() for part in parts)
