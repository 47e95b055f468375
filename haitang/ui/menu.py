"""The navigation: each desk and page group adds its own item from ``AppConfig.ready``.

So no template of ``ui`` names an address of a layer above it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from haitang.kernel.registry.api import Actor
from haitang.lib.text import Text


@dataclass(frozen=True)
class MenuItem:
    """One way in; ``ability`` empty: for everyone signed in.

    ``place`` is ``menu``, or ``record`` for the round button, ``me`` for the person's own page, ``mine`` for
    what that page leads to,
    or ``door``: open to everyone, shown on the page for signing in.
    ``offered``: whether the playbook gives this person anything to find there; a way that ends in nothing is
    not shown. ``desktop``: in the navigation above; ``phone``: in the bar below on a phone.
    """

    url_name: str
    label: Text
    icon: str
    order: int
    ability: str = ""
    place: str = "menu"
    desktop: bool = True
    phone: bool = False
    offered: Callable[[Actor], bool] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.url_name)


_ITEMS: dict[str, MenuItem] = {}


def register_menu(item: MenuItem) -> None:
    """Add *item*; registering the same one again replaces it."""
    _ITEMS[item.url_name] = item


def menu_for(actor: Actor | None, place: str = "menu") -> list[MenuItem]:
    """The items of *place* open to *actor* (nobody: open to all), in their order."""
    placed = (item for item in _ITEMS.values() if item.place == place)
    return sorted((item for item in placed if _open_to(item, actor)), key=lambda item: item.order)


def _open_to(item: MenuItem, actor: Actor | None) -> bool:
    if actor is None:
        return not item.ability and item.offered is None
    if item.ability and item.ability not in actor.abilities:
        return False
    return item.offered is None or item.offered(actor)


def current(items: list[MenuItem], path: str) -> MenuItem | None:
    """The item whose address *path* lies under: the longest one that fits; ``/`` only itself."""
    fitting = [item for item in items if path == item.url or (item.url != "/" and path.startswith(item.url))]
    return max(fitting, key=lambda item: len(item.url), default=None)
