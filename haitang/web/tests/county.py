"""A small county for the pages: two towns, named people, a playbook with kinds, a flow and figures."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.test import Client

from haitang.kernel.ledger.api import Draft, record
from haitang.kernel.ledger.models import Entry
from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.registry.api import (
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
from haitang.lib import clock
from haitang.lib.ids import new_id

SINCE = date(2020, 1, 1)
PLAYBOOK = Path(__file__).with_name("playbook.yaml")
#: Name → role, unit.
PEOPLE = {
    "olive": ("organiser", "county"),
    "sun": ("secretary", "lake"),
    "gao": ("secretary", "hill"),
    "mei": ("member", "lake"),
}


@dataclass(frozen=True)
class County:
    """The region with its units and people by name."""

    region: Region
    units: dict[str, Unit]
    people: dict[str, Person]
    accounts: dict[str, Account]

    def actor(self, name: str) -> Actor:
        """The person *name* with today's posts."""
        return actor_of(self.accounts[name])

    def client(self, name: str) -> Client:
        """A browser in which *name* is signed in."""
        client = Client()
        client.force_login(self.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    def visit(self, name: str = "sun", unit: str = "lake") -> Entry:
        """A visit recorded by *name* today."""
        draft = Draft(
            uuid=new_id(),
            kind="visit",
            unit=self.units[unit].pk,
            day=clock.today(),
            served_unit=self.units["house"].pk if unit == "lake" else None,
            answers={"need": "repair"},
            note="门口路灯不亮",
        )
        return record(draft, actor=self.actor(name))


def make_county(folder: Path) -> County:
    """A fresh county; *folder* takes its playbook."""
    region = open_region("haixi", code="990001", name="海西县", actor=None)
    house = SYSTEM(region)
    units = {"county": root_of(region)}
    folder.mkdir(exist_ok=True)
    (folder / "playbook.yaml").write_text(PLAYBOOK.read_text(encoding="utf-8"), encoding="utf-8")
    apply(plan(folder, at=units["county"]), actor=house)
    for key, name, kind, above in (
        ("east", "柳溪镇", "town", "county"),
        ("west", "西山镇", "town", "county"),
        ("lake", "湖心村", "village", "east"),
        ("hill", "山脚村", "village", "west"),
        ("house", "王桂英家", "household", "lake"),
    ):
        code = f"9900010{len(units):02}"
        units[key] = add_unit(name, kind=kind, under=units[above], code=code, since=SINCE, actor=house)
    people, accounts = {}, {}
    for name, (role, unit) in PEOPLE.items():
        people[name] = enrol_person(region, name=name.title(), actor=house)
        appoint(people[name], role=role, unit=units[unit], since=SINCE, actor=house)
        accounts[name] = open_account(name, person=people[name], actor=house)
    return County(region, units, people, accounts)
