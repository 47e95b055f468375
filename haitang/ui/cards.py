"""What a desk shows beside a matter on its page, without the page knowing the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

# A desk registers its cards while the house is set up, where a kernel's front door is slow to import.
if TYPE_CHECKING:
    from haitang.kernel.matters.api import Kind
    from haitang.kernel.matters.models import Matter
    from haitang.kernel.registry.api import Actor


@dataclass(frozen=True)
class Beside:
    """The matter, its kind and who looks: all that a card may be made of."""

    matter: "Matter"
    kind: "Kind"
    actor: "Actor"


@dataclass(frozen=True)
class Card:
    """A template and what it shows, there as ``card``."""

    template: str
    content: object


@dataclass(frozen=True)
class CardMaker:
    """``make`` gives what the card shows; None where there is nothing to show."""

    template: str
    order: int
    make: Callable[[Beside], object | None]


_MAKERS: dict[str, CardMaker] = {}


def register_card(maker: CardMaker) -> None:
    """Have *maker* asked for every matter's page; the same template registered again replaces it."""
    _MAKERS[maker.template] = maker


def cards(beside: Beside) -> list[Card]:
    """The cards for one matter, in their order."""
    made = (
        (maker.template, maker.make(beside)) for maker in sorted(_MAKERS.values(), key=lambda one: one.order)
    )
    return [Card(template, content) for template, content in made if content is not None]
