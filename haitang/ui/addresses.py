"""Where pages of upper layers are, for desks that lead there without knowing them."""

from django.urls import reverse

_PAGES: dict[str, str] = {}


def register_page(name: str, url_name: str) -> None:
    """Say that the page called *name* stands at *url_name*."""
    _PAGES[name] = url_name


def page_of(name: str, *args: object) -> str:
    """The address of that page; empty where nothing in this house has one."""
    return reverse(_PAGES[name], args=args) if name in _PAGES else ""
