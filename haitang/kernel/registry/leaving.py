"""What a unit that moves away would leave behind: words of the playbooks that held over it till now."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from haitang.kernel.registry import refusals
from haitang.kernel.registry.effects import USES
from haitang.kernel.registry.models import Place, Post, Tie, Unit
from haitang.kernel.registry.spans import ids_in, overlapping, under
from haitang.lib.text import Text

#: A word's names in both languages.
LABELS = ("label_zh", "label_en")


def require_words_hold(unit: Unit, target: Unit, on: date) -> None:
    """Refused if, moved under *target*, the unit would use words of a playbook that holds there no more."""
    left = set(ids_in(unit.path)) - {unit.pk} - set(ids_in(target.path))
    used = list(_uses(unit.path, left, on)) if left else []
    if used:
        names = Unit.objects.filter(pk__in={holder for holder, _ in used}).order_by("path")
        raise refusals.words_stay(
            unit, "、".join(names.values_list("name", flat=True)), [one for _, one in used]
        )


def _uses(path: str, left: Iterable[int], on: date) -> Iterator[tuple[int, Text]]:
    """Who declares them, and how many use each word that units *left* behind declare, from the day *on*."""
    standing = overlapping(on, None)
    ties = Tie.objects.filter(standing, under(path, "to_unit__path") | under(path, "from_unit__path"))
    rows: tuple[tuple[str, QuerySet[Any], str], ...] = (  # reason: of four models
        ("roles", Post.objects.filter(standing, under(path, "unit__path")), "role"),
        ("unit_kinds", Unit.objects.filter(standing, under(path)), "kind"),
        ("ties", ties, "kind"),
        ("ties", ties.filter(~Q(kind__holder__in=left)), "kind__gives"),
        ("place_kinds", Place.objects.filter(under(path, "unit__path")), "kind"),
    )
    for section, found, word in rows:
        counted = found.filter(**{f"{word}__holder__in": left}).values_list(
            f"{word}__holder", *(f"{word}__{label}" for label in LABELS)
        )
        for holder, zh, en, count in counted.annotate(count=Count("pk")).order_by(f"{word}__label_zh"):
            things = USES[section][1]
            yield holder, Text(zh=f"{count} {things.zh}（{zh}）", en=f"{count} {things.en} ({en})")
