"""How a desk joins the house: one manifest, opened from its ``AppConfig.ready``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, include, path

from haitang.kernel.playbooks.api import register_section
from haitang.kernel.registry.api import register_ability
from haitang.lib.declare import Section
from haitang.lib.text import Text
from haitang.ui.menu import MenuItem, register_menu


@dataclass(frozen=True)
class Desk:
    """What a desk brings: words of the language, abilities, ways in, addresses under ``prefix``."""

    name: str
    label: Text
    prefix: str
    urls: str
    sections: tuple[type[Section], ...] = ()
    abilities: Mapping[str, Text] = field(default_factory=dict)
    menu: tuple[MenuItem, ...] = ()


_OPEN: dict[str, Desk] = {}


def open_desk(desk: Desk) -> None:
    """Register all that *desk* brings; opening the same one again changes nothing."""
    _OPEN[desk.name] = desk
    for section in desk.sections:
        register_section(section)
    for key, label in desk.abilities.items():
        register_ability(key, label)
    for item in desk.menu:
        register_menu(item)


def desk_urls() -> list[URLPattern | URLResolver]:
    """The addresses of every open desk, each under its own prefix."""
    return [path(desk.prefix, include(desk.urls)) for desk in _OPEN.values()]
