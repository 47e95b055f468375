"""The robots of WeCom and DingTalk: a message in an office's own group, which calls nobody by number."""

import hmac
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests

from haitang.desks.notice.ways.base import Address, Message, Refused, Trouble, must_be_taken, post
from haitang.lib import clock

#: Their numbers for: too fast, busy; anything else but 0 will not change by trying.
_WECOM_LATER = {-1, 45009, 45033}
_DINGTALK_LATER = {-1, 130101, 410100}


@dataclass(frozen=True)
class WeCom:
    """企业微信群机器人."""

    url: str

    def send(self, message: Message, to: Address) -> list[str]:
        """Send it."""
        said = {"msgtype": "text", "text": {"content": message.text}}
        _must_be_zero(post(self.url, json=said), _WECOM_LATER)
        return []


@dataclass(frozen=True)
class DingTalk:
    """钉钉群机器人, signed (加签) where it was given a secret."""

    url: str
    secret: str

    def send(self, message: Message, to: Address) -> list[str]:
        """Send it."""
        said = {"msgtype": "text", "text": {"content": message.text}}
        _must_be_zero(post(self._signed(), json=said), _DINGTALK_LATER)
        return []

    def _signed(self) -> str:
        if not self.secret:
            return self.url
        stamp = str(int(clock.now().timestamp() * 1000))
        signed = {"timestamp": stamp, "sign": signature(stamp, self.secret)}
        return f"{self.url}{'&' if urlsplit(self.url).query else '?'}{urlencode(signed)}"


def signature(stamp: str, secret: str) -> str:
    """DingTalk's signature of a moment in milliseconds."""
    told = f"{stamp}\n{secret}".encode()
    return b64encode(hmac.new(secret.encode(), told, sha256).digest()).decode()


def _must_be_zero(answer: requests.Response, later: set[int]) -> None:
    must_be_taken(answer)
    code = _code(answer)
    if code:
        raise (Trouble if code in later else Refused)(f"errcode {code}")


def _code(answer: requests.Response) -> int:
    try:
        said: Any = answer.json()  # reason: whatever the other side says
        return int(said["errcode"])
    except (ValueError, KeyError, TypeError):
        raise Refused("an answer without errcode") from None
