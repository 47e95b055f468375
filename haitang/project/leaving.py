"""Tells the parts, however somebody signs in or out, whom a device is for from then on."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from haitang.kernel.registry.api import actor_of
from haitang.kernel.registry.models import Account
from haitang.ui.leaving import device_is_for


def connect() -> None:
    """By password, passkey, directory or the sample's one click: all of them end in Django's own word."""
    user_logged_in.connect(_came, dispatch_uid="haitang.leaving.came")
    user_logged_out.connect(_left, dispatch_uid="haitang.leaving.left")


def _came(request: HttpRequest, user: Account, **_: Any) -> None:  # reason: Django's signal
    device_is_for(request, actor_of(user))


def _left(request: HttpRequest, **_: Any) -> None:  # reason: Django's signal
    device_is_for(request, None)
