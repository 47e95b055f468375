"""A small county with a playbook that counts things, grown through the actions alone.

county ── east (town) ── lake, garden (villages)
   └───── west (town) ── hill (village)
"""

from datetime import date
from pathlib import Path

from haitang.kernel.ledger.api import Draft, record
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.measures.api import Figure, Period, figure
from haitang.kernel.playbooks.api import holding
from haitang.kernel.playbooks.tests import county
from haitang.lib.declare import House
from haitang.lib.ids import new_id

UNITS = (
    ("east", "town", "county"),
    ("west", "town", "county"),
    ("lake", "village", "east"),
    ("garden", "village", "east"),
    ("hill", "village", "west"),
)
PLAYBOOK = """\
haitang: 1
playbook: counted
title: {zh: 测试县, en: Test county}
unit_kinds:
  county: {label: {zh: 县, en: County}}
  town: {label: {zh: 镇, en: Town}}
  village: {label: {zh: 村, en: Village}}
roles:
  clerk:
    label: {zh: 受理员, en: Clerk}
    abilities: [measures.see, ledger.see, registry.see, matters.see, matters.open, matters.move]
  viewer: {label: {zh: 统计员, en: Statistician}, abilities: [measures.see]}
  secretary: {label: {zh: 书记, en: Secretary}}
  member: {label: {zh: 党员, en: Member}}
ties:
  pair: {label: {zh: 结对, en: Pair}, between: [person, unit]}
entries:
  visit:
    label: {zh: 走访, en: Visit}
    quantity: {unit: times, min: 1, max: 50}
    fields:
      need:
        kind: choice
        label: {zh: 需要, en: Need}
        count: true
        options: {health: {zh: 就医, en: Health}, repair: {zh: 维修, en: Repairs}, none: {zh: 无, en: None}}
      heads: {kind: number, label: {zh: 人数, en: Heads}, count: true, max: 50}
      again_on: {kind: day, label: {zh: 回访日, en: Again on}, count: true}
      alone: {kind: flag, label: {zh: 独居, en: Alone}, count: true}
      words: {kind: text, label: {zh: 说了什么, en: What was said}}
  talk:
    label: {zh: 谈话, en: Talk}
categories:
  housing: {label: {zh: 住房, en: Housing}, under: {parking: {label: {zh: 停车, en: Parking}}}}
  noise: {label: {zh: 噪音, en: Noise}}
channels:
  web: {label: {zh: 网页, en: Web}}
  hotline: {label: {zh: 热线, en: Hotline}}
matters:
  request:
    label: {zh: 诉求, en: Request}
    number: HT
    fields:
      heads: {kind: number, label: {zh: 涉及人数, en: Heads}, count: true}
    flow:
      start: received
      states:
        received: {label: {zh: 已受理, en: Received}, owner: clerk, limit: {days: 3}}
        closed: {label: {zh: 已办结, en: Closed}, end: true}
      moves:
        close:
          label: {zh: 办结, en: Close}
          from: [received]
          to: closed
          by: [clerk]
          ask: {rating: optional}
measures:
"""

