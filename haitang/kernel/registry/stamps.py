"""The stamp that tells one state of a region from every other."""

from secrets import randbits

from haitang.lib.ids import new_id


def fresh_stamp() -> int:
    """A number never used before: milliseconds, then 21 random bits.

    A mere count would come again after a rollback and find in a cache what never came to be.
    """
    return ((new_id().int >> 80) << 21) | randbits(21)
