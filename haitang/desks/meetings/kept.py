"""Where a person was asked to come or answered for a unit, for them to take away."""

from collections.abc import Mapping

from haitang.desks.meetings.actions import ERASED, erase_guests_again, forget_guest
from haitang.desks.meetings.guests import erased_since
from haitang.desks.meetings.models import Guest, Seat
from haitang.kernel.registry.api import SYSTEM, Eraser, Keeper
from haitang.kernel.registry.models import Person

_ASKED = ("meeting__number", "comes_as", "asked_at", "reply", "replied_at", "came")
_ANSWERED = ("meeting__number", "unit__name", "reply", "replied_at", "sends")


def _export(person: Person) -> Mapping[str, object]:
    asked = Guest.objects.filter(person=person).order_by("pk")
    answered = Seat.objects.filter(replied_by=person).order_by("pk")
    return {"asked": list(asked.values(*_ASKED)), "answered": list(answered.values(*_ANSWERED))}


#: What was erased of guests stays erased when an older copy of the house is put back.
ERASER = Eraser(ERASED, lambda uuids: erase_guests_again(uuids, actor=SYSTEM(0)), erased_since)
KEEPER = Keeper("meetings", _export, lambda person, actor: forget_guest(person, actor=actor))
