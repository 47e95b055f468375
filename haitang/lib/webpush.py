"""Web push as the browsers read it: RFC 8291 over RFC 8188 (aes128gcm), and RFC 8292 (VAPID).

Sixty lines on the cryptography we have anyway, instead of an asynchronous HTTP client and its ten packages;
what is encrypted here is opened in the tests by a library that others wrote.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from haitang.lib.sealed import derive

_CURVE = ec.SECP256R1()
#: The order of the curve's group: a private key lies below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SALT, _POINT, _AUTH = 16, 65, 16
_RECORD = 4096
#: What fits into the one record that every vendor takes.
LONGEST = _RECORD - 16 - 1 - 86


def encrypt(
    text: bytes,
    *,
    p256dh: str,
    auth: str,
    salt: bytes = b"",
    own: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """*text* for the browser with these keys; *salt* and *own* are drawn, except to try known answers."""
    if len(text) > LONGEST:
        raise ValueError(f"a push message holds at most {LONGEST} bytes")
    theirs, secret = _receiver(p256dh, auth)
    salt, own = salt or os.urandom(_SALT), own or ec.generate_private_key(_CURVE)
    point = _point(own.public_key())
    shared = own.exchange(ec.ECDH(), theirs)
    seed = _hkdf(shared, secret, b"WebPush: info\0" + _point(theirs) + point, 32)
    key = _hkdf(seed, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(seed, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4, "big") + bytes([len(point)]) + point
    return head + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def is_receiver(p256dh: str, auth: str) -> bool:
    """Whether these are keys that a browser gives."""
    try:
        _receiver(p256dh, auth)
    except ValueError:
        return False
    return True


def public_key(secret: str) -> str:
    """Our own key as the browser is told it."""
    return _text(_point(_own(secret).public_key()))


def authorization(endpoint: str, *, secret: str, until: datetime, subject: str = "") -> str:
    """The header that proves to the vendor who sends, for its machine alone and until then."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(until.timestamp())}
    if subject:
        claims["sub"] = subject
    told = ".".join(_text(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    signature = _own(secret).sign(told.encode(), ec.ECDSA(SHA256()))
    r, s = decode_dss_signature(signature)
    token = f"{told}.{_text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token},k={public_key(secret)}"


@lru_cache(maxsize=4)
def _own(secret: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(derive(secret, "web-push") + derive(secret, "web-push/more"), "big")
    return ec.derive_private_key(number % (_ORDER - 1) + 1, _CURVE)


def _receiver(p256dh: str, auth: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    point, secret = _bytes(p256dh), _bytes(auth)
    if len(point) != _POINT or len(secret) != _AUTH:
        raise ValueError("not the keys of a browser")
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point), secret


def _hkdf(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length=length, salt=salt, info=info).derive(key)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
