"""Addresses of desks, which may be absent: a page composes those that are there."""

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: object) -> str:
    """The address called *name*; empty where no desk brings it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def matter_url(number: str) -> str:
    """A matter's own page."""
    return address("matters:matter", number)
