"""The API keeps its own OpenAPI document: asked everything that it allows, and much that it does not.

No answer is a server's fault, none has an undocumented status, type or shape. Half of what is asked names
things that are there, so that the calls come past the door.
"""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import openapi
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from urllib3 import HTTPResponse

from haitang.api.api import api
from haitang.desks.requests.tests.county import PLAYBOOK, County, small_county
from haitang.kernel.ledger.api import Draft, record
from haitang.kernel.matters.api import open_matter
from haitang.kernel.registry.api import RESIDENT, issue_token
from haitang.lib import clock
from haitang.lib.ids import new_id

EXAMPLES = 6
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MEASURES = """\
measures:
  requests: {label: {zh: 诉求, en: Requests}, count: matters, where: {kind: request}, by: [town, month]}
"""
Filled = dict[str, list[Any]]


@pytest.fixture(autouse=True)
def _a_cache_of_ones_own(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def county(db) -> County:
    """A small county that counts its requests, whose clerk may see figures and record."""
    return small_county(text=PLAYBOOK.replace("matters.gather,", "matters.gather, measures.see,") + MEASURES)


@pytest.fixture
def known(county: County) -> Filled:
    """Words by name that mean something here."""
    clara, lake = county.actor("clara"), county.units["lake"]
    opened = open_matter("request", at=lake, body="灯不亮", channel="web", actor=RESIDENT(county.region))
    draft = Draft(uuid=new_id(), kind="site_visit", unit=lake.pk, day=clock.today())
    entry = record(draft, actor=clara)
    return {
        "number": [opened.matter.number],
        "code": [opened.follow_code, lake.code],
        "move": ["dispatch", "withdraw", "confirm"],
        "seen": [1, 2, 3],
        "region": [county.region.key],
        "unit": [lake.pk, lake.code],
        "to_unit": [county.units["housing"].pk],
        "kind": ["request", "village", "site_visit"],
        "channel": ["api", "web"],
        "category": ["city.lighting"],
        "state": ["received"],
        "uuid": [str(entry.uuid), str(new_id())],
        "key": ["requests"],
        "day": [clock.today().isoformat()],
        "period": [clock.today().strftime("%Y-%m")],
        "by": [["town"], ["month"]],
        "answers": [{}],
        "attachments": [[]],
    }


@pytest.fixture
def secret(county: County) -> str:
    """The clerk's token."""
    _, secret = issue_token(county.people["clara"].posts.get(), label="test", actor=county.house)
    return secret


def asked(client: Client, case: Any, known: Filled, choose: Callable[[list[Any]], Any]) -> requests.Response:
    """The answer to *case*, some of whose words are put in the place of made-up ones."""
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part |= {name: choose([part[name], *known[name]]) for name in part if name in known}
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    kind = sent.headers.get("Content-Type", "")
    answer = client.generic(sent.method, sent.path_url, sent.body or b"", content_type=kind)
    found = requests.Response()
    found.status_code, found._content, found.request = answer.status_code, answer.content, sent
    found.url, found.raw = sent.url, HTTPResponse(headers=dict(answer.headers), version=11)
    found.headers.update(answer.headers)
    return found


def operations() -> list[APIOperation]:
    """Every operation of the document."""
    return [one.ok() for one in openapi.from_dict(api.get_openapi_schema()).get_all_operations()]


@pytest.mark.slow  # every operation, several times
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_one_that_the_document_tells_of(mode, known, secret):
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    for operation in operations():

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
        def ask(case: Any, data: st.DataObject) -> None:
            cache.clear()  # or the sixtieth call would be refused as too many
            answer = asked(client, case, known, lambda words: data.draw(st.sampled_from(words)))
            case.validate_response(answer, checks=CHECKS)

        ask()
