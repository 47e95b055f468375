"""Which of what could not be sent somebody manages: what lies where their posts reach, and nothing else."""

from django.db.models import Q

from haitang.desks.notice.rules import MANAGES
from haitang.kernel.registry.api import Ability, Actor, standing
from haitang.kernel.registry.models import Post, Unit
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
    held = Post.objects.filter(Ability(MANAGES).visible(actor), standing(clock.today()))
    roots = Unit.objects.filter(Ability(MANAGES, at="path").visible(actor), parent=None)
    whose = Q(person__in=held.values("person")) | Q(region__in=roots.values("region"))
    return _OF_MATTERS.visible(actor) | Q(whose, matter=None)
