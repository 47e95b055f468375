"""What is kept of how a person wants to be told, for them to take away, and gone once they are erased."""

from collections.abc import Mapping

from haitang.desks.notice.actions import forget_ways
from haitang.desks.notice.models import Choice, Device, Habit, Notice
from haitang.kernel.registry.api import Keeper, unseal
from haitang.kernel.registry.models import Person

_CHOSEN = ("occasion", "way", "soon")
_SET = ("quiet_from", "quiet_until", "digest_at", "language")
_TOLD = ("occasion", "word", "matter__number", "at", "read_at")


def _export(person: Person) -> Mapping[str, object]:
    return {
        "choices": list(Choice.objects.filter(person=person).order_by("pk").values(*_CHOSEN)),
        "hours": Habit.objects.filter(person=person).values(*_SET).first(),
        "browsers": [
            {"since": one.since, "address": unseal(one.endpoint_sealed, f"{one.uuid}/endpoint")}
            for one in Device.objects.filter(person=person).order_by("pk")
        ],
        "notices": list(Notice.objects.filter(person=person).order_by("pk").values(*_TOLD)),
    }


KEEPER = Keeper("notice", _export, lambda person, actor: forget_ways(person, actor=actor))
