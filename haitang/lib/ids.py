"""Identifiers that a client may make offline: UUID version 7, sorted by time."""

from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["UUID", "new_id"]


def new_id() -> UUID:
    """A fresh UUIDv7; later ones sort after earlier ones."""
    return uuid7()