#: Every aggregation over every source, as a playbook would say it.
MEASURES = """\
  visits: {label: {zh: 走访, en: Visits}, count: entries, where: {kind: visit}, by: [town, month]}
  deeds: {label: {zh: 台账, en: Deeds}, count: entries}
  visits_made: {label: {zh: 次数, en: Times}, sum: entries, of: quantity, where: {kind: visit}}
  visitors: {label: {zh: 走访的人, en: Visitors}, distinct: entries, of: person, where: {kind: visit}}
  places: {label: {zh: 到过的村, en: Places}, distinct: entries, of: unit}
  heads: {label: {zh: 见到的人, en: Heads}, sum: entries, of: heads, where: {kind: visit}}
  heads_mean: {label: {zh: 平均, en: Mean}, mean: entries, of: heads, where: {kind: visit}, round: 2}
  ill: {label: {zh: 就医, en: Ill}, count: entries, where: {kind: visit, need: [health, repair]}}
  not_ill: {label: {zh: 非就医, en: Not ill}, count: entries, where: {kind: visit, need: {not: health}}}
  alone: {label: {zh: 独居, en: Alone}, count: entries, where: {kind: visit, alone: true}}
  soon: {label: {zh: 回访, en: Soon}, count: entries, where: {kind: visit, again_on: {from: 2026-02-01}}}
  many: {label: {zh: 人多, en: Many}, count: entries, where: {kind: visit, heads: {from: 2, to: 4}}}
  ill_share:
    label: {zh: 就医占比, en: Share of the ill}
    share: entries
    where: {kind: visit, need: health}
    among: {kind: visit}
    as: percent
    round: 1
  ill_sampled:
    label: {zh: 抽查就医占比, en: "Share of the ill, in a sample"}
    share: entries
    where: {kind: visit, need: health}
    among: {kind: visit}
    sampled: true
  secretaries: {label: {zh: 书记, en: Secretaries}, count: posts, where: {role: secretary}}
  secretaries_age: {label: {zh: 年龄, en: Age}, mean: posts, of: age, where: {role: secretary}}
  young:
    label: {zh: 年轻书记, en: Young secretaries}
    share: posts
    where: {born_year: {from: 1980}, sex: female}
    among: {role: secretary}
    as: percent
    round: 1
  graduates: {label: {zh: 本科, en: Graduates}, count: people, where: {education: {from: bachelor}}}
  people: {label: {zh: 人, en: People}, count: people}
  people_age: {label: {zh: 年龄, en: Age}, mean: people, of: age, round: 1}
  leaders: {label: {zh: 干部, en: Leaders}, count: people, where: {role: [secretary, member]}}
  leaders_age: {label: {zh: 年龄, en: Age}, mean: people, of: age, where: {role: [secretary, member]}}
  village_leaders_age:
    label: {zh: 年龄, en: Age}
    mean: people
    of: age
    where: {role: {not: clerk}, unit_kind: village}
  village_posts: {label: {zh: 村职务, en: Village posts}, count: posts, where: {unit_kind: village}}
  villages: {label: {zh: 村, en: Villages}, count: units, where: {kind: village}}
  pairs: {label: {zh: 结对, en: Pairs}, count: ties, where: {kind: pair}}
  requests: {label: {zh: 诉求, en: Requests}, count: matters, where: {kind: request}, by: [town, month]}
  open_requests: {label: {zh: 在办, en: Open}, count: matters, where: {kind: request, state: {not: closed}}}
  housing: {label: {zh: 住房, en: Housing}, count: matters, where: {kind: request, category: housing}}
  by_channel: {label: {zh: 来源, en: By channel}, count: matters, by: [channel, month]}
  by_phone: {label: {zh: 热线, en: By phone}, count: matters, where: {channel: hotline}}
  late: {label: {zh: 超时, en: Late}, count: matters, where: {late: true}}
  closed: {label: {zh: 办结, en: Closed}, count: matters, where: {closed: true}}
  closed_then: {label: {zh: 当期办结, en: Closed then}, count: matters, dated: closed}
  rating: {label: {zh: 评分, en: Rating}, mean: matters, of: rating, round: 1}
  harmed: {label: {zh: 涉及人数, en: Heads}, sum: matters, of: heads, where: {kind: request}}
  closed_share:
    label: {zh: 办结率, en: Share closed}
    share: matters
    where: {state: closed}
    among: {kind: request}
    as: percent
    round: 1
  offline: {label: {zh: 补传, en: Offline}, count: entries, where: {channel: offline}}
"""


class County(county.County):
    """Deeds and requests, and the figures that come of them."""

    @property
    def playbook(self) -> House:
        """What holds at the root."""
        return holding(self.units["county"])

    def visit(self, unit: str = "lake", day: date = date(2026, 3, 5), who: str = "", **more: object) -> Entry:
        """Record a visit."""
        said = {"uuid": new_id(), "kind": "visit", "unit": self.units[unit].pk, "day": day}
        said["person"] = self.people[who].pk if who else None
        return record(Draft(**{**said, **more}), actor=self.house)

    def request(self, unit: str = "lake", **said: object) -> Matter:
        """Open a request as a clerk of the county would."""
        title = {"title": "路灯不亮", "category": "noise", "channel": "web"}
        return open_matter("request", at=self.units[unit], actor=self.house, **{**title, **said}).matter

    def close(self, matter: Matter, rating: int | None = None) -> None:
        """Close the request."""
        make_move(
            matter, move="close", seen=matter.serial, client_id=new_id(), actor=self.house, rating=rating
        )

    def figure(self, key: str, unit: str = "county", **when: object) -> Figure:
        """The figure, as the house itself sees it."""
        return figure(key, house=self.playbook, unit=self.units[unit], actor=self.house, **when)


def make_county(folder: Path, key: str = "counted", measures: str = MEASURES) -> County:
    """A fresh county with its units, nobody in it yet."""
    return County.grow(folder, PLAYBOOK + measures, units=UNITS, key=key, code="320998")


YEAR = Period(date(2026, 1, 1), date(2027, 1, 1), "year")
