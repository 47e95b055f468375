"""Figures for programs: which measures there are, what they come to, and the rule behind each."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from haitang.api.answers import FAULTS, only_known, page_of, unit_named
from haitang.api.auth import TokenRequest
from haitang.api.shapes import Day, In, Page, TextOut
from haitang.kernel.measures.api import Figure, figure, in_words, measure_of, measures_for, read_period
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Unit
from haitang.lib.diagnostics import Refusal

router = Router()
SEE_FIGURES = "measures.see"


class MeasureOut(Schema):
    """A declared measure and its rule in plain words."""

    key: str
    label: TextOut
    rule: TextOut


class FigureWanted(In):
    """Over which unit and time, and split how."""

    unit: str = Field(default="", description="A unit's code; left out, the token's own unit.")
    period: str = Field(default="", description="`2026`, `2026-Q3`, `2026-09`, or `2026-01-01/2026-04-01`.")
    day: Day | None = Field(default=None, description="As of this day; left out, today.")
    by: list[str] = Field(default_factory=list, max_length=2, description="A kind of unit; day, month ….")


class FigureRowOut(Schema):
    """One part of a split figure."""

    label: TextOut
    unit: int | None
    period: str
    shown: str
    part: int
    whole: int


class FigureOut(Schema):
    """A figure; ``part`` of ``whole`` where it is a share or a mean."""

    key: str
    label: TextOut
    rule: TextOut
    unit: int
    unit_name: str
    on: date
    shown: str
    part: int
    whole: int
    rows: list[FigureRowOut]
    interval: tuple[float, float] | None = Field(
        description="Of a sample drawn by lot: between which shares, from 0 to 1, that of all lies nineteen "
        "times in twenty (Wilson). `null` for everything else."
    )
    filling: int | None = Field(
        description="While a new way of counting is still being filled in, how many per cent are done: the "
        "figure will change. `null` where it is final."
    )

    @classmethod
    def of(cls, found: Figure, rule: TextOut) -> "FigureOut":
        """*found* as it leaves."""
        return cls(
            key=found.key,
            label=TextOut.of(found.label),
            rule=rule,
            unit=found.unit_id,
            unit_name=found.unit_name,
            on=found.on,
            shown=found.shown,
            part=found.part,
            whole=found.whole,
            rows=[
                FigureRowOut(
                    label=TextOut.of(row.label),
                    unit=row.unit_id,
                    period=row.period.key if row.period else "",
                    shown=row.shown,
                    part=row.first,
                    whole=row.second,
                )
                for row in found.rows
            ],
            interval=found.interval,
            filling=found.filling.percent if found.filling else None,
        )


@router.get("", response={200: list[MeasureOut], **FAULTS}, summary="指标 Measures")
def list_measures(request: TokenRequest, wanted: Query[Page]) -> list[MeasureOut]:
    """The measures the playbook declares at the token's unit."""
    only_known(request, wanted)
    unit = _unit(request.auth, "")
    house = holding(unit)
    found = measures_for(unit, house=house, actor=request.auth)
    return [
        MeasureOut(key=key, label=TextOut.of(one.label), rule=TextOut.of(in_words(one, house)))
        for key, one in page_of(found.items(), wanted, lambda pair: pair[0])
    ]


@router.get("/{key}", response={200: FigureOut, **FAULTS}, summary="一个数 One figure")
def one_figure(request: TokenRequest, key: str, wanted: Query[FigureWanted]) -> FigureOut:
    """The measure over a unit, in a period or as of a day, with the rule that made it."""
    only_known(request, wanted)
    _require_one_time(wanted)
    unit = _unit(request.auth, wanted.unit)
    house = holding(unit)
    found = figure(
        key,
        house=house,
        unit=unit,
        actor=request.auth,
        period=read_period(wanted.period) if wanted.period else None,
        day=wanted.day,
        by=_words(wanted.by),
    )
    return FigureOut.of(found, TextOut.of(in_words(measure_of(key, house), house)))


def _require_one_time(wanted: FigureWanted) -> None:
    """Refused where two times are asked for: the figure could be of one alone."""
    if wanted.period and wanted.day:
        zh, en = "“period”和“day”请只写一个。", 'Say "period" or "day", not both.'
        raise Refusal("api.two_times", zh=zh, en=en, field="day")


def _unit(actor: Actor, code: str) -> Unit:
    """The unit named, the token's own where none is; a named one beyond reach is not there, as on pages."""
    unit = unit_named(code or actor.posts[0].unit_id, actor, "unit")
    if code and actor.may_somewhere(SEE_FIGURES) and not actor.may(SEE_FIGURES, unit):
        raise Http404
    return unit


def _words(said: Sequence[str]) -> list[str]:
    """Splits may come as ``by=town&by=month`` or as ``by=town,month``."""
    return [word for one in said for word in one.split(",") if word]
