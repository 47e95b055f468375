"""Who may: one object answers both "may this actor, with this thing?" and "which things may it see?"."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Model, OuterRef, Q

from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Person, Post, Unit
from haitang.kernel.registry.spans import under
from haitang.lib import clock
from haitang.lib.diagnostics import Forbidden

NOTHING = Q(pk__in=())


class Rule:
    """Base of all rules; for every actor and thing ``allows`` and ``visible`` agree."""

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether *actor* may, with *thing*."""
        raise NotImplementedError

    def visible(self, actor: Actor) -> Q:
        """A filter that leaves exactly the things this allows."""
        raise NotImplementedError

    def __and__(self, other: "Rule") -> "Rule":
        return Both(self, other)

    def __or__(self, other: "Rule") -> "Rule":
        return Either(self, other)


@dataclass(frozen=True)
class Both(Rule):
    """What two rules both allow."""

    left: Rule
    right: Rule

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Left and right."""
        return self.left.allows(actor, thing) and self.right.allows(actor, thing)

    def visible(self, actor: Actor) -> Q:
        """Left and right."""
        return self.left.visible(actor) & self.right.visible(actor)


@dataclass(frozen=True)
class Either(Rule):
    """What at least one of two rules allows."""

    left: Rule
    right: Rule

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Left or right."""
        return self.left.allows(actor, thing) or self.right.allows(actor, thing)

    def visible(self, actor: Actor) -> Q:
        """Left or right."""
        return self.left.visible(actor) | self.right.visible(actor)


@dataclass(frozen=True)
class Ability(Rule):
    """The actor holds *name* over the thing's unit, whose path stands at the lookup *at*.

    ``Ability("matters.see", at="owner__path")``; *at* follows foreign keys only.
    """

    name: str
    at: str = "unit__path"

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether the ability holds over the unit at the end of *at*."""
        unit = _follow(thing, self.at.split("__")[:-1])
        return isinstance(unit, Unit) and actor.may(self.name, unit)

    def visible(self, actor: Actor) -> Q:
        """One range of paths for each subtree; the region as well, so that a path is never enough."""
        if not actor.may_somewhere(self.name):
            return NOTHING
        here = Q(**{self.at.removesuffix("path") + "region": actor.region_id})
        if actor.is_system:
            return here
        reach = Q()
        for path in actor.paths(self.name):
            reach |= under(path, self.at)
        return here & reach


@dataclass(frozen=True)
class Own(Rule):
    """The thing is the actor's own: the lookup *at* leads to the person who acts.

    A token is worth one post, not its person: to it the person's own is open only where the unit, whose path
    stands at the lookup *within*, lies under that post; nowhere, if *within* is not said.
    """

    at: str = "person"
    within: str = ""

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether the person at the end of *at* is the one who acts."""
        if actor.post_id is not None and not self._lies_within(actor, thing):
            return False
        person = _follow(thing, self.at.split("__")[:-1])
        last = self.at.split("__")[-1]
        found = person.pk if last == "pk" and person else getattr(person, f"{last}_id", None)
        return actor.person_id is not None and found == actor.person_id

    def visible(self, actor: Actor) -> Q:
        """Things of the person who acts."""
        if actor.person_id is None:
            return NOTHING
        own = Q(**{self.at: actor.person_id})
        return own if actor.post_id is None else own & self._within(actor)

    def _lies_within(self, actor: Actor, thing: Model) -> bool:
        unit = _follow(thing, self.within.split("__")[:-1]) if self.within else None
        return isinstance(unit, Unit) and any(unit.path.startswith(post.unit_path) for post in actor.posts)

    def _within(self, actor: Actor) -> Q:
        """Things under the post; none where nothing says which unit they belong to."""
        found = NOTHING
        for post in actor.posts if self.within else ():
            found |= under(post.unit_path, self.within)
        return found


