"""A person as an officer sees them: which posts they hold and held, and whether they may be called."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from haitang.kernel.registry.api import LOOKS_AT_CONTACTS, Actor, people_seen, posts_seen_of
from haitang.kernel.registry.models import Person, Post
from haitang.lib.clock import today
from haitang.ui.words import both, say


@dataclass(frozen=True)
class HeldPost:
    """A post that the person holds, held or will hold."""

    role: str
    unit: str
    unit_url: str
    since: date
    until: date | None
    because: str
    end_url: str


@dataclass(frozen=True)
class PersonPage:
    """All that the page shows; ``phone`` only right after a look."""

    pk: int
    name: str
    standing: str
    tone: str
    is_me: bool
    posts: list[HeldPost]
    has_phone: bool
    may_look: bool
    phone: str


def person_for(actor: Actor, pk: int) -> Person | None:
    """The person, if *actor* may see them."""
    return people_seen(actor).filter(pk=pk).first()


def may_look(actor: Actor, person: Person) -> bool:
    """Whether *actor* may look at the person's phone number, one's own included."""
    return LOOKS_AT_CONTACTS.allows(actor, person)


def person_page(actor: Actor, person: Person, *, phone: str = "") -> PersonPage:
    """*person* as far as *actor* may see, with the number where they just looked at it."""
    posts = list(posts_seen_of(person, actor=actor))
    standing, tone = _standing(posts)
    return PersonPage(
        person.pk,
        person.name,
        standing,
        tone,
        person.pk == actor.person_id,
        [_held(actor, post) for post in posts],
        bool(person.phone_sealed),
        may_look(actor, person),
        phone,
    )


def _held(actor: Actor, post: Post) -> HeldPost:
    url = reverse("web:unit", args=[post.unit_id]) if actor.may("registry.see", post.unit) else ""
    over = post.until is not None and post.until <= today()
    may_end = not over and actor.may("registry.appoint", post.unit)
    end_url = reverse("web:post_end", args=[post.pk]) if may_end else ""
    told = (say(post.role.label), post.unit.name, url, post.since, post.until)
    return HeldPost(*told, post.ended_because, end_url)


def _standing(posts: list[Post]) -> tuple[str, str]:
    """In words, by the posts that can be seen: in office, to come, or left."""
    day = today()
    if any(post.since <= day and (post.until is None or day < post.until) for post in posts):
        return both("在职", "in office"), "green"
    if any(post.since > day for post in posts):
        return both("尚未到任", "not yet in office"), "blue"
    return both("已离任", "left office"), "grey"
