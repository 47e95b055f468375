"""Opening a figure: the rule in words, the text it is declared by, and the records behind it.

The records are found by the same compiled ``where`` as the figure, so the list cannot disagree with the
count. What the actor may not see is left out of the list and counted as hidden: the figure stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from ruamel.yaml import YAML

from haitang.kernel.measures.figures import Figure
from haitang.kernel.measures.periods import Period
from haitang.kernel.measures.queries import Inquiry, figure, inquire
from haitang.kernel.measures.rules import SEE
from haitang.kernel.measures.running import ids
from haitang.kernel.measures.shelves import SHELVES, OpenedRecord, Reader
from haitang.kernel.measures.spec import Measure
from haitang.kernel.measures.words import in_words, seen_by
from haitang.kernel.playbooks.models import Version
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Person, Unit
from haitang.kernel.registry.rules import SEES_PEOPLE
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.lib.text import Text

PAGE = 50


@dataclass(frozen=True)
class RecordsPage:
    """One page of the records behind a figure; ``total`` are all, ``hidden`` those the actor may not see."""

    rows: Sequence[OpenedRecord]
    number: int
    pages: int
    total: int
    hidden: int

    @property
    def hidden_why(self) -> Text | None:
        """A sentence about what is not listed."""
        if not self.hidden:
            return None
        return Text(
            zh=f"另有 {self.hidden:,} 条计入了数字，但按权限不能在这里列出。",
            en=f"{self.hidden:,} more count in the figure; your posts do not let you see them one by one.",
        )


@dataclass(frozen=True)
class OpenedFigure:
    """A figure with its evidence."""

    figure: Figure
    measure: Measure
    rule: Text
    snippet: str
    version_name: str
    serial: int
    since: date
    seen_by: Text
    records: RecordsPage


def open_figure(
    key: str,
    *,
    house: House,
    unit: Unit,
    actor: Actor,
    period: Period | None = None,
    day: date | None = None,
    by: Sequence[str] = (),
    page: int = 1,
    whole: bool = False,
) -> OpenedFigure:
    """The figure with its rule, text, version and a page of its records.

    A share opens to its part; with *whole*, to all that it is part of.
    """
    inquiry = inquire(key, house=house, unit=unit, actor=actor, period=period, day=day)
    version = Version.objects.get(pk=house.version_id)
    found = figure(key, house=house, unit=unit, actor=actor, period=period, day=day, by=by)
    return OpenedFigure(
        figure=found,
        measure=inquiry.measure,
        rule=in_words(inquiry.measure, house),
        snippet=snippet(key, inquiry.measure),
        version_name=version.name,
        serial=version.serial,
        since=clock.day_of(version.applied_at),
        seen_by=seen_by(house, SEE, public=inquiry.measure.public),
        records=_page(inquiry, found, actor, page, whole=whole),
    )


def behind(inquiry: Inquiry, *, whole: bool = False) -> QuerySet[Any]:  # reason: rows of any of six models
    """All records behind the figure, whoever may see them."""
    statement, values = ids(inquiry.question.opened(whole=whole), inquiry.asked)
    chosen = RawSQL(statement, values)  # noqa: S611 -- compiled from the closed vocabulary, values apart
    return SHELVES[inquiry.measure.source].rows().filter(pk__in=chosen)


def snippet(key: str, measure: Measure) -> str:
    """The measure as a playbook says it, in one canonical form."""
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 90
    said = measure.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = StringIO()
    yaml.dump({"measures": {key: said}}, text)
    return text.getvalue()


def _page(inquiry: Inquiry, found: Figure, actor: Actor, number: int, *, whole: bool) -> RecordsPage:
    shelf = SHELVES[inquiry.measure.source]
    total = found.part if inquiry.measure.way == "share" and not whole else found.whole
    seen = behind(inquiry, whole=whole).filter(shelf.rule.visible(actor))
    visible = seen.count()
    pages = max(1, -(-visible // PAGE))
    number = min(max(number, 1), pages)
    rows = list(seen.order_by(*shelf.order)[(number - 1) * PAGE : number * PAGE])
    people = _named(actor, (getattr(row, shelf.person, None) for row in rows))
    reader = Reader(inquiry.house, people)
    return RecordsPage(
        rows=[shelf.record(reader, row) for row in rows],
        number=number,
        pages=pages,
        total=total,
        hidden=total - visible,
    )


def _named(actor: Actor, people: Iterable[int | None]) -> dict[int, str]:
    """The names of those among *people* whom the actor may see."""
    wanted = {person for person in people if person}
    seen = Person.objects.filter(SEES_PEOPLE.visible(actor), pk__in=wanted)
    return dict(seen.values_list("pk", "name"))
