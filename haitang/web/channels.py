"""How what is written on a page came."""

from django.http import HttpRequest

from haitang.kernel.ledger.api import Channel


def channel_of(request: HttpRequest) -> Channel:
    """By phone or by computer, as the browser says of itself."""
    return Channel.PHONE if "Mobile" in request.headers.get("User-Agent", "") else Channel.WEB
