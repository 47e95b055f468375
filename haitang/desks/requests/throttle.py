"""A modest limit for each address: enough for a family on one phone, too little for a script."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from haitang.lib.diagnostics import Refusal


@dataclass(frozen=True)
class Throttle:
    """At most ``limit`` goes at ``name`` within ``seconds``, counted by whatever the caller tells apart."""

    name: str
    limit: int
    seconds: int

    def count(self, whom: str) -> None:
        """Count one go; refuse in words once there were too many."""
        key = self._key(whom)
        cache.add(key, 0, self.seconds)
        if self._raised(key) > self.limit:
            raise self.refusal

    def spent(self, whom: str) -> bool:
        """Whether *whom* has no go left; counts nothing."""
        return int(cache.get(self._key(whom), 0)) >= self.limit

    def _raised(self, key: str) -> int:
        try:
            return int(cache.incr(key))
        except ValueError:  # ran out between the two calls
            cache.set(key, 1, self.seconds)
            return 1

    def _key(self, whom: str) -> str:
        # Hashed: an address is nobody's business, and a cache key may not hold just any character.
        return f"requests.{self.name}.{hashlib.sha256(whom.encode()).hexdigest()[:32]}"

    @property
    def refusal(self) -> Refusal:
        """Too often, in words."""
        minutes = max(1, self.seconds // 60)
        return Refusal(
            "requests.too_many",
            zh=f"这个网络上来得太频繁了，请 {minutes} 分钟后再试；急事请打 12345，或到村（社区）当面说。",
            en=f"Too many from this network. Please try again in {minutes} minutes; if it is urgent, "
            "ring 12345 or tell your village or community office.",
        )


#: What is told, by whichever way a resident's program or browser comes.
TELLS = Throttle("tell", limit=20, seconds=15 * 60)


def address(request: HttpRequest) -> str:
    """Where a request comes from; behind a trusted proxy, the hop that the proxy itself wrote down."""
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "")
    # The setting that trusts the proxy's word on the scheme trusts its word on the address.
    if settings.SECURE_PROXY_SSL_HEADER and hops:
        return str(hops.rsplit(",", 1)[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))
