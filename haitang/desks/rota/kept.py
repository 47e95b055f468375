"""What is kept of a person's turns, for them to take away; what is theirs alone goes once they are erased."""

from collections.abc import Mapping

from django.db.models import Q

from haitang.desks.rota.actions import forget_sitter
from haitang.desks.rota.models import Absence, CalendarKey, Exchange, Turn
from haitang.kernel.registry.api import Keeper
from haitang.kernel.registry.models import Person


def _export(person: Person) -> Mapping[str, object]:
    asked = Exchange.objects.filter(Q(turn__person=person) | Q(asked=person)).order_by("pk")
    turns = Turn.objects.filter(person=person).order_by("pk")
    absences = Absence.objects.filter(person=person).order_by("pk")
    return {
        "turns": list(turns.values("sitting__day", "sitting__unit__name", "sitting__place", "passed_on_at")),
        "exchanges": list(asked.values("turn__sitting__day", "note", "asked_at", "answered_at", "accepted")),
        "absences": list(absences.values("since", "until", "noted_at")),
        "calendar": CalendarKey.objects.filter(person=person).values("turned", "shut_at").first(),
    }


KEEPER = Keeper("rota", _export, lambda person, actor: forget_sitter(person, actor=actor))
