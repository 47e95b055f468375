"""Web push: a message that only the one browser can open, handed to its vendor under our own key."""

import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from haitang.desks.notice.ways.base import Address, Message, Receiver, Refused, Trouble, must_be_taken, post
from haitang.lib import clock, webpush

_KEPT_BY_VENDOR = 24 * 60 * 60
_GONE = {404, 410}


@dataclass(frozen=True)
class Push:
    """``hosts`` are the vendors' addresses: a subscription may name no other machine."""

    key: str
    hosts: tuple[str, ...]
    #: Whom a vendor writes to about our messages; some take none without.
    subject: str = ""

    def takes(self, endpoint: str) -> bool:
        """Whether *endpoint* is a vendor's."""
        parts = urlsplit(endpoint)
        return any(
            endpoint.startswith(host) if "://" in host else _is_of(parts.scheme, parts.hostname, host)
            for host in self.hosts
        )

    def send(self, message: Message, to: Address) -> list[str]:
        """To every browser of the person; one that takes it is enough."""
        gone: list[str] = []
        trouble: list[Trouble] = []
        for receiver in to.receivers:
            try:
                if self._send(message, receiver):
                    gone.append(receiver.endpoint)
            except Refused as refused:
                trouble.append(refused)
            except Trouble as later:
                trouble.insert(0, later)
        if len(gone) + len(trouble) >= len(to.receivers):
            raise trouble[0] if trouble else Gone(gone)
        return gone

    def _word(self, endpoint: str) -> str:
        until = clock.now() + timedelta(hours=12)
        return webpush.authorization(endpoint, secret=self.key, until=until, subject=self.subject)

    def _send(self, message: Message, receiver: Receiver) -> bool:
        """Whether the browser is gone for good."""
        if not self.takes(receiver.endpoint):
            raise Refused("not a push service")
        body = webpush.encrypt(_said(message), p256dh=receiver.p256dh, auth=receiver.auth)
        headers = {
            "Authorization": self._word(receiver.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_KEPT_BY_VENDOR),
            "Urgency": "normal",
            "Topic": message.uuid.hex,
        }
        answer = post(receiver.endpoint, data=body, headers=headers)
        if answer.status_code in _GONE:
            return True
        must_be_taken(answer)
        return False


def _said(message: Message) -> bytes:
    said = {"title": message.subject, "body": "\n".join(message.lines), "url": message.url}
    return json.dumps(said, ensure_ascii=False).encode()


class Gone(Refused):
    """Every browser of the person has forgotten us."""

    def __init__(self, endpoints: list[str]) -> None:
        super().__init__("every browser is gone")
        self.endpoints = endpoints


def _is_of(scheme: str, host: str | None, vendor: str) -> bool:
    if scheme != "https" or not host:
        return False
    return host == vendor or (vendor.startswith(".") and host.endswith(vendor))
