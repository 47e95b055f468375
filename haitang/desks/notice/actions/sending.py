"""Taking letters in hand and saying what became of them; the sending lies between, in no transaction."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction

from haitang.desks.notice.addressees import Addressee
from haitang.desks.notice.enums import LetterState, When
from haitang.desks.notice.models import Device, Letter
from haitang.desks.notice.preferences import hours_for
from haitang.kernel.registry.api import Actor, blind_index
from haitang.lib import clock
from haitang.lib.ids import new_id

#: How long after each failed try the next one is made; after the last there is none.
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
)
HOUR = timedelta(hours=1)
#: What one message tells of at most; the rest is counted.
TOGETHER = 500


@transaction.atomic
def take_in_hand(addressee: Addressee, *, most_an_hour: int, actor: Actor) -> list[Letter]:  # noqa: ARG001 -- acts name who acts
    """The letters that go to *addressee* now, as one parcel; none where enough went in the last hour.

    Counted as tried before they are sent: who dies in the middle tries again later, under the same parcel.
    """
    now = clock.now()
    waiting = Letter.objects.filter(
        **addressee.letters, parcel=addressee.parcel, state=LetterState.WAITING, due_at__lte=now
    )
    if connection.features.has_select_for_update:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    letters = list(waiting.order_by("pk")[:TOGETHER])
    if not letters or (addressee.parcel is None and _wait(addressee, letters, most_an_hour)):
        return []
    parcel, tries = addressee.parcel or new_id(), letters[0].tries
    # A try that failed in the evening is not made again at night.
    again = hours_for(addressee).due(When.NOW, now + BACKOFF[min(tries, len(BACKOFF) - 1)])
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(
        parcel=parcel, tries=tries + 1, due_at=again
    )
    for letter in letters:
        letter.parcel, letter.tries = parcel, tries + 1
    return letters


def _wait(addressee: Addressee, letters: Sequence[Letter], most: int) -> bool:
    """Put the letters off where their addressee had enough; then they go together."""
    since = clock.now() - HOUR
    sent = Letter.objects.filter(**addressee.letters, state=LetterState.SENT, sent_at__gt=since)
    rows = sent.order_by("-sent_at").values_list("parcel", "sent_at")
    parcels = {parcel: at for parcel, at in rows if at is not None}
    if len(parcels) < most:
        return False
    later = hours_for(addressee).due(When.NOW, min(parcels.values()) + HOUR)
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(due_at=later)
    return True


@transaction.atomic
def settle(letters: Sequence[Letter], *, trouble: str, for_good: bool, actor: Actor) -> str:  # noqa: ARG001 -- acts name who acts
    """Say of *letters* that they went, or why not; *for_good* where no further try would help."""
    here = Letter.objects.filter(pk__in=[letter.pk for letter in letters], state=LetterState.WAITING)
    if not trouble:
        here.update(state=LetterState.SENT, sent_at=clock.now(), trouble="")
        return LetterState.SENT
    over = for_good or letters[0].tries > len(BACKOFF)
    here.update(state=LetterState.DEAD if over else LetterState.WAITING, trouble=trouble[:200])
    return LetterState.DEAD if over else LetterState.WAITING


@transaction.atomic
def drop(letters: Sequence[Letter], *, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """Nobody is to be written to any more: the contact was erased, the person left, the way is shut."""
    here = Letter.objects.filter(pk__in=[letter.pk for letter in letters], state=LetterState.WAITING)
    here.update(state=LetterState.DROPPED)


@transaction.atomic
def forget_endpoints(endpoints: Sequence[str], *, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """Browsers that their vendors say are gone."""
    gone = [blind_index(endpoint, "endpoint") for endpoint in endpoints]
    Device.objects.filter(endpoint_index__in=gone).delete()
