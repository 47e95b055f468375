"""What a house declares about matters, as the lists and selects of these pages need it."""

from collections.abc import Iterator
from dataclasses import dataclass

from haitang.kernel.matters.api import Category, MatterKind, MattersSection
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import Actor
from haitang.lib.text import Text
from haitang.ui.words import language


@dataclass(frozen=True)
class KindLink:
    """A kind of matter with the address of something about it."""

    label: Text
    url: str
    on: bool = False


def matters_section(actor: Actor) -> MattersSection:
    """The words for matters that hold in the actor's region."""
    return house_of(actor.region_id).section(MattersSection)


def may_open(actor: Actor, kind: MatterKind) -> bool:
    """Whether *actor* may open one of *kind* somewhere; where exactly, the act itself checks."""
    return actor.may_somewhere("matters.open") and (not kind.by or bool(actor.roles & set(kind.by)))


def category_choices(section: MattersSection, roots: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Every category by its dotted path, narrower ones after the one they stand under."""
    found = section.categories
    chosen = {key: found[key] for key in roots if key in found} if roots else found
    spoken = language()
    return [
        (path, " / ".join(label.into(spoken) for label in labels))
        for key, category in chosen.items()
        for path, labels in _with_narrower(key, category, ())
    ]


def _with_narrower(
    path: str, category: Category, above: tuple[Text, ...]
) -> Iterator[tuple[str, tuple[Text, ...]]]:
    labels = (*above, category.label)
    yield path, labels
    for key, narrower in category.under.items():
        yield from _with_narrower(f"{path}.{key}", narrower, labels)


def channel_choices(section: MattersSection, *, staff: bool = False) -> list[tuple[str, str]]:
    """The ways by which a matter may have come in; with *staff* those that they take down themselves."""
    found = section.channels.items()
    return [(key, one.label.into(language())) for key, one in found if one.staff or not staff]
