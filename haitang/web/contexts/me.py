"""One's own page: posts, keys, who looked; and everything kept of one, to take away."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import Q

from haitang.kernel.ledger.api import entries_naming, files_by
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import claims_of, matters_naming, steps_by
from haitang.kernel.registry.api import (
    Actor,
    export_person,
    kept_elsewhere,
    known_abilities,
    looks_at,
    posts_of,
    tokens_of,
)
from haitang.kernel.registry.models import ApiToken, Person, Post
from haitang.lib.text import Text
from haitang.ui.words import say
from haitang.web.contexts.entries import entry_rows

#: Who used it, where nobody looked: what one chose to be sent was sent.
HOUSE = Text(zh="系统自动发送", en="Sent by the house")
LOOKED_AT = {
    "phone": Text(zh="电话", en="phone"),
    "identity": Text(zh="证件号", en="identity number"),
    "export": Text(zh="全部资料", en="everything"),
}


@dataclass(frozen=True)
class MyPost:
    """A post, and what it allows."""

    role: str
    unit: str
    since: date


@dataclass(frozen=True)
class MyToken:
    """A key that a program holds for one of my posts."""

    pk: int
    label: str
    post: str
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class MyLook:
    """Someone looked at my contact data."""

    at: datetime
    by: str
    what: str
    why: str


@dataclass(frozen=True)
class MePage:
    """All that the page shows."""

    name: str
    posts: list[MyPost]
    abilities: list[str]
    tokens: list[MyToken]
    may_issue: bool
    looks: list[MyLook]


def my_post(actor: Actor, pk: int) -> Post | None:
    """One of the actor's posts of today."""
    return posts_of(actor).filter(pk=pk).first()


def my_token(actor: Actor, pk: int) -> ApiToken | None:
    """A key of one of the actor's own posts."""
    return tokens_of(actor).filter(pk=pk).first()


def me_page(actor: Actor, person: Person) -> MePage:
    """What *person*, who acts, sees of themselves."""
    known = known_abilities()
    return MePage(
        person.name,
        [MyPost(say(post.role.label), post.unit.name, post.since) for post in posts_of(actor)],
        [say(known[key]) for key in sorted(actor.abilities) if key in known],
        [_token(one) for one in tokens_of(actor).filter(revoked_at=None)],
        any(actor.may_at("registry.accounts", post.unit_path) for post in actor.posts),
        [
            MyLook(
                look.at,
                look.by.name if look.by else say(HOUSE),
                say(LOOKED_AT.get(look.field, Text.both(look.field))),
                look.why,
            )
            for look in looks_at(person)[:50]
        ],
    )


def _token(token: ApiToken) -> MyToken:
    post = f"{token.post.unit.name} · {say(token.post.role.label)}"
    return MyToken(token.pk, token.label, post, token.created_at, token.expires_at)


def my_export(actor: Actor, person: Person) -> Mapping[str, object]:
    """Everything the house keeps of *person*: the register's row, deeds, matters, words, looks made."""
    entries = entries_naming(person)
    return {
        "person": asdict(export_person(person, actor=actor)),
        "deeds": _rows(entries.done),
        "recorded": _rows(entries.recorded),
        "served": _rows(entries.served),
        "matters": list(_matters(person)),
        "steps": list(_steps(person)),
        "looks": list(person.looks_made.order_by("pk").values("at", "field", "why")),
        "claims": list(claims_of(person).values("matter__number", "since", "until")),
        "files": list(files_by(person).values("uuid", "media_type", "uploaded_at")),
        "keys": list(tokens_of(actor).values("label", "created_at", "expires_at", "revoked_at")),
        **kept_elsewhere(person),
    }


def _rows(found: Iterable[Entry]) -> list[Mapping[str, object]]:
    entries = list(found)
    return [
        asdict(row) | {"note": entry.note.text if hasattr(entry, "note") else ""}
        for entry, row in zip(entries, entry_rows(entries), strict=True)
    ]


def _matters(person: Person) -> Iterable[Mapping[str, object]]:
    """What the person opened, and what they have in hand: of this no words, which are another's."""
    found = matters_naming(person).annotate(opened=Q(opened_by=person))
    for row in found.values("number", "title", "body", "opened_at", "closed_at", "opened"):
        yield row if row["opened"] else row | {"title": "", "body": ""}


def _steps(person: Person) -> Iterable[Mapping[str, object]]:
    """What the person did and wrote in any matter."""
    return steps_by(person).values("matter__number", "kind", "move__key", "at", "note", "data")
