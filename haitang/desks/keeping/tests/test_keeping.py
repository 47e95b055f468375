"""What a phone asks beside the form itself: the worker from the house's own address, and who may send."""

import pytest
from django.test import Client
from django.urls import reverse

from haitang.kernel.registry.api import SYSTEM, enrol_person, open_account, open_region
from haitang.ui.addresses import page_of
from haitang.ui.middleware import policy


@pytest.mark.django_db
def test_the_worker_is_a_script_that_a_page_may_register_for_its_own_address():
    answer = Client().get(reverse("keeping:worker"))
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-store" in answer["Cache-Control"]
    script = answer.content.decode()
    assert 'importScripts("/static/ui/whose.js", "/static/ui/kept.js")' in script
    assert reverse("keeping:ready") in script
    assert "worker-src 'self'" in policy()


@pytest.mark.django_db
def test_who_is_not_signed_in_gets_a_word_to_send_with_and_no_account():
    answer = Client().get(reverse("keeping:ready"))
    assert answer.json()["account"] == ""
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_who_is_signed_in_is_told_by_the_account():
    region = open_region("lake", code="990001", name="湖县", actor=None)
    greta = enrol_person(region, name="葛样", actor=SYSTEM(region.pk))
    account = open_account("greta", person=greta, actor=SYSTEM(region.pk))
    phone = Client()
    phone.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert phone.get(reverse("keeping:ready")).json()["account"] == str(account.pk)


def test_pages_find_both_addresses():
    assert page_of("keeping worker") == reverse("keeping:worker")
    assert page_of("keeping ready") == reverse("keeping:ready")
