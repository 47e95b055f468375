"""The page for signing in, as a phone that keeps copies of pages reads it."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_the_page_for_signing_in_says_that_it_is_for_nobody_and_a_copy_to_be_kept_says_nothing():
    address = reverse("account_login")
    assert ' data-account=""' in Client().get(address).content.decode()
    assert "data-account" not in Client().get(address, headers={"X-Haitang-Shell": "1"}).content.decode()
