"""A small county for the pages: two towns, named people, a playbook with kinds, a flow and figures."""

from pathlib import Path

from haitang.kernel.ledger.api import Draft, record
from haitang.kernel.ledger.models import Entry
from haitang.kernel.playbooks.tests import county
from haitang.lib import clock
from haitang.lib.ids import new_id

PLAYBOOK = Path(__file__).with_name("playbook.yaml")
#: Name → role, unit.
PEOPLE = {
    "olive": ("organiser", "county"),
    "sun": ("secretary", "lake"),
    "gao": ("secretary", "hill"),
    "mei": ("member", "lake"),
}


UNITS = (
    ("east", "town", "county", "柳溪镇"),
    ("west", "town", "county", "西山镇"),
    ("lake", "village", "east", "湖心村"),
    ("hill", "village", "west", "山脚村"),
    ("house", "household", "lake", "王桂英家"),
)


class County(county.County):
    """What its people do before a page shows it."""

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
    return County.grow(folder, PLAYBOOK.read_text(encoding="utf-8"), units=UNITS, people=PEOPLE)
