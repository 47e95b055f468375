"""How Open311 answers: one content, as JSON or as XML (the Spark convention); errors as a list."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from haitang.lib.diagnostics import Refusal, Refusals
from haitang.ui.words import language

Value: TypeAlias = "str | int | float | Sequence[Value] | Mapping[str, Value] | None"
Served: TypeAlias = "tuple[Value, int]"

#: What the members of each list are called in XML; in JSON a list needs no such word.
MEMBERS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "notes": "note",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
#: Characters that a database keeps and XML 1.0 cannot say.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Missing(Refusal):
    """There is no such jurisdiction, service or request."""


class BadKey(Refusal):
    """An ``api_key`` that is none."""


def open311(root: str, *methods: str) -> Callable[[Callable[..., Served]], Callable[..., HttpResponse]]:
    """A view of the protocol: its content under *root* in the format asked for, its refusals as errors."""

    def decorate(view: Callable[..., Served]) -> Callable[..., HttpResponse]:
        @csrf_exempt  # no cookie is looked at, so no page can be made to call
        @wraps(view)
        def serve(request: HttpRequest, *, form: str, **named: Any) -> HttpResponse:
            if request.method not in methods:
                return _not_so(methods, form)
            try:
                content, status = view(request, **named)
            except Refusal as refusal:
                return answer("errors", errors_of(refusal), form=form, status=_status(refusal))
            return answer(root, content, form=form, status=status)

        return serve

    return decorate


def answer(root: str, content: Value, *, form: str, status: int = 200) -> HttpResponse:
    """*content* in the format *form*."""
    body = _json(content) if form == "json" else _xml(root, content)
    return HttpResponse(body, status=status, content_type=TYPES[form])


def errors_of(refusal: Refusal) -> Value:
    """Every reason, each with its number and a sentence."""
    each = refusal.refusals if isinstance(refusal, Refusals) else [refusal]
    return [{"code": _code(one), "description": one.into(language())} for one in each]


def _code(refusal: Refusal) -> int:
    """The status's number, but for who comes too often, whom the protocol has no status for."""
    return 429 if refusal.code.endswith(".too_often") else _status(refusal)


def _status(refusal: Refusal) -> int:
    """404 for what is not there, 403 for a wrong key, 400 for all else: the protocol knows no other."""
    if isinstance(refusal, Missing):
        return 404
    return 403 if isinstance(refusal, BadKey) or refusal.code == "registry.token_refused" else 400


def _not_so(methods: Sequence[str], form: str) -> HttpResponse:
    listed = ", ".join(methods)
    said: Value = [{"code": 405, "description": f"只能用 {listed}。 Only {listed}."}]
    refused = answer("errors", said, form=form, status=405)
    refused["Allow"] = listed
    return refused


def _json(content: Value) -> str:
    return json.dumps(content, ensure_ascii=False)


def _xml(root: str, content: Value) -> str:
    top = Element(root)
    _fill(top, content)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(top, encoding="unicode")


def _fill(element: Element, content: Value) -> None:
    if isinstance(content, Mapping):
        for name, value in content.items():
            _fill(SubElement(element, name), value)
    elif isinstance(content, list | tuple):
        for member in content:
            _fill(SubElement(element, MEMBERS[element.tag]), member)
    elif isinstance(content, bool):
        element.text = str(content).lower()
    elif content is not None:
        element.text = _UNSAYABLE.sub("", str(content))
