"""What watches the suite for queries that grow with their rows can itself fail."""

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from zeal import NPlusOneError

from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.tests.county import small_county


def each_asks_again(_: HttpRequest) -> HttpResponse:
    return HttpResponse(", ".join(unit.region.key for unit in Unit.objects.all()[:4]))


def asked_at_once(_: HttpRequest) -> HttpResponse:
    return HttpResponse(", ".join(unit.region.key for unit in Unit.objects.select_related("region")[:4]))


urlpatterns = [path("again/", each_asks_again), path("once/", asked_at_once)]


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])
def test_a_page_whose_rows_each_ask_again_is_told(stage: Path, db: None) -> None:
    small_county()
    assert Client().get("/once/").status_code == 200
    with pytest.raises(NPlusOneError, match=r"Unit\.region"):
        Client().get("/again/")
