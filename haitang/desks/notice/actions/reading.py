"""Notices that were read; letters that are tried once more or given up."""

from django.db import transaction
from django.db.models import QuerySet

from haitang.desks.notice.enums import LetterState
from haitang.desks.notice.models import Letter, Notice
from haitang.desks.notice.rules import MANAGES
from haitang.kernel.registry.api import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Forbidden


def mark_read(notice: Notice, *, actor: Actor) -> None:
    """*notice* was read by whom it is for."""
    own = Notice.objects.filter(pk=notice.pk, person=actor.person_id, read_at=None)
    own.update(read_at=clock.now())


def mark_all_read(through: int, *, actor: Actor) -> int:
    """All notices of who acts, as far as the one they saw last; how many."""
    own = Notice.objects.filter(person=actor.person_id, read_at=None, pk__lte=through)
    return own.update(read_at=clock.now())


@transaction.atomic
def send_again(letter: Letter, *, actor: Actor) -> None:
    """Try what could not be sent once more, from the beginning."""
    _may(letter, actor)
    _parcel(letter).update(state=LetterState.WAITING, tries=0, due_at=clock.now(), trouble="")


@transaction.atomic
def drop_letter(letter: Letter, *, actor: Actor) -> None:
    """Give up what could not be sent."""
    _may(letter, actor)
    _parcel(letter).update(state=LetterState.DROPPED)


def _parcel(letter: Letter) -> QuerySet[Letter]:
    return Letter.objects.filter(parcel=letter.parcel, state=LetterState.DEAD)


def _may(letter: Letter, actor: Actor) -> None:
    if actor.region_id != letter.region_id or not actor.may_somewhere(MANAGES):
        zh, en = "您的职务不管消息。", "your posts do not manage notices."
        raise Forbidden("notice.manage", zh=zh, en=en)
