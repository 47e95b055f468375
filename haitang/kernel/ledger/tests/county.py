"""A small county with named people and a playbook, made through the actions alone."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from haitang.kernel.ledger.api import Draft
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
from haitang.kernel.registry.models import Person, Region, Unit
from haitang.lib import clock
from haitang.lib.ids import new_id

PLAYBOOK = """\
haitang: 1
playbook: test_county
title: {zh: 测试县, en: Test county}
unit_kinds:
  county: {label: {zh: 县, en: County}}
  town: {label: {zh: 镇, en: Town}}
  village: {label: {zh: 村, en: Village}}
  household: {label: {zh: 户, en: Household}}
roles:
  member: {label: {zh: 党员, en: Member}}
  secretary:
    label: {zh: 书记, en: Secretary}
    abilities: [registry.see, ledger.see, ledger.void, ledger.erase]
entries:
  visit:
    label: {zh: 走访, en: Visit}
    who: [member, secretary]
    serves: household
    quantity: {unit: times, min: 1, max: 20}
    quick: true
    fields:
      need:
        kind: choice
        label: {zh: 需要, en: Need}
        count: true
        options:
          health: {zh: 就医, en: Health}
          repair: {zh: 维修, en: Repairs}
      people: {kind: number, label: {zh: 人数, en: People}, count: true, max: 50}
      again_on: {kind: day, label: {zh: 回访日, en: Again on}, count: true}
      alone: {kind: flag, label: {zh: 独居, en: Alone}, count: true}
      words: {kind: text, label: {zh: 说了什么, en: What was said}}
      photos: {kind: file, label: {zh: 照片, en: Photos}, most: 3}
  talk:
    label: {zh: 谈话, en: Talk}
    who: [secretary]
    serves: person
"""


@dataclass
class County:
    """The region, its units, and the people who act in it."""

    region: Region
    root: Unit
    town: Unit
    village: Unit
    other_town: Unit
    household: Unit
    people: dict[str, Person]
    actors: dict[str, Actor]
    folder: Path

    @property
    def wang(self) -> Actor:
        """A member in the village."""
        return self.actors["wang"]

    @property
    def li(self) -> Actor:
        """The secretary of the town."""
        return self.actors["li"]

    @property
    def zhao(self) -> Actor:
        """A member in the other town."""
        return self.actors["zhao"]

    def visit(self, **changes: Any) -> Draft:
        """A draft of a visit in the village today, with *changes*."""
        said = {
            "uuid": new_id(),
            "kind": "visit",
            "unit": self.village.pk,
            "day": clock.today(),
            "answers": {"need": "health"},
        }
        return Draft(**{**said, **changes})

    def apply(self, text: str) -> None:
        """Make *text* the playbook that holds."""
        (self.folder / "main.yaml").write_text(text, encoding="utf-8")
        apply(plan(self.folder, at=self.root), actor=SYSTEM(self.region))


def make_county(folder: Path, key: str = "test", text: str = PLAYBOOK) -> County:
    """A fresh county; *folder* takes its playbook."""
    region = open_region(key, code=key[-12:], name="测试县", actor=None)
    root = root_of(region.pk)
    house = SYSTEM(region)
    folder.mkdir(parents=True, exist_ok=True)
    county = County(region, root, root, root, root, root, {}, {}, folder)
    county.apply(text)
    since = date(2020, 1, 1)
    county.town = add_unit("甲镇", kind="town", under=root, actor=house, since=since)
    county.other_town = add_unit("乙镇", kind="town", under=root, actor=house, since=since)
    county.village = add_unit("柳岸村", kind="village", under=county.town, actor=house, since=since)
    county.household = add_unit("一号户", kind="household", under=county.village, actor=house, since=since)
    for name, role, unit in (
        ("wang", "member", county.village),
        ("li", "secretary", county.town),
        ("zhao", "member", county.other_town),
    ):
        person = enrol_person(region, name=name, actor=house)
        appoint(person, role=role, unit=unit, since=since, actor=house)
        county.people[name] = person
        county.actors[name] = actor_of(open_account(f"{key}-{name}", person=person, actor=house))
    return county
