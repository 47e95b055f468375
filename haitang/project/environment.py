"""Settings read from the environment; a bad value says which variable, what it held and what is allowed."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 32


def flag(name: str, *, default: bool) -> bool:
    """The boolean in variable *name*; only ``1`` and ``0`` are understood."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name}={value!r}: use 1 or 0.")
    return value == "1"


def number(name: str, default: int) -> int:
    """The whole number in variable *name*."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number.")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """The comma-separated words in variable *name*."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def var_folder() -> Path:
    """Where this installation keeps its database, files and keys; made on first use, private to its owner."""
    folder = Path(os.environ.get("HAITANG_VAR", "var")).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret(name: str, folder: Path) -> str:
    """The secret in ``HAITANG_<NAME>``, or one made once and kept in *folder* for its owner alone.

    One that is too short is refused: everybody's key is nobody's.
    """
    variable, kept = f"HAITANG_{name.upper()}", folder / f"{name}.secret"
    given = os.environ.get(variable)
    if given:
        return _long_enough(given, variable)
    if not kept.exists():
        _make_secret(kept)
    return _long_enough(kept.read_text().strip(), str(kept))


def _make_secret(kept: Path) -> None:
    """Written aside and then given its name: whole or not at all, and of two first starts one wins."""
    descriptor, aside = tempfile.mkstemp(dir=kept.parent, prefix=f"{kept.name}.")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(aside, kept)
    finally:
        Path(aside).unlink()


def _long_enough(key: str, where: str) -> str:
    if len(key) < SHORTEST_SECRET:
        raise ImproperlyConfigured(
            f"{where} 里的密钥不足 {SHORTEST_SECRET} 个字符，不能用。请从备份恢复；全新安装则删去它。\n"
            f"The key in {where} has fewer than {SHORTEST_SECRET} characters. Restore it from your copy; "
            "in a new installation remove it, and one is made."
        )
    return key


def directory() -> list[dict[str, object]]:
    """The OpenID Connect directory of ``HAITANG_OIDC_SERVER``, ``_CLIENT``, ``_SECRET``, ``_NAME``."""
    server, client = os.environ.get("HAITANG_OIDC_SERVER", ""), os.environ.get("HAITANG_OIDC_CLIENT", "")
    if not server:
        return []
    if not client:
        raise ImproperlyConfigured("HAITANG_OIDC_SERVER is set: give HAITANG_OIDC_CLIENT as well.")
    return [
        {
            "provider_id": "directory",
            "name": os.environ.get("HAITANG_OIDC_NAME", "单位统一登录"),
            "client_id": client,
            "secret": os.environ.get("HAITANG_OIDC_SECRET", ""),
            "settings": {"server_url": server},
        }
    ]
