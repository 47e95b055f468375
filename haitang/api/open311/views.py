"""Open311 GeoReport v2, as it is frozen; what it cannot say stands beside it in our own API."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from haitang.api.alike import opened_by_resident
from haitang.api.matter_shapes import AlikeOut
from haitang.api.open311 import queries
from haitang.api.open311.answers import BadKey, Missing, Served, Value, answer, errors_of, open311
from haitang.api.open311.incoming import submission
from haitang.api.open311.jurisdictions import Jurisdiction, jurisdiction_named, jurisdictions
from haitang.api.open311.services import Service, definition, listed, service_named, services_of
from haitang.api.open311.wanted import wanted
from haitang.desks.requests.actions import tell
from haitang.kernel.matters.api import Opened
from haitang.kernel.registry.api import RESIDENT, actor_of_token
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import some
from haitang.ui.throttle import TELLS, Throttle, address
from haitang.ui.words import both

#: A program that speaks for many people and shows a key may tell more often than one address.
GATEWAY = Throttle("open311", limit=600, seconds=15 * 60)
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


@open311("discovery", "GET", "HEAD")
def discovery(request: HttpRequest) -> Served:
    """Where the protocol is spoken, and what stands beside it."""
    changed = queries.changed_at(jurisdictions())
    manual = request.build_absolute_uri(reverse("api-docs"))
    endpoint: Value = {
        "specification": SPECIFICATION,
        "url": request.build_absolute_uri(reverse("open311:endpoint")),
        "changeset": changed,
        "type": "test" if settings.SAMPLE else "production",
        "formats": ["text/xml", "application/json"],
    }
    contact = both(
        f"查进度、补充、评价、要求再办，见本站接口：{manual}",
        f"To follow, add to, rate or reopen a request, use our own API: {manual}",
    )
    key = both(
        "居民反映不需要密钥；替许多人提交的程序请向县里取一把接口密钥。",
        "Residents need no key; a program that speaks for many asks the county for a token.",
    )
    found = {"changeset": changed, "contact": contact, "key_service": key, "endpoints": [endpoint]}
    return found, 200


@open311("services", "GET", "HEAD")
def services(request: HttpRequest) -> Served:
    """What may be asked for."""
    return [listed(one) for one in services_of(_here(request))], 200


@open311("service_definition", "GET", "HEAD")
def service(request: HttpRequest, code: str) -> Served:
    """One service with the fields it asks."""
    return definition(service_named(_here(request), code)), 200


@open311("service_requests", "GET", "HEAD", "POST")
def requests(request: HttpRequest) -> Served:
    """List requests, or tell one."""
    return _told(request) if request.method == "POST" else _listed(request)


@open311("service_requests", "GET", "HEAD")
def one_request(request: HttpRequest, number: str) -> Served:
    """One request; with ``extensions=true`` what happened to it."""
    here = _here(request)
    matter = queries.one(here, number)
    (shown,) = queries.shown(here, [matter], base=_base(request))
    assert isinstance(shown, dict)
    return [shown | ({"notes": queries.notes(matter)} if _is_extended(request) else {})], 200


@open311("service_requests", "GET", "HEAD")
def token(request: HttpRequest, number: str) -> Served:
    """The request of a token. Ids are given at once, so the only token is the id itself."""
    matter = queries.one(_here(request), number)
    return [{"service_request_id": matter.number, "token": matter.number}], 200


@csrf_exempt
def elsewhere(_request: HttpRequest) -> HttpResponse:
    """Any other address: refused in the format that every client reads."""
    zh, en = "没有这个地址，见 discovery.xml。", "There is nothing at this address; see discovery.xml."
    return answer("errors", errors_of(Missing("open311.no_address", zh=zh, en=en)), form="xml", status=404)


def _here(request: HttpRequest) -> Jurisdiction:
    said = request.POST if request.method == "POST" else request.GET
    key = said.get("jurisdiction_id") or request.GET.get("jurisdiction_id", "")
    return jurisdiction_named(key.replace("\0", "").strip())


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _is_extended(request: HttpRequest) -> bool:
    return request.GET.get("extensions", "").lower() == "true"


def _listed(request: HttpRequest) -> Served:
    here = _here(request)
    return queries.shown(here, queries.found(here, wanted(request.GET)), base=_base(request)), 200


def _told(request: HttpRequest) -> Served:
    here = _here(request)
    wished = _service(here, request.POST.get("service_code", "").strip())
    said = submission(here, wished, request.POST, request.FILES.getlist("media"))
    _slowly(request, here)
    opened = tell(wished.door, submission=said, actor=RESIDENT(here.region))
    alike = opened_by_resident(opened).alike
    told: dict[str, Value] = {
        "service_request_id": opened.matter.number,
        "service_notice": _notice(request, wished, opened) + _others(request, alike),
        "account_id": None,
    }
    more: dict[str, Value] = {"follow_code": opened.follow_code, "alike": alike.people}
    return [told | (more if _is_extended(request) else {})], 201


def _service(here: Jurisdiction, code: str) -> Service:
    if not code:
        zh, en = "请写明 service_code。", "service_code was not provided."
        raise Refusal("open311.service_needed", zh=zh, en=en, field="service_code")
    return service_named(here, code)


def _notice(request: HttpRequest, wished: Service, opened: Opened) -> str:
    url = request.build_absolute_uri(wished.door.follow_url)
    code = opened.follow_code
    return both(
        f"查询码 {code}。凭编号和查询码可在 {url} 查进度、补充、评价或要求再办。",
        f"Follow code {code}. With the number and this code, follow, add to, rate or reopen it at {url}.",
    )


def _others(request: HttpRequest, alike: AlikeOut) -> str:
    """How many said the same, and where to join them."""
    if not alike.people:
        return ""
    url = request.build_absolute_uri(alike.join)
    return both(
        f"{alike.people} 位邻居也说了这件事，可凭查询码在 {url} 并到一起。",
        f" {some(alike.people, 'neighbour')} said this too; join them with the code at {url}.",
    )


def _slowly(request: HttpRequest, here: Jurisdiction) -> None:
    """Count who tells: by the key shown, else by the address, as on the page."""
    key = request.POST.get("api_key", "").strip()
    if not key:
        TELLS.count(address(request))
        return
    actor = actor_of_token(key)
    if actor.region_id != here.region.pk or not actor.may_somewhere("matters.open"):
        zh, en = "这把 api_key 不能在这里反映问题。", "This api_key may not report here."
        raise BadKey("open311.wrong_key", zh=zh, en=en, field="api_key")
    GATEWAY.count(key)
