"""A small county grown through actions: the same units and people with names in every test that needs them.

county ── finance (department)
   ├───── east ── lake (village), garden (community) ── house (household)
   └───── west ── hill (village)
"""

from dataclasses import dataclass
from datetime import date

from haitang.kernel.registry.api import (
    SYSTEM,
    Actor,
    RoleRow,
    TieRow,
    WordSpec,
    actor_of,
    add_unit,
    appoint,
    declare_place_kinds,
    declare_roles,
    declare_tie_kinds,
    declare_unit_kinds,
    enrol_person,
    open_account,
    open_region,
    root_of,
)
from haitang.kernel.registry.enums import Side
from haitang.kernel.registry.models import Person, Region, Unit
from haitang.lib.text import Text

BEGAN = date(2020, 1, 1)
KINDS = ("county", "department", "town", "village", "community", "household")
ALL = ("see", "units", "people", "appoint", "grant", "tie", "contact", "accounts")
#: Role key → abilities, kinds of unit.
ROLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "organiser": (tuple(f"registry.{verb}" for verb in ALL), ("county", "town")),
    "clerk": (("registry.see", "registry.people", "registry.contact"), ("county", "town")),
    "handler": (("registry.see",), ("department", "town", "village", "community")),
    "secretary": (("registry.see", "registry.appoint"), ("village", "community")),
    "member": ((), ()),
}
#: Name → role, unit.
PEOPLE = {
    "olive": ("organiser", "county"),
    "clara": ("clerk", "county"),
    "tom": ("organiser", "east"),
    "fred": ("handler", "finance"),
    "sun": ("secretary", "lake"),
    "gao": ("secretary", "garden"),
    "hua": ("handler", "hill"),
    "mei": ("member", "garden"),
}


@dataclass(frozen=True)
class County:
    """The region with its units and people by name."""

    region: Region
    units: dict[str, Unit]
    people: dict[str, Person]

    @property
    def house(self) -> Actor:
        """The house itself."""
        return SYSTEM(self.region)

    def actor(self, name: str) -> Actor:
        """The person *name* with today's posts."""
        return actor_of(self.people[name].account)


def small_county(key: str = "haixi", code: str = "990001") -> County:
    """The county, with posts since BEGAN and accounts named as its people."""
    region = open_region(key, code=code, name=key.title(), actor=None)
    house = SYSTEM(region)
    units = {"county": root_of(region)}
    declare_words(units["county"], house)
    for name, kind, above in (
        ("finance", "department", "county"),
        ("east", "town", "county"),
        ("west", "town", "county"),
        ("lake", "village", "east"),
        ("garden", "community", "east"),
        ("hill", "village", "west"),
        ("house", "household", "garden"),
    ):
        unit_code = f"{code}{len(units):03}"
        units[name] = add_unit(
            name.title(), kind=kind, under=units[above], code=unit_code, since=BEGAN, actor=house
        )
    people = {}
    for name, (role, unit) in PEOPLE.items():
        people[name] = enrol_person(region, name=name.title(), actor=house)
        appoint(people[name], role=role, unit=units[unit], since=BEGAN, actor=house)
        open_account(f"{name}.{key}", person=people[name], actor=house)
    return County(region, units, people)


def declare_words(at: Unit, house: Actor) -> None:
    """What a playbook would declare."""
    kinds = {key: WordSpec(Text.both(key)) for key in KINDS}
    declare_unit_kinds(at, kinds=kinds, actor=house)
    roles = {key: RoleRow(Text.both(key), "", may, where) for key, (may, where) in ROLES.items()}
    declare_roles(at, roles=roles, actor=house)
    ties = {
        "mentor": TieRow(Text.both("mentor"), "", (Side.PERSON, Side.PERSON)),
        "agent_community": TieRow(Text.both("agent"), "", (Side.PERSON, Side.UNIT)),
    }
    declare_tie_kinds(at, kinds=ties, actor=house)
    declare_place_kinds(at, kinds={"service": WordSpec(Text.both("service"))}, actor=house)
