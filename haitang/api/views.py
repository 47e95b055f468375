"""The API's own manual, drawn from its OpenAPI document without any script."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from haitang.api.api import api

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One thing a program can ask."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[tuple[str, str, str]]
    body: str
    answers: list[tuple[str, str]]
    needs_token: bool


def docs(request: HttpRequest) -> HttpResponse:
    """The manual."""
    document = api.get_openapi_schema()
    listed = operations(document)
    return render(request, "api/docs.html", {"operations": listed, "info": document["info"]})


@csrf_exempt
def missing(request: HttpRequest) -> HttpResponse:
    """An address that no operation has: said in the one shape, never as a page."""
    return api.on_exception(request, Http404())


def operations(document: dict[str, Any]) -> list[Operation]:  # reason: an OpenAPI document
    """Every operation of an OpenAPI *document*, in its order."""
    return [
        _operation(method, path, said[method])
        for path, said in document["paths"].items()
        for method in METHODS
        if method in said
    ]


def _operation(method: str, path: str, said: dict[str, Any]) -> Operation:  # reason: an OpenAPI document
    return Operation(
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        description=said.get("description", ""),
        parameters=[
            (one["name"], one["in"], one.get("description", "") or one["schema"].get("description", ""))
            for one in said.get("parameters", [])
        ],
        body=", ".join(_shape(one) for one in said.get("requestBody", {}).get("content", {}).values()),
        answers=[
            (str(status), ", ".join(_shape(one) for one in answer.get("content", {}).values()))
            for status, answer in said["responses"].items()
        ],
        needs_token=bool(said.get("security")),
    )


def _shape(content: dict[str, Any]) -> str:  # reason: an OpenAPI document
    schema = content.get("schema", {})
    if "items" in schema:
        return _shape({"schema": schema["items"]}) + "[]"
    return str(schema.get("$ref", schema.get("title", schema.get("type", "")))).rsplit("/", 1)[-1]
