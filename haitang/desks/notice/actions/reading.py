"""Notices that were read; letters and codes that are tried once more or given up."""

from django.db import transaction
from django.db.models import Q, QuerySet

from haitang.desks.notice.enums import LetterState
from haitang.desks.notice.models import CodeLetter, Letter, Notice
from haitang.desks.notice.reach import codes_reached, letters_reached
from haitang.kernel.registry.api import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden


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
    _may(letter, letters_reached(actor))
    _parcel(letter).update(state=LetterState.WAITING, tries=0, due_at=clock.now(), trouble="")


@transaction.atomic
def drop_letter(letter: Letter, *, actor: Actor) -> None:
    """Give up what could not be sent."""
    _may(letter, letters_reached(actor))
    _parcel(letter).update(state=LetterState.DROPPED)


@transaction.atomic
def send_code_again(letter: CodeLetter, *, actor: Actor) -> None:
    """Try once more to send a code; it is made anew. Refused where another is on its way by now.

    As a letter of its own: its messages are called otherwise than those sent before, and both are known.
    """
    _may(letter, codes_reached(actor))
    if CodeLetter.objects.filter(matter=letter.matter_id, state=LetterState.WAITING).exists():
        zh, en = "已有一个新的查询码在发。", "a newer code is on its way already."
        raise Conflict("notice.code_on_its_way", zh=zh, en=en)
    now, dead = clock.now(), CodeLetter.objects.filter(pk=letter.pk, state=LetterState.DEAD)
    if dead.update(state=LetterState.DROPPED):
        CodeLetter.objects.create(
            matter=letter.matter, way=letter.way, asked=letter.asked, due_at=now, made_at=now
        )


@transaction.atomic
def drop_code(letter: CodeLetter, *, actor: Actor) -> None:
    """Give up a code that could not be sent."""
    _may(letter, codes_reached(actor))
    CodeLetter.objects.filter(pk=letter.pk, state=LetterState.DEAD).update(state=LetterState.DROPPED)


def _parcel(letter: Letter) -> QuerySet[Letter]:
    return Letter.objects.filter(parcel=letter.parcel, state=LetterState.DEAD)


def _may(letter: Letter | CodeLetter, reached: Q) -> None:
    if not type(letter).objects.filter(reached, pk=letter.pk).exists():
        zh, en = "您的职务不管这里的消息。", "your posts do not manage notices here."
        raise Forbidden("notice.manage", zh=zh, en=en)
