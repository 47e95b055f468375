import re

import pytest
from playwright.sync_api import expect

from tests.e2e.people import must_be_accessible, must_fit, sign_in


def test_a_sample_clerk_signs_in_with_one_click_and_sees_the_first_page(desk):
    sign_in(desk, "clerk")
    expect(desk.get_by_role("main")).to_be_visible()
    expect(desk.locator("html")).to_have_attribute("lang", "zh-Hans")
    must_be_accessible(desk)


@pytest.mark.parametrize("username", ["agent", "member"])
def test_the_first_page_fits_a_phone(phone, username):
    sign_in(phone, username)
    must_fit(phone)
    must_be_accessible(phone)


def test_the_table_of_sample_people_is_accessible_on_a_phone(phone):
    phone.goto("/sample/")
    expect(phone.get_by_role("button", name="登录：clerk")).to_be_visible()
    must_fit(phone)
    must_be_accessible(phone)


def test_who_is_not_signed_in_is_sent_to_sign_in_and_on_to_where_they_were_going(desk):
    desk.goto("/me/")
    expect(desk).to_have_url(re.compile(re.escape("/account/login/?next=/me/") + "$"))
    must_be_accessible(desk)
