"""Who may see, move, comment on, gather and look behind a matter. Which moves, the flow says besides."""

from dataclasses import dataclass

from django.db.models import Model, Q

from haitang.kernel.matters.enums import Sees
from haitang.kernel.matters.models import Call, Claim, Handler, Matter
from haitang.kernel.matters.withdrawn import NotTakenBack
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.rules import NOTHING, Ability, Own, Rule
from haitang.lib.text import Text

#: What a role may be given, said in the playbook as ``abilities: [matters.see, …]``.
ABILITIES = {
    "matters.see": Text(zh="查看事项", en="See matters"),
    "matters.open": Text(zh="登记事项", en="Open matters"),
    "matters.move": Text(zh="办理事项", en="Move matters"),
    "matters.comment": Text(zh="在事项中留言", en="Comment on matters"),
    "matters.edit": Text(zh="修改事项的标题和分类", en="Change titles and categories of matters"),
    "matters.take": Text(zh="认领供人认领的事项", en="Take on what is offered"),
    "matters.gather": Text(zh="归并相似事项", en="Gather near-duplicate matters"),
    "matters.erase": Text(
        zh="依法抹去事项中的文字和联系方式", en="Erase the words and contact of matters by law"
    ),
    "matters.watch": Text(zh="核查过于一致的评价", en="Look at ratings that are too alike"),
    "matters.contact": Text(zh="查看居民联系方式", en="Look at residents' contact details"),
}


@dataclass(frozen=True)
class Joined(Rule):
    """The actor holds *name* over a unit that was asked to join in the matter."""

    name: str

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether any unit that takes part lies within reach."""
        if not isinstance(thing, Matter) or thing.region_id != actor.region_id:
            return False
        taking_part = thing.handlers.filter(until=None)
        return any(actor.may(self.name, one.unit) for one in taking_part)

    def visible(self, actor: Actor) -> Q:
        """Matters that a unit within reach takes part in."""
        if not actor.may_somewhere(self.name):
            return NOTHING
        taking_part = Handler.objects.filter(Ability(self.name).visible(actor), until=None)
        return Q(pk__in=taking_part.values("matter"))


@dataclass(frozen=True)
class Called(Rule):
    """The actor holds *name* over a unit that is called to the matter, to decide or to know."""

    name: str

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether any unit that is called lies within reach."""
        if not isinstance(thing, Matter) or thing.region_id != actor.region_id or not thing.called:
            return False
        calls = thing.calls.filter(until=None).select_related("unit")
        return any(actor.may(self.name, one.unit) for one in calls)

    def visible(self, actor: Actor) -> Q:
        """Matters that a unit within reach is called to."""
        if not actor.may_somewhere(self.name):
            return NOTHING
        calls = Call.objects.filter(Ability(self.name).visible(actor), until=None)
        return Q(pk__in=calls.values("matter"))


@dataclass(frozen=True)
class OneOf(Rule):
    """Any of several rules; kept apart, so that a list can ask each by its own index."""

    rules: tuple[Rule, ...]

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether one of them does."""
        return any(rule.allows(actor, thing) for rule in self.rules)

    def visible(self, actor: Actor) -> Q:
        """What one of them shows."""
        found = NOTHING
        for rule in self.rules:
            found |= rule.visible(actor)
        return found


#: What the actor took on; to a token only what was taken on where its one post reaches.
TAKEN = Own("person", within="unit__path")


@dataclass(frozen=True)
class OnErrand(Rule):
    """The actor took it on, is told its details, and it is not closed yet."""

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether they have it now."""
        if not isinstance(thing, Matter) or thing.region_id != actor.region_id or actor.person_id is None:
            return False
        theirs = thing.claims.filter(TAKEN.visible(actor), until=None, sees=Sees.DETAILS)
        return thing.closed_at is None and theirs.exists()

    def visible(self, actor: Actor) -> Q:
        """What they have now."""
        if actor.person_id is None:
            return NOTHING
        theirs = Claim.objects.filter(TAKEN.visible(actor), until=None, sees=Sees.DETAILS)
        return Q(pk__in=theirs.values("matter"), closed_at=None, region=actor.region_id)


def _reach(name: str) -> tuple[Rule, ...]:
    return Ability(name, at="owner__path"), Ability(name, at="unit__path")


#: Who opened it, and whose it is to do; to a token only where its one post reaches.
OPENED = Own("opened_by", within="unit__path")
ASSIGNED = Own("assignee", within="owner__path")
#: Who owns it, and where it happened: what units and posts alone say.
REACHES_MATTERS = OneOf(_reach("matters.see"))
#: And who was asked to join in or is called, who opened it, whose it is to do.
SEES_MATTERS = OneOf(
    (
        *REACHES_MATTERS.rules,
        Joined("matters.see"),
        Called("matters.see"),
        OPENED,
        ASSIGNED,
    )
)
COMMENTS = OneOf((*_reach("matters.comment"), Joined("matters.comment"), OPENED, ASSIGNED))
#: Over a unit: to be shown where the ratings it got are too alike.
WATCHES = "matters.watch"
#: Only who owns it has reason to call the resident, and who goes there on an errand;
#: nobody once it was withdrawn.
LOOKS_BEHIND = (Ability("matters.contact", at="owner__path") & NotTakenBack()) | OnErrand()
ERASES_WORDS = Ability("matters.erase", at="owner__path")
GATHERS = Ability("matters.gather", at="owner__path")
EDITS = Ability("matters.edit", at="owner__path") | Ability("matters.gather", at="owner__path")
