"""Phones and identity numbers: sealed with this installation's contact key, found by blind index."""

from django.conf import settings

from haitang.lib import sealed
from haitang.lib.diagnostics import Refusal

CANARY = "haitang"


def seal(text: str, bound: str = "") -> bytes:
    """*text* sealed; *bound* names where it belongs, so that it opens nowhere else. Nothing stays empty."""
    return sealed.seal(text, key=_key("seal"), bound=bound) if text else b""


def unseal(stored: bytes | memoryview, bound: str = "") -> str:
    """The text in *stored*; refused in words if it was changed or sealed with another key."""
    if not stored:
        return ""
    try:
        return sealed.unseal(bytes(stored), key=_key("seal"), bound=bound)
    except sealed.Damaged as error:
        raise Refusal(
            "registry.sealed_damaged",
            zh="这项加密信息打不开：数据被改动过，或安装密钥 contact_key 已更换。请从备份恢复。",
            en="This sealed value does not open: it was changed, or the contact_key of this installation "
            "was. Restore it from a backup.",
        ) from error


def blind_index(text: str, purpose: str) -> str:
    """The digest that *text* is looked up by; a different one for each *purpose*. Nothing stays empty."""
    return sealed.index(text, key=_key(f"index/{purpose}")) if text else ""


def canary() -> bytes:
    """A known text, sealed with the key of today."""
    return seal(CANARY, "canary")


def opens(stored: bytes | memoryview) -> bool:
    """Whether the key of today opens a canary sealed long ago."""
    try:
        return unseal(stored, "canary") == CANARY
    except Refusal:
        return False


def _key(purpose: str) -> bytes:
    return sealed.derive(settings.CONTACT_KEY, purpose)
