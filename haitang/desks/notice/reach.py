"""Which of what could not be sent somebody manages: what lies where their posts reach, and nothing else."""

from django.db.models import Q

from haitang.desks.notice.models import Letter
from haitang.desks.notice.rules import MANAGES
from haitang.kernel.registry.api import Ability, Actor, standing
from haitang.lib import clock

#: What is about a matter, by the matter: where that is, or with whom.
_OF_MATTERS = Ability(MANAGES, at="matter__owner__path") | Ability(MANAGES, at="matter__unit__path")


def codes_reached(actor: Actor) -> Q:
    """The codes of matters there."""
    return _OF_MATTERS.visible(actor)


def letters_reached(actor: Actor) -> Q:
    """The letters about matters there; about nothing of the kind, those to who serves there.

    One to a guest from outside lies nowhere: it is for who manages the whole region.
    """
    if not actor.may_somewhere(MANAGES):
        return Q(pk__in=())
    # Asked apart: somebody who is told may hold many posts.
    serves = Ability(MANAGES, at="person__posts__unit__path").visible(actor)
    to_them = Letter.objects.filter(serves, standing(clock.today(), "person__posts__"), matter=None)
    whole = Q(region=actor.region_id) if actor.may_everywhere(MANAGES) else Q(pk__in=to_them)
    return _OF_MATTERS.visible(actor) | (whole & Q(matter=None))
