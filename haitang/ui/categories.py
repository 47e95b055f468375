"""The categories of a house as the groups of a select: each field with what stands under it.

A tree of three levels has hundreds of leaves. As groups a phone's own picker shows them field by field, and
narrow.js finds one by a few letters; a list is narrowed by a field first, then by what is below it.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from haitang.kernel.matters.api import Category, MattersSection
from haitang.lib.text import Text
from haitang.ui.units import Groups

Choices = list[tuple[str, str]]
Step: TypeAlias = "tuple[str, str | Choices]"


def category_groups(section: MattersSection, roots: tuple[str, ...], language: str) -> Groups:
    """Every category by its dotted path, under the topmost one it belongs to; those of *roots*, if any."""
    found = section.categories
    wanted = {key: found[key] for key in roots if key in found} if roots else found
    return [(one.label.into(language), _group(key, one, language)) for key, one in wanted.items()]


def _group(key: str, category: Category, language: str) -> Choices:
    whole = Text(zh=f"{category.label.zh}（不再细分）", en=f"{category.label.en} (in general)")
    below = _below(key, category.under, (), language)
    return [(key, (whole if category.under else category.label).into(language)), *below]


def narrowing_steps(section: MattersSection, chosen: str, language: str) -> list[Step]:
    """The topmost categories; above them all that stands below the one that *chosen* is, or lies under."""
    offered: list[Step] = [(key, one.label.into(language)) for key, one in section.categories.items()]
    top = chosen.partition(".")[0]
    found = section.categories.get(top)
    if found and found.under:
        within = Text(zh=f"{found.label.zh}之下", en=f"Within {found.label.en.lower()}")
        offered.insert(0, (within.into(language), list(_below(top, found.under, (), language))))
    return offered


def _below(
    path: str, categories: Mapping[str, Category], above: tuple[str, ...], language: str
) -> Iterator[tuple[str, str]]:
    for key, category in categories.items():
        words = (*above, category.label.into(language))
        yield f"{path}.{key}", " / ".join(words)
        yield from _below(f"{path}.{key}", category.under, words, language)
