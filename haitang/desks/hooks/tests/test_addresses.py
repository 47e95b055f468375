"""Which addresses will do: out in the world and encrypted, unless inside is meant; judged again when told."""

import socket

import pytest

from haitang.desks.hooks.actions import set_hook
from haitang.desks.hooks.models import Hook
from haitang.desks.hooks.posting import Inside, PostingTrouble, Target, addresses, post, target_of
from haitang.desks.hooks.signing import is_secret, new_secret
from haitang.lib.diagnostics import Refusal

INSIDE = [
    "127.0.0.1",
    "localhost",
    "10.1.2.3",
    "172.16.0.9",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 -- an address that is refused
    "[::1]",
    "[fe80::1]",
    "[fd00::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[2002:7f00:1::]",
    "2130706433",
    "0x7f000001",
    "224.0.0.1",
]


def setting(county, url: str, *, is_private: bool = False, channel: str = "hotline", secret: str = "") -> str:
    """The code of what is said against it; empty if nothing is."""
    secret = secret or new_secret()
    try:
        set_hook(
            county.region, channel=channel, url=url, secret=secret, is_private=is_private, actor=county.house
        )
    except Refusal as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_is_refused_unless_it_is_meant(county, host):
    assert setting(county, f"https://{host}/hook") == "hooks.is_inside"
    assert Hook.objects.count() == 0
    assert setting(county, f"https://{host}/hook", is_private=True) == ""


def test_an_address_in_the_world_will_do_by_https_alone(county):
    assert setting(county, "https://8.8.8.8/hook") == ""
    assert setting(county, "http://8.8.8.8/hook") == "hooks.not_encrypted"
    assert setting(county, "https://[2606:4700::1111]:8443/hook") == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "8.8.8.8",
        "ftp://8.8.8.8/",
        "https://",
        "https://me:word@8.8.8.8/",
        "https://8.8.8.8:no/",
        "file:///etc",
        "https://8.8.8.8/回传",
        "https://８.8.8.8/",
    ],
)
def test_what_is_no_address_is_refused(county, url):
    assert setting(county, url, is_private=True) == "hooks.not_an_address"


def test_channel_and_secret_must_be_known(county):
    assert setting(county, "https://8.8.8.8/", channel="hotlin") == "hooks.unknown_channel"
    for weak in ("secret", "whsec_", "whsec_abc", "whsec_c2hvcnQ="):
        assert setting(county, "https://8.8.8.8/", secret=weak) == "hooks.weak_secret"
    assert is_secret(new_secret())
    assert new_secret() != new_secret()


def test_a_name_is_judged_when_it_is_told_by_every_address_it_has(hotline, monkeypatch):
    port = int(hotline.url.rsplit(":", 1)[1])
    target = Target("http", "hotline.example", port, "/")
    outside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", port))
    within = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [outside, within])
    with pytest.raises(Inside):
        addresses(target, is_private=False)
    with pytest.raises(Inside):
        post(target, body=b"{}", headers={}, is_private=False)
    assert hotline.came == []


def test_the_connection_goes_to_the_address_that_was_judged(hotline, monkeypatch):
    """The name is looked up once: what it answers the next time is nobody's business."""
    port = int(hotline.url.rsplit(":", 1)[1])
    answers = ["127.0.0.1", "203.0.113.7"]
    real = socket.getaddrinfo

    def turning(host, *rest, **more):
        if host != "hotline.example":
            return real(host, *rest, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    target = Target("http", "hotline.example", port, "/x")
    post(target, body=b"{}", headers={"host": target.named}, is_private=True)
    assert [(came.path, came.headers["host"]) for came in hotline.came] == [("/x", f"hotline.example:{port}")]
    assert answers == ["203.0.113.7"]


def test_nobody_there_is_trouble_that_does_not_say_where():
    target = target_of("http://127.0.0.1:9/secret-path")
    assert target is not None
    with pytest.raises(PostingTrouble) as trouble:
        post(target, body=b"{}", headers={}, is_private=True)
    assert "127" not in str(trouble.value)
    assert "secret-path" not in str(trouble.value)
