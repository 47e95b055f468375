"""The navigation: each desk and page group adds its own item from ``AppConfig.ready``.

So no template of ``ui`` names an address of a layer above it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from haitang.lib.text import Text


@dataclass(frozen=True)
class MenuItem:
    """One way in; ``ability`` empty: for everyone signed in.

    ``place`` is ``menu``, or ``record`` for the round button, ``me`` for the person's own page, ``mine`` for
    what that page leads to,
    or ``door``: open to everyone, shown on the page for signing in.
    ``desktop``: in the navigation above; ``phone``: in the bar below on a phone.
    """

    url_name: str
    label: Text
    icon: str
    order: int
    ability: str = ""
    place: str = "menu"
    desktop: bool = True
    phone: bool = False

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.url_name)


_ITEMS: dict[str, MenuItem] = {}


def register_menu(item: MenuItem) -> None:
    """Add *item*; registering the same one again replaces it."""
    _ITEMS[item.url_name] = item


def menu_for(abilities: Iterable[str], place: str = "menu") -> list[MenuItem]:
    """The items of *place* open to someone with *abilities*, in their order."""
    held = set(abilities)
    placed = (item for item in _ITEMS.values() if item.place == place)
    items = [item for item in placed if not item.ability or item.ability in held]
    return sorted(items, key=lambda item: item.order)


def current(items: list[MenuItem], path: str) -> MenuItem | None:
    """The item whose address *path* lies under: the longest one that fits; ``/`` only itself."""
    fitting = [item for item in items if path == item.url or (item.url != "/" and path.startswith(item.url))]
    return max(fitting, key=lambda item: len(item.url), default=None)
