"""Each way says it as the other side reads it; a stand-in on this machine opens and checks what comes."""

import os
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from hmac import new as hmac_new
from uuid import uuid4

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from haitang.desks.notice.actions import keep_device
from haitang.desks.notice.enums import LetterState
from haitang.desks.notice.jobs import send_letters, tell_what_happened
from haitang.desks.notice.models import Device, Letter
from haitang.desks.notice.tests.county import County
from haitang.desks.notice.tests.server import listening
from haitang.desks.notice.ways import Address, Message, Refused, Trouble
from haitang.desks.notice.ways.base import Receiver
from haitang.desks.notice.ways.gateway import TextMessages
from haitang.desks.notice.ways.push import Push
from haitang.desks.notice.ways.robots import DingTalk, WeCom
from haitang.lib import clock

MESSAGE = Message(
    uuid4(), "XQ-2026-10001 到了您这里", ("XQ-2026-10001 到了您这里",), "https://county.example/m/1"
)
WHOM = Address(phone="13800138000")


class Browser:
    """A browser with its keys, as it subscribes."""

    def __init__(self) -> None:
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    def at(self, endpoint: str) -> Receiver:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Receiver(endpoint, text(point), text(self.auth))

    def opened(self, body: bytes) -> str:
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        return plain.decode()


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
def side():
    """The other side."""
    with listening() as recorder:
        yield recorder


def test_wecom_is_told_in_its_own_words(side):
    WeCom(f"{side.url}/cgi-bin/webhook/send?key=abc").send(MESSAGE, WHOM)
    (came,) = side.came
    assert came.query == {"key": ["abc"]}
    assert came.said == {
        "msgtype": "text",
        "text": {"content": MESSAGE.text},
    }


def test_dingtalk_is_told_with_its_signature(side):
    DingTalk(f"{side.url}/robot/send?access_token=abc", "SECsecret").send(MESSAGE, WHOM)
    (came,) = side.came
    stamp = came.query["timestamp"][0]
    digest = hmac_new(b"SECsecret", f"{stamp}\nSECsecret".encode(), sha256).digest()
    assert came.query["sign"] == [b64encode(digest).decode()]
    assert came.query["access_token"] == ["abc"]
    assert abs(int(stamp) / 1000 - clock.now().timestamp()) < 5
    assert came.said == {"msgtype": "text", "text": {"content": MESSAGE.text}}


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ((200, {"errcode": 45009}), Trouble),
        ((200, {"errcode": 93000}), Refused),
        ((200, {}), Refused),
        ((502, {}), Trouble),
        ((302, {}), Refused),
    ],
)
def test_a_robot_that_does_not_take_it_is_believed(side, answer, raised):
    side.answers = [answer]
    with pytest.raises(Trouble) as found:
        WeCom(side.url).send(MESSAGE, WHOM)
    assert type(found.value) is raised
    assert "13800138000" not in str(found.value)


def test_a_gateway_that_is_not_there_is_trouble_and_not_a_refusal(side):
    with pytest.raises(Trouble) as found:
        TextMessages("http://127.0.0.1:9/", "").send(MESSAGE, WHOM)
    assert not isinstance(found.value, Refused)


def test_a_browser_alone_opens_what_is_pushed_and_its_vendor_knows_who_sent_it(side):
    browser, push = Browser(), Push("k" * 48, (side.url,))
    push.send(MESSAGE, Address(receivers=[browser.at(f"{side.url}/push/1")]))
    (came,) = side.came
    assert "到了您这里" in browser.opened(came.body)
    with pytest.raises(http_ece.ECEException):
        Browser().opened(came.body)
    assert came.headers["content-encoding"] == "aes128gcm"
    assert int(came.headers["ttl"]) > 0
    assert Vapid02.verify(came.headers["authorization"])


def test_push_goes_to_no_machine_that_is_not_a_vendors(side):
    push = Push("k" * 48, ("fcm.googleapis.com", ".push.apple.com"))
    assert push.takes("https://fcm.googleapis.com/fcm/send/abc")
    assert push.takes("https://web.push.apple.com/abc")
    for endpoint in (
        "http://fcm.googleapis.com/abc",
        "https://fcm.googleapis.com.evil.example/",
        "https://push.apple.com.evil.example/",
        "https://localhost/",
        f"{side.url}/",
    ):
        assert not push.takes(endpoint)
    with pytest.raises(Refused):
        push.send(MESSAGE, Address(receivers=[Browser().at(f"{side.url}/push/1")]))
    assert side.came == []


def test_a_browser_that_is_gone_is_forgotten_and_the_others_are_told(county: County, side, settings):
    settings.NOTICE = {**settings.NOTICE, "push_hosts": (side.url,)}
    ella, browsers = county.people["ella"], [Browser(), Browser()]
    for place, browser in enumerate(browsers):
        keep_device(ella, receiver=browser.at(f"{side.url}/push/{place}"), actor=county.actor("ella"))
    side.answers = [(410, {}), (201, {})]
    matter = county.told()
    tell_what_happened()
    send_letters()
    assert [came.path for came in side.came] == ["/push/0", "/push/1"]
    assert matter.number in browsers[1].opened(side.came[1].body)
    assert Letter.objects.get(way="push").state == LetterState.SENT
    assert Device.objects.count() == 1
    side.answers = [(404, {})]
    county.told()
    tell_what_happened()
    send_letters()
    assert not Device.objects.exists()
    assert Letter.objects.filter(way="push").latest("pk").state == LetterState.DEAD
