"""Set an address up and shut it, write down what it is to be told, and what became of that."""

from datetime import timedelta

from django.db import connection, transaction

from haitang.desks.hooks import refusals
from haitang.desks.hooks.enums import Stand
from haitang.desks.hooks.models import Hook, Telling
from haitang.desks.hooks.posting import Inside, PostingTrouble, Target, addresses, target_of
from haitang.desks.hooks.queries import concerned, hook_of, standing_hooks, tellings
from haitang.desks.hooks.saying import said
from haitang.desks.hooks.signing import is_secret
from haitang.kernel.matters.api import Kind, MattersSection
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import Actor, seal
from haitang.kernel.registry.models import Region
from haitang.lib import clock
from haitang.lib.ids import new_id

#: How long after each failed try the next one is made; after the last there is none.
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
    timedelta(hours=24),
)
#: Where what is sealed belongs.
ADDRESS, SECRET = "hooks/address", "hooks/secret"


@transaction.atomic
def set_hook(region: Region, *, channel: str, url: str, secret: str, is_private: bool, actor: Actor) -> Hook:
    """Tell *url* of the matters of *channel* from now on; whoever was told of them before is told no more."""
    known = house_of(region.pk).section(MattersSection).channels
    if channel not in known:
        raise refusals.unknown_channel(channel, ", ".join(sorted(known)))
    if not is_secret(secret):
        raise refusals.weak_secret()
    _judge(url, is_private=is_private)
    shut_hook(region, channel=channel, actor=actor)
    return Hook.objects.create(
        region=region,
        channel=channel,
        address_sealed=seal(url, ADDRESS),
        secret_sealed=seal(secret, SECRET),
        is_private=is_private,
        since=clock.now(),
        set_by_id=actor.person_id,
    )


def _judge(url: str, *, is_private: bool) -> Target:
    target = target_of(url)
    if target is None:
        raise refusals.not_an_address()
    if target.scheme != "https" and not is_private:
        raise refusals.not_encrypted()
    try:
        addresses(target, is_private=is_private)
    except Inside:
        raise refusals.is_inside() from None
    except PostingTrouble:
        raise refusals.unknown_host() from None
    return target


@transaction.atomic
def shut_hook(region: Region, *, channel: str, actor: Actor) -> bool:  # noqa: ARG001 -- acts name who acts
    """Tell nobody of *channel* any more; what waits is dropped."""
    hook = hook_of(region.pk, channel)
    if hook is None:
        return False
    hook.until = clock.now()
    hook.save(update_fields=["until"])
    hook.tellings.filter(state=Stand.WAITING).update(state=Stand.DROPPED)
    return True


def note_progress(matter: Matter, *, kind: Kind, step: Step, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """Write down who is to be told of *step*, within the transaction that made it."""
    hooks = list(standing_hooks(matter.region_id))
    if not hooks:
        return
    now = clock.now()
    told = [
        Telling(hook=hook, matter=one, step=step, uuid=new_id(), body=body, due_at=now, made_at=now)
        for hook, one in concerned(matter, hooks)
        if (body := said(one, matter, kind=kind, step=step))
    ]
    Telling.objects.bulk_create(told, ignore_conflicts=True)


@transaction.atomic
def take_in_hand(telling: Telling, *, actor: Actor) -> bool:  # noqa: ARG001 -- acts name who acts
    """Count a try before it is made: who dies in the middle tries again later, under the same identifier."""
    here = Telling.objects.filter(pk=telling.pk, state=Stand.WAITING, due_at__lte=clock.now())
    if connection.features.has_select_for_update:
        here = here.select_for_update(skip_locked=True)
    row = here.first()
    if row is None:
        return False
    row.tries += 1
    row.due_at = clock.now() + BACKOFF[min(row.tries, len(BACKOFF)) - 1]
    row.save(update_fields=["tries", "due_at"])
    telling.tries = row.tries
    return True


@transaction.atomic
def settle(telling: Telling, *, trouble: str, actor: Actor) -> str:  # noqa: ARG001 -- acts name who acts
    """Say of *telling* that it went, or why not; after the last try it is dead."""
    here = Telling.objects.filter(pk=telling.pk, state=Stand.WAITING)
    if not trouble:
        here.update(state=Stand.SENT, sent_at=clock.now(), trouble="")
        return Stand.SENT
    became = Stand.DEAD if telling.tries > len(BACKOFF) else Stand.WAITING
    here.update(state=became, trouble=trouble[:200])
    return became


@transaction.atomic
def tell_again(telling: Telling, *, actor: Actor) -> None:
    """Try what is dead anew, from the first wait on; the identifier stays."""
    here = tellings(actor).filter(pk=telling.pk, state=Stand.DEAD)
    here.update(state=Stand.WAITING, tries=0, due_at=clock.now())


@transaction.atomic
def drop(telling: Telling, *, actor: Actor) -> None:
    """Give up what is dead."""
    tellings(actor).filter(pk=telling.pk, state=Stand.DEAD).update(state=Stand.DROPPED)
