"""A small county where a grid member walks."""

from pathlib import Path
from tempfile import TemporaryDirectory

from haitang.kernel.playbooks.tests import county

UNITS = (("lake", "village", "county"), ("hill", "village", "county"))
PEOPLE = {"clara": ("clerk", "county"), "greta": ("grid_member", "lake")}
PLAYBOOK = """
haitang: 1
playbook: small
title: {zh: 小县, en: Small}
holds_for: {unit: "CODE"}
unit_kinds: {county: {label: {zh: 县, en: County}}, village: {label: {zh: 村, en: Village}}}
roles:
  clerk: {label: {zh: 受理员, en: Clerk}, at: [county], abilities: [registry.see, matters.see, matters.move]}
  grid_member: {label: {zh: 网格员, en: Grid member}, at: [village], abilities: [matters.see, matters.open]}
channels:
  grid: {label: {zh: 网格巡查, en: Grid patrol}, offline_days: 3}
  visit: {label: {zh: 走访, en: Visit}}
categories: {city: {label: {zh: 城市, en: City}, under: {lamps: {label: {zh: 路灯, en: Lamps}}}}}
entries:
  grid_patrol:
    label: {zh: 网格巡查, en: Grid patrol}
    who: [grid_member]
    serves: nobody
    quantity: {unit: times, min: 1, max: 1}
matters:
  request:
    label: {zh: 诉求, en: Request}
    number: XQ
    fields:
      place_words: {kind: text, label: {zh: 具体地点, en: Where exactly}, lines: 1}
      spot: {kind: place, label: {zh: 坐标, en: Position}}
    flow:
      start: received
      states:
        received: {label: {zh: 受理, en: Received}, owner: clerk}
        closed: {label: {zh: 办结, en: Closed}, end: true}
      moves:
        settle: {label: {zh: 办结, en: Settle}, from: [received], to: closed, by: [clerk]}
patrols:
  grid:
    label: {zh: 网格巡查, en: Grid patrol}
    roles: [grid_member]
    writes: grid_patrol
    takes: request
    channel: grid
    where: place_words
    spot: spot
"""


class County(county.County):
    """Its playbook is in a folder only while it is applied, and says CODE where it holds."""

    def apply(self, text: str) -> None:
        """Make *text* the playbook that holds."""
        with TemporaryDirectory() as folder:
            self.folder = Path(folder)
            super().apply(text.replace("CODE", self.region.code))


def small_county(text: str = PLAYBOOK) -> County:
    """The county, its playbook applied, posts since BEGAN."""
    return County.grow(Path(), text, units=UNITS, people=PEOPLE, key="small", code="990001")