@dataclass(frozen=True)
class OnceOverPerson(Rule):
    """The actor holds *name* over a unit where the person holds, held or will hold a post.

    For reading alone: a list of bygone years names who stood there then. Power goes by ``OverPerson``.
    """

    name: str

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether any of the person's posts that count lies within reach."""
        if not isinstance(thing, Person) or thing.region_id != actor.region_id:
            return False
        if actor.is_system:
            return True
        held = self._that_count(list(thing.posts.select_related("unit")))
        return any(actor.may(self.name, post.unit) for post in held)

    def visible(self, actor: Actor) -> Q:
        """People with a post that counts within reach."""
        if not actor.may_somewhere(self.name):
            return NOTHING
        here = Q(region=actor.region_id)
        if actor.is_system:
            return here
        posts = Post.objects.filter(self._counting(), Ability(self.name).visible(actor))
        return here & Q(Exists(posts.filter(person=OuterRef("pk"))))

    def _that_count(self, posts: list[Post]) -> list[Post]:
        return posts

    def _counting(self) -> Q:
        return Q()


@dataclass(frozen=True)
class OverPerson(OnceOverPerson):
    """The actor holds *name* over a unit where the person holds or will hold a post.

    One who left altogether belongs to where the last post was.
    """

    def _that_count(self, posts: list[Post]) -> list[Post]:
        ends = [post.until or date.max for post in posts]
        last = min(max(ends, default=date.max), clock.today() + timedelta(days=1))
        return [post for post, end in zip(posts, ends, strict=True) if end >= last]

    def _counting(self) -> Q:
        lasts_longer = Q(until=None) | Q(until__gt=OuterRef("until"))
        later = Post.objects.filter(lasts_longer, person=OuterRef("person"))
        return Q(until=None) | Q(until__gt=clock.today()) | ~Q(Exists(later))


@dataclass(frozen=True)
class Unposted(Rule):
    """The actor holds *name* somewhere in the region, and the person never held a post: newly enrolled."""

    name: str

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether the person stands nowhere yet."""
        if not isinstance(thing, Person) or thing.region_id != actor.region_id:
            return False
        return actor.may_somewhere(self.name) and not thing.posts.exists()

    def visible(self, actor: Actor) -> Q:
        """People without any post."""
        if not actor.may_somewhere(self.name):
            return NOTHING
        return Q(region=actor.region_id) & ~Q(Exists(Post.objects.filter(person=OuterRef("pk"))))


#: Who may see what of the registry.
SEES_UNITS = Ability("registry.see", at="path")
SEES_POSTS = Ability("registry.see", at="unit__path") | Own("person")
SEES_PEOPLE = OnceOverPerson("registry.see") | Own("pk")
CHANGES_PEOPLE = OverPerson("registry.people") | Unposted("registry.people")
#: Whom one may give a post of one's own: newcomers, and who serves where one appoints.
APPOINTS = OverPerson("registry.appoint") | Unposted("registry.appoint")
LOOKS_AT_CONTACTS = OverPerson("registry.contact") | Own("pk")


def require(actor: Actor, ability: str, unit: Unit) -> None:
    """Forbidden in words unless *actor* holds *ability* over *unit*."""
    if not actor.may(ability, unit):
        raise forbidden(ability)


def require_somewhere(actor: Actor, ability: str, region_id: int) -> None:
    """Forbidden in words unless *actor* is of the region and holds *ability* over any unit there."""
    if actor.region_id != region_id or not actor.may_somewhere(ability):
        raise forbidden(ability)


def require_rule(actor: Actor, rule: Rule, thing: Model) -> None:
    """Forbidden in words unless *rule* allows *actor* this *thing*."""
    if not rule.allows(actor, thing):
        raise forbidden("registry")


def forbidden(what: str) -> Forbidden:
    """The refusal for want of an ability."""
    return Forbidden(
        "registry.forbidden",
        zh=f"您的职务在这里没有这项权限（{what}）。如有需要，请向上级组织申请。",
        en=f"Your posts do not allow this here ({what}). Ask the office above if you need it.",
    )


def _follow(thing: Model, steps: list[str]) -> Model | None:
    found: Model | None = thing
    for step in steps:
        found = getattr(found, step) if found is not None else None
    return found
