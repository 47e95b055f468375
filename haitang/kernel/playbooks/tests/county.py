"""A small county for the tests of all that stands on playbooks, told as a story and made by the acts alone.

    county = County.grow(folder, PLAYBOOK, units=UNITS, people=PEOPLE)
    county.actor("clara")

Each part says in its own ``county.py`` which units, people and playbook its story needs, and what they do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from django.test import Client

from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.registry.api import (
    RESIDENT,
    SYSTEM,
    Actor,
    actor_of,
    add_unit,
    appoint,
    enrol_person,
    open_account,
    open_region,
    root_of,
)
from haitang.kernel.registry.models import Account, Person, Region, Unit

BEGAN = date(2020, 1, 1)
#: Name, kind, what it lies under; then what people call it, where that is not its name in capitals.
Units = Iterable[tuple[str, ...]]
#: Name → role, unit.
People = Mapping[str, tuple[str, str]]


@dataclass
class County:
    """A region, its units and people by name, the folder of its playbook; ``county`` is its root."""

    region: Region
    folder: Path
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @classmethod
    def grow(
        cls,
        folder: Path,
        text: str,
        *,
        units: Units = (),
        people: People | None = None,
        key: str = "haixi",
        code: str = "990001",
    ) -> Self:
        """A fresh county with the playbook *text*, its units, its people in their posts since BEGAN."""
        region = open_region(key, code=code, name=key.title(), actor=None)
        county = cls(region, folder, {"county": root_of(region)})
        county.apply(text)
        for name, kind, under, *called in units:
            county.unit(name, kind, under, called="".join(called))
        for name, post in (people or {}).items():
            county.person(name, post)
            county.give_account(name)
        return county

    @property
    def house(self) -> Actor:
        """The house itself."""
        return SYSTEM(self.region)

    @property
    def resident(self) -> Actor:
        """Anyone without an account."""
        return RESIDENT(self.region)

    def give_account(self, name: str, **known: str) -> None:
        """Let the person *name* sign in, as ``name.key`` of the county."""
        username = f"{name}.{self.region.key}"
        open_account(username, person=self.people[name], actor=self.house, **known)

    def account(self, name: str) -> Account:
        """How the person *name* signs in."""
        return self.people[name].account

    def actor(self, name: str) -> Actor:
        """The person *name* with today's posts."""
        return actor_of(self.account(name))

    def client(self, name: str) -> Client:
        """A browser in which *name* is signed in."""
        client = Client()
        client.force_login(self.account(name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    def apply(self, text: str) -> None:
        """Make *text* the playbook that holds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "main.yaml").write_text(text, encoding="utf-8")
        apply(plan(self.folder, at=self.units["county"]), actor=self.house)

    def unit(self, name: str, kind: str, under: str, *, since: date = BEGAN, called: str = "") -> Unit:
        """Add a unit and remember it."""
        self.units[name] = add_unit(
            called or name.title(),
            kind=kind,
            under=self.units[under],
            code=f"{self.region.code}{len(self.units):03}",
            since=since,
            actor=self.house,
        )
        return self.units[name]

    def person(self, name: str, *posts: tuple[str, str], since: date = BEGAN, **known: object) -> Person:
        """Enrol a person, with posts as (role, unit), and remember them."""
        person = self.people[name] = enrol_person(self.region, name=name.title(), actor=self.house, **known)
        for role, unit in posts:
            appoint(person, role=role, unit=self.units[unit], since=since, actor=self.house)
        return person
