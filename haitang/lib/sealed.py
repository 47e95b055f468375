"""Short secrets sealed with a key (AES-256-GCM) and found again by a keyed digest (HMAC-SHA-256)."""

import hmac
import os
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: First byte of everything sealed, so that another cipher can follow some day.
VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16


class Damaged(Exception):  # noqa: N818 -- it names the finding
    """What was sealed does not open: changed, cut short, moved elsewhere, or sealed with another key."""


@lru_cache(maxsize=64)
def derive(key: str, purpose: str) -> bytes:
    """A key of 32 bytes for one *purpose* only, so that no two uses share one."""
    return HKDF(SHA256(), length=32, salt=None, info=f"haitang/{purpose}".encode()).derive(key.encode())


def seal(text: str, *, key: bytes, bound: str = "") -> bytes:
    """*text*, readable only with *key* and only where it belongs: at the place named by *bound*."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, text.encode(), bound.encode())


def unseal(sealed: bytes, *, key: bytes, bound: str = "") -> str:
    """The text in *sealed*; Damaged if a single bit, the key or the place differs."""
    if sealed[:1] != VERSION or len(sealed) < 1 + NONCE_BYTES + TAG_BYTES:
        raise Damaged
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, bound.encode()).decode()
    except InvalidTag as error:
        raise Damaged from error


def index(text: str, *, key: bytes) -> str:
    """The same digest for the same *text*, telling nothing of it to one without *key*."""
    return hmac.new(key, text.encode(), sha256).hexdigest()
