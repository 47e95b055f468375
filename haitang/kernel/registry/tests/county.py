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
    Particulars,
    PostRow,
    RoleRow,
    TieRow,
    UnitRow,
    WordSpec,
    actor_of,
    declare_place_kinds,
    declare_roles,
    declare_tie_kinds,
    declare_unit_kinds,
    grow_people,
    grow_posts,
    grow_units,
    open_account,
    open_region,
    root_of,
)
from haitang.kernel.registry.enums import Side
from haitang.kernel.registry.models import Account, Person, Region, Unit
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
#: Name, kind, what it lies under.
UNITS = (
    ("finance", "department", "county"),
    ("east", "town", "county"),
    ("west", "town", "county"),
    ("lake", "village", "east"),
    ("garden", "community", "east"),
    ("hill", "village", "west"),
    ("house", "household", "garden"),
)
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

    def account(self, name: str) -> Account:
        """The account of the person *name*, opened when first asked for."""
        person = self.people[name]
        if not hasattr(person, "account"):
            open_account(f"{name}.{self.region.key}", person=person, actor=self.house)
        return person.account

    def actor(self, name: str) -> Actor:
        """The person *name* with today's posts."""
        return actor_of(self.account(name))


def small_county(key: str = "haixi", code: str = "990001") -> County:
    """The county, with its posts since BEGAN."""
    region = open_region(key, code=code, name=key.title(), actor=None)
    house, root = SYSTEM(region), root_of(region)
    declare_words(root, house)
    codes = {"county": code} | {name: f"{code}{number:03}" for number, (name, *_) in enumerate(UNITS, 1)}
    rows = [UnitRow(kind, name.title(), codes[above], BEGAN, codes[name]) for name, kind, above in UNITS]
    grow_units(region, rows=rows, actor=house)
    ids = grow_people(region, rows=[Particulars(name.title()) for name in PEOPLE], actor=house)
    posts = [
        PostRow(person, role, codes[unit], BEGAN)
        for person, (role, unit) in zip(ids, PEOPLE.values(), strict=True)
    ]
    grow_posts(region, rows=posts, actor=house)
    region.refresh_from_db()
    units = {unit.code: unit for unit in Unit.objects.filter(region=region).select_related("region", "kind")}
    people = Person.objects.in_bulk(ids)
    return County(
        region,
        {name: units[one] for name, one in codes.items()},
        {name: people[one] for name, one in zip(PEOPLE, ids, strict=True)},
    )


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
