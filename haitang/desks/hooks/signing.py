"""Signing what is told, by the Standard Webhooks convention, so that any of its libraries can check it."""

import hmac
import secrets
from base64 import b64decode, b64encode
from binascii import Error
from hashlib import sha256

PREFIX = "whsec_"
BYTES = 32
_LEAST, _MOST = 24, 64


def new_secret() -> str:
    """A fresh secret, as it is handed to the other side."""
    return PREFIX + b64encode(secrets.token_bytes(BYTES)).decode()


def is_secret(text: str) -> bool:
    """Whether *text* is a secret of that convention."""
    return text.startswith(PREFIX) and _LEAST <= len(_key(text)) <= _MOST


def headers(secret: str, *, uuid: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers: the identifier that stays, the moment, and HMAC-SHA256 over both with the body."""
    signed = f"{uuid}.{timestamp}.".encode() + body
    signature = b64encode(hmac.new(_key(secret), signed, sha256).digest()).decode()
    return {
        "webhook-id": uuid,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{signature}",
    }


def _key(secret: str) -> bytes:
    try:
        return b64decode(secret.removeprefix(PREFIX), validate=True)
    except Error:
        return b""
