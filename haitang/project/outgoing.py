"""What leaves the house: mail, text messages, robots, web push, and the name it is known by outside."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

#: Where the browsers' vendors take messages; one that begins with a dot stands for all below it.
VENDORS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
    ".push.services.mozilla.com",
)
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail(folder: Path) -> dict[str, Any]:  # reason: Django's own settings, of every type
    """Django's mail settings for ``HAITANG_MAIL_URL``; without one, each mail is a file in *folder*."""
    url = os.environ.get("HAITANG_MAIL_URL", "")
    sender = {"DEFAULT_FROM_EMAIL": os.environ.get("HAITANG_MAIL_FROM", "haitang@localhost")}
    if not url:
        return {
            **sender,
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder / "mail"),
        }
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            f"HAITANG_MAIL_URL={parts.scheme}://…: use smtp://, smtp+tls:// or smtps://, and a host."
        )
    return {
        **sender,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


def notice(push_key: str, origins: list[str]) -> dict[str, Any]:  # reason: settings of several types
    """The gateways that messages leave by; an empty address shuts a way."""
    url = os.environ.get("HAITANG_URL") or next(iter(origins), "http://localhost:8000")
    sender = os.environ.get("HAITANG_MAIL_FROM", "haitang@localhost")
    return {
        "url": _web("HAITANG_URL", url),
        "mail_domain": sender.rpartition("@")[2].strip("<> ") or "localhost",
        "push_key": push_key,
        "push_hosts": tuple(os.environ.get("HAITANG_PUSH_HOSTS", ",".join(VENDORS)).split(",")),
        "sms_url": _web("HAITANG_SMS_URL"),
        "sms_token": os.environ.get("HAITANG_SMS_TOKEN", ""),
        "wecom_url": _web("HAITANG_WECOM_URL"),
        "dingtalk_url": _web("HAITANG_DINGTALK_URL"),
        "dingtalk_secret": os.environ.get("HAITANG_DINGTALK_SECRET", ""),
    }


def _web(name: str, url: str = "") -> str:
    url = url or os.environ.get(name, "")
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise ImproperlyConfigured(f"{name}: write an address that begins with https://.")
    return url
