"""A small county with named people and a playbook, made through the actions alone."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from haitang.kernel.ledger.api import Draft
from haitang.kernel.playbooks.tests import county
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Unit
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


UNITS = (
    ("town", "town", "county", "甲镇"),
    ("other_town", "town", "county", "乙镇"),
    ("village", "village", "town", "柳岸村"),
    ("household", "household", "village", "一号户"),
)
PEOPLE = {"wang": ("member", "village"), "li": ("secretary", "town"), "zhao": ("member", "other_town")}


@dataclass
class County(county.County):
    """The people who act in it, and the units where they do."""

    #: Everyone as they act; frozen, and so shared by all tests of a file.
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def root(self) -> Unit:
        """The county itself."""
        return self.units["county"]

    @property
    def town(self) -> Unit:
        """Where Li is secretary."""
        return self.units["town"]

    @property
    def other_town(self) -> Unit:
        """Where Zhao is a member."""
        return self.units["other_town"]

    @property
    def village(self) -> Unit:
        """Where Wang is a member."""
        return self.units["village"]

    @property
    def household(self) -> Unit:
        """In the village."""
        return self.units["household"]

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


def make_county(folder: Path, key: str = "test", text: str = PLAYBOOK) -> County:
    """A fresh county; *folder* takes its playbook."""
    grown = County.grow(folder, text, units=UNITS, people=PEOPLE, key=key, code=key[-12:])
    grown.actors = {name: grown.actor(name) for name in PEOPLE}
    return grown
