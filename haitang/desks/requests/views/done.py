"""What was done, for everyone: a list that is searched, one by one, on a map, as a feed, in figures."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from haitang.desks.requests import openly, queries
from haitang.desks.requests.done import (
    DonePage,
    FiguresPage,
    done_page,
    entries,
    figures_page,
)
from haitang.desks.requests.mapped import DoneMap, done_map
from haitang.desks.requests.one import OneDone, one_done
from haitang.kernel.registry.api import region_at
from haitang.kernel.registry.models import Region
from haitang.lib.diagnostics import Refusal
from haitang.ui.files import file_answer
from haitang.ui.loaders import or_404
from haitang.ui.throttle import Throttle, address
from haitang.ui.words import both, language

#: Enough for everyone behind one office's address; too little to copy a county in an hour.
READS = Throttle("read what was done", limit=600, seconds=10 * 60)
FRESH_SECONDS = 300

P = ParamSpec("P")
Page = DonePage | OneDone | DoneMap | FiguresPage


def _open(
    view: Callable[Concatenate[HttpRequest, Region, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Give *view* its region; anybody may read it, not endlessly often, and caches may keep it a while."""

    @wraps(view)
    def inner(request: HttpRequest, region: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        here = or_404(region_at(region))
        try:
            READS.count(address(request))
        except Refusal as refusal:
            said = {"sentence": refusal.into(language()), "back": ""}
            refused = render(request, "ui/refused.html", said, status=429)
            refused.headers["Retry-After"] = str(READS.seconds)
            return refused
        answer = view(request, here, *args, **kwargs)
        patch_cache_control(answer, public=True, max_age=FRESH_SECONDS)
        patch_vary_headers(answer, ("Accept-Language", "Cookie"))
        return answer

    return require_safe(inner)  # type: ignore[return-value]  # wraps keeps the view's own region


@_open
def listed(request: HttpRequest, region: Region) -> HttpResponse:
    """The latest first; by words, category and place."""
    return _shown(request, region, "requests/done.html", done_page(region, request.GET))


@_open
def one(request: HttpRequest, region: Region, key: int) -> HttpResponse:
    """One thing that was done."""
    found = or_404(openly.one_told(region, key) if key < 2**63 else None)
    return _shown(request, region, "requests/done_one.html", one_done(region, found))


@_open
def photo(_request: HttpRequest, region: Region, key: int, photo: UUID) -> HttpResponseBase:
    """A picture that was added for everyone; gone as soon as what was let out is taken back."""
    told = or_404(openly.one_told(region, key) if key < 2**63 else None)
    return file_answer(or_404(queries.photo_told(told, photo)))


@_open
def on_map(request: HttpRequest, region: Region) -> HttpResponse:
    """Where; and the same as a list."""
    return _shown(request, region, "requests/done_map.html", done_map(region))


@_open
def figures(request: HttpRequest, region: Region) -> HttpResponse:
    """In figures, each with its rule."""
    return _shown(request, region, "requests/done_figures.html", figures_page(region))


class PlacedFeed(Atom1Feed):
    """Atom, with the place of each thing by GeoRSS where everyone may know it."""

    def root_attributes(self) -> dict[str, str]:
        """The names of GeoRSS as well."""
        return {**super().root_attributes(), "xmlns:georss": "http://www.georss.org/georss"}

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:  # reason: Django's
        """The point as well: latitude, then longitude."""
        super().add_item_elements(handler, item)
        if item["point"]:
            handler.addQuickElement("georss:point", "{:.3f} {:.3f}".format(*item["point"]))


@_open
def feed(request: HttpRequest, region: Region) -> HttpResponse:
    """The latest as Atom."""
    page = request.build_absolute_uri(queries.done_url(region))
    atom = PlacedFeed(
        title=both(f"{region.name}：办成的事", f"{region.name}: what was done"),
        link=page,
        description="",
        language=language(),
        feed_url=request.build_absolute_uri(),
    )
    for row in entries(region):
        link = request.build_absolute_uri(row.url)
        atom.add_item(
            title=row.text,
            link=link,
            description=row.line,
            updateddate=row.published_at,
            pubdate=row.published_at,
            unique_id=link,
            point=row.point,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _shown(request: HttpRequest, region: Region, template: str, page: Page) -> HttpResponse:
    doors = queries.doors(region)
    return render(request, template, {"door": next(iter(doors), None), "page": page, "here": region})
