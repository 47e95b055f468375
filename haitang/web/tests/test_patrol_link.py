"""Who walks a patrol finds its page from the round button that records; nobody else is led there."""

import pytest
from django.test import Client
from django.urls import reverse

from haitang.desks.patrol.tests.county import small_county


@pytest.mark.parametrize(("name", "led"), [("greta", True), ("clara", False)])
def test_the_record_page_leads_who_walks_to_the_patrol(db, name, led):
    county = small_county()
    client = Client()
    client.force_login(county.account(name), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("web:record")).content.decode()
    assert (f'href="{reverse("patrol:walk")}"' in page.split("<main", 1)[1]) is led
