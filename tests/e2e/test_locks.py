"""The locks beside one another: a password, a code from an authenticator app, a passkey."""

import base64
import hmac
import re
import struct
import time

from playwright.sync_api import Page, expect

from tests.e2e.people import must_be_accessible, sign_in

PASSWORD = "haitang-blooms-in-april"
STEP = 30


def code_of(secret: str, at: float) -> str:
    """The six digits that an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(at // STEP)), "sha1")
    place = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def set_password(page: Page) -> None:
    """Give the account a password of its own."""
    page.goto("/account/password/set/")
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page).not_to_have_url(re.compile("/password/set/"))


def say_password_again(page: Page) -> None:
    """Before a lock is changed, the house may ask who it is."""
    if "reauthenticate" in page.url:
        page.locator("main input[type=password]").fill(PASSWORD)
        page.locator("main input[type=password]").press("Enter")
        expect(page).not_to_have_url(re.compile("reauthenticate"))


def sign_out(page: Page) -> None:
    """Leave, as from the page about oneself."""
    page.goto("/account/logout/")
    page.get_by_role("button", name="退出").click()
    expect(page).not_to_have_url(re.compile("logout"))


def give_password(page: Page, username: str) -> None:
    """Sign in by name and password."""
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")


def test_a_password_and_a_code_from_an_app_sign_in(desk):
    sign_in(desk, "cadre")
    set_password(desk)
    desk.goto("/account/mfa/totp/activate/")
    say_password_again(desk)
    must_be_accessible(desk)
    secret = desk.locator("main code").inner_text()
    used = time.time()
    desk.locator("main input[name=code]").fill(code_of(secret, used))
    desk.get_by_role("button", name="启用").click()
    expect(desk).not_to_have_url(re.compile("totp/activate"))
    sign_out(desk)
    give_password(desk, "cadre")
    expect(desk.get_by_role("heading", name="再验一步")).to_be_visible()
    must_be_accessible(desk)
    while time.time() // STEP == used // STEP:  # a code is taken once
        time.sleep(0.5)
    desk.locator("main input[name=code]").fill(code_of(secret, time.time()))
    desk.get_by_role("button", name="登录", exact=True).click()
    expect(desk).to_have_url(re.compile(r":\d+/$"))
    expect(desk.get_by_role("main")).to_contain_text("等我处理")


def test_a_passkey_signs_in_without_name_or_password(enter, address):
    desk = enter(base_url=address.replace("127.0.0.1", "localhost"))  # passkeys belong to names
    key = desk.context.new_cdp_session(desk)
    key.send("WebAuthn.enable")
    abilities = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    made = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    key.send("WebAuthn.addVirtualAuthenticator", {"options": {**made, **abilities}})
    sign_in(desk, "branch-secretary")
    set_password(desk)
    desk.goto("/account/mfa/webauthn/add/")
    say_password_again(desk)
    must_be_accessible(desk)
    desk.get_by_label("名字").fill("我的手机")
    desk.get_by_label("不输密码也能登录").check()
    desk.get_by_role("button", name="添加").click()
    expect(desk).not_to_have_url(re.compile("webauthn/add"))
    sign_out(desk)
    desk.goto("/account/login/")
    desk.get_by_role("button", name="用通行密钥登录").click()
    expect(desk.get_by_role("main")).to_contain_text("等我处理")
