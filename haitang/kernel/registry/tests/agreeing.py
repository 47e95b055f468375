"""For tests of any part: a rule's two answers, "may this actor?" and "which may it see?", are one."""

from collections.abc import Iterable

from django.db import models

from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.rules import Rule


def assert_rule_agrees(rule: Rule, model: type[models.Model], actors: Iterable[Actor]) -> int:
    """For each actor the rows that ``visible`` leaves are just those that ``allows`` allows, each once.

    Gives how many pairs of an actor and a thing were allowed, so that a test can ask for some of both.
    """
    allowed = 0
    things = list(model._default_manager.order_by("pk"))
    for actor in actors:
        seen = list(model._default_manager.filter(rule.visible(actor)).order_by("pk"))
        may = [thing for thing in things if rule.allows(actor, thing)]
        assert seen == may, f"{rule} for {actor}: sees {seen}, may {may}"
        allowed += len(may)
    return allowed
