"""Every number opens: the figure, its rule, and the records behind it."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from haitang.ui.hearing import hears
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.web.contexts.exporting import csv_lines, workbook
from haitang.web.contexts.figures import Selection, figure_page, measure_declared, period_asked
from haitang.web.contexts.paging import page_number
from haitang.web.contexts.reach import unit_within

ASKED = ("unit", "period", "page", "whole")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@hears(*ASKED)
def show(request: ActorRequest, measure: str) -> HttpResponse:
    """One figure with its evidence."""
    page = figure_page(request.actor, _selection(request, measure))
    return render(request, "web/figure.html", {"page": page})


@signed_in
@hears(*ASKED)
def export(request: ActorRequest, measure: str) -> HttpResponse:
    """The records behind it, as a workbook to take away; as many as one may see, up to a bound."""
    selection = _selection(request, measure)
    answer = HttpResponse(workbook(request.actor, selection), content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="{selection.key}-{selection.unit.pk}.xlsx"'
    return answer


@signed_in
@hears(*ASKED)
def export_csv(request: ActorRequest, measure: str) -> StreamingHttpResponse:
    """The same records as CSV, sent while they are read."""
    selection = _selection(request, measure)
    answer = StreamingHttpResponse(
        csv_lines(request.actor, selection), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{selection.key}-{selection.unit.pk}.csv"'
    return answer


def _selection(request: ActorRequest, measure: str) -> Selection:
    unit = or_404(unit_within(request.actor, "measures.see", request.GET.get("unit", "")))
    or_404(measure_declared(unit, measure))
    return Selection(
        measure,
        unit,
        period_asked(request.GET.get("period", "")),
        page_number(request),
        request.GET.get("whole") == "1",
    )
