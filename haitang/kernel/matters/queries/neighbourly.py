"""What a joined resident reads of the matter that theirs goes with: how far it is, and the answer.

Never what the neighbour behind it wrote, gave, attached or rated; and of staff's own words only what was
written for everyone, or else a note without any number, name or home that leads to the neighbour.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from haitang.kernel.matters.contacts import opened_contact
from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.models import Contact, Matter, Step
from haitang.kernel.matters.rules import SEES_MATTERS
from haitang.kernel.matters.words import RESIDENT, TAKER
from haitang.kernel.registry.actors import Actor
from haitang.lib.declare import House
from haitang.lib.naming import anonymous
from haitang.lib.text import Text

if TYPE_CHECKING:
    from haitang.kernel.matters.queries.story import AnswerView, StepView

#: Whose words are nobody else's to read.
_PRIVATE = (RESIDENT, TAKER)


class Span(NamedTuple):
    """From which step to which (None: to this day) a matter went with another."""

    head: Q
    since: int
    until: int | None

    @property
    def steps(self) -> Q:
        """The head's steps in that time."""
        found = self.head & Q(pk__gt=self.since)
        return found & Q(pk__lt=self.until) if self.until else found


def spans(matter: Matter) -> Iterator[Span]:
    """The times in which *matter* went with another."""
    turns = matter.steps.filter(kind__in=(StepKind.GATHERED, StepKind.PARTED)).order_by("pk")
    since: int | None = None
    for kind, pk, data in turns.values_list("kind", "pk", "data"):
        told = json.loads(data)
        if kind == StepKind.PARTED and since and "from" in told:
            head = Q(matter__region=matter.region_id, matter__number=told["from"])
            yield Span(head, since, pk)
            since = None
        elif kind == StepKind.GATHERED and "under" in told:
            since = since or pk
    if since and matter.gathered_under_id:
        yield Span(Q(matter=matter.gathered_under_id), since, None)


def reads_head(matter: Matter, actor: Actor) -> bool:
    """Whether *actor* may see by a post of their own the main one that *matter* goes with."""
    if actor.is_system:
        return True
    head = matter.gathered_under
    return actor.person_id is not None and head is not None and SEES_MATTERS.allows(actor, head)


class Neighbour:
    """How steps of other matters are told to the resident of *matter*."""

    def __init__(self, steps: Iterable[Step], matter: Matter) -> None:
        self.heads = {step.matter_id: step.matter for step in steps if step.matter_id != matter.pk}

    def told(self, view: "StepView", step: Step, house: House) -> "StepView":
        """*view* of a head's *step* with all that is another's taken out of it."""
        answers = () if step.role in _PRIVATE else tuple(self._for_everyone(view, step, house))
        spoken = step.role and step.role not in _PRIVATE and step.matter_id not in self._forgotten
        note = self._masked(view.note, step.matter_id) if spoken and not answers else ""
        said = self._both(view.said, step.matter_id) if note and view.said else None
        shown = replace(view, actor="", note=note, said=said, answers=answers)
        return replace(shown, rating=None, quantity=None, files=(), invited=())

    def _for_everyone(self, view: "StepView", step: Step, house: House) -> Iterator["AnswerView"]:
        kind = house.section(MattersSection).matters.get(step.matter.kind.key)
        for one in view.answers:
            if kind and one.key == kind.published:
                yield replace(one, said=self._both(one.said, step.matter_id))

    def _both(self, said: Text, head: int) -> Text:
        return Text(zh=self._masked(said.zh, head), en=self._masked(said.en, head))

    def _masked(self, words: str, head: int) -> str:
        return anonymous(words, self._known.get(head, ()), doubtful=True)

    @cached_property
    def _contacts(self) -> list[Contact]:
        return list(Contact.objects.filter(matter__in=self.heads))

    @cached_property
    def _forgotten(self) -> set[int]:
        """Whose name is erased, so that it cannot be found in a note any more."""
        return {one.matter_id for one in self._contacts if one.erased_at}

    @cached_property
    def _known(self) -> Mapping[int, tuple[str, ...]]:
        """What is known to lead to the neighbour behind each head."""
        found = {}
        for contact in self._contacts:
            left = opened_contact(contact) if not contact.erased_at else None
            words = (left.name, left.phone, left.email) if left else ()
            found[contact.matter_id] = tuple(word.strip() for word in words if len(word.strip()) > 1)
        return found
