"""A modest limit for each address: enough for a family on one phone, too little for a script."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import some
from haitang.ui.actions import count_go
from haitang.ui.models import Tally


@dataclass(frozen=True)
class Throttle:
    """At most ``limit`` goes at ``name`` within ``seconds``, counted by whatever the caller tells apart."""

    name: str
    limit: int
    seconds: int

    def count(self, *whom: str) -> None:
        """Count one go; refuse in words once there were too many."""
        if count_go(self._key(whom), seconds=self.seconds) > self.limit:
            raise self.refusal

    def spent(self, *whom: str) -> bool:
        """Whether *whom* has no go left; counts nothing."""
        standing = Tally.objects.filter(whom=self._key(whom), until__gt=clock.now())
        return standing.filter(count__gte=self.limit).exists()

    def _key(self, whom: tuple[str, ...]) -> str:
        # Hashed: an address is nobody's business.
        return hashlib.sha256("\n".join((self.name, *whom)).encode()).hexdigest()

    @property
    def refusal(self) -> Refusal:
        """Too often, in words."""
        minutes = max(1, self.seconds // 60)
        return Refusal(
            "ui.too_often",
            zh=f"这个网络上来得太频繁了，请 {minutes} 分钟后再试；急事请打 12345，或到村（社区）当面说。",
            en=f"Too many from this network. Please try again in {some(minutes, 'minute')}; if it is urgent, "
            "ring 12345 or tell your village or community office.",
        )


#: What is told, by whichever way a resident's program or browser comes.
TELLS = Throttle("tell", limit=20, seconds=15 * 60)


def address(request: HttpRequest) -> str:
    """Where a request comes from; behind trusted proxies, the hop that the outermost of them wrote down.

    allauth reads the same setting the same way for attempts to sign in.
    """
    hops, trusted = request.META.get("HTTP_X_FORWARDED_FOR", ""), settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if trusted and hops:
        return str(hops.split(",")[-trusted:][0].strip())
    return str(request.META.get("REMOTE_ADDR", ""))
