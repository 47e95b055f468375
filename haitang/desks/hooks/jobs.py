"""What the worker does: tells who is to be told, and forgets what is long over."""

from collections import Counter
from datetime import timedelta

from haitang.desks.hooks.actions import ADDRESS, SECRET, settle, take_in_hand
from haitang.desks.hooks.enums import Stand
from haitang.desks.hooks.models import Telling
from haitang.desks.hooks.posting import PostingTrouble, post, target_of
from haitang.desks.hooks.queries import waiting
from haitang.desks.hooks.signing import headers
from haitang.kernel.registry.api import SYSTEM, unseal
from haitang.lib import clock

#: Of one run: the next is a minute away.
MOST = 500
KEPT = timedelta(days=90)


def tell_other_systems() -> str:
    """Tell what may be told now; an address that fails is left alone for the rest of this run."""
    became: Counter[str] = Counter()
    failing: set[int] = set()
    left = True
    while left:
        left = False
        for telling in waiting(clock.now(), MOST):
            if telling.hook_id in failing or not take_in_hand(telling, actor=SYSTEM(telling.hook.region_id)):
                continue
            state, left = _tell(telling), True
            became[state] += 1
            failing |= set() if state == Stand.SENT else {telling.hook_id}
    told = ", ".join(f"{count} {state}" for state, count in sorted(became.items()))
    return f"told to other systems: {told}" if told else ""


def _tell(telling: Telling) -> str:
    return settle(telling, trouble=_trouble(telling), actor=SYSTEM(telling.hook.region_id))


def _trouble(telling: Telling) -> str:
    """Why it did not work; empty if it did."""
    hook = telling.hook
    target = target_of(unseal(hook.address_sealed, ADDRESS))
    if target is None:
        return "no address"
    body = telling.body.encode()
    signed = headers(
        unseal(hook.secret_sealed, SECRET),
        uuid=str(telling.uuid),
        timestamp=int(clock.now().timestamp()),
        body=body,
    )
    sent = {"content-type": "application/json; charset=utf-8", "user-agent": "Haitang", **signed}
    try:
        post(target, body=body, headers={"host": target.named, **sent}, is_private=hook.is_private)
    except PostingTrouble as trouble:
        return str(trouble)
    return ""


def forget_tellings() -> str:
    """Delete what was told long ago, or given up."""
    over = Telling.objects.filter(made_at__lt=clock.now() - KEPT).exclude(state=Stand.WAITING)
    counted, _ = over.exclude(state=Stand.DEAD).delete()
    return f"{counted} tellings forgotten" if counted else ""
