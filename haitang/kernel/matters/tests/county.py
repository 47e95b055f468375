"""A small county where residents' requests are handled, made through the actions alone."""

from pathlib import Path
from typing import Any

from haitang.kernel.matters.api import Opened, make_move, open_matter
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.playbooks.tests import county
from haitang.kernel.registry.api import Actor
from haitang.lib.ids import new_id

PLAYBOOK = (Path(__file__).parent / "county.yaml").read_text(encoding="utf-8")
#: Name → role, unit.
PEOPLE = {
    "clara": ("clerk", "county"),
    "carl": ("clerk", "east"),
    "cora": ("clerk", "west"),
    "fred": ("handler", "parks"),
    "fiona": ("handler", "parks"),
    "paul": ("handler", "police"),
    "sun": ("secretary", "lake"),
    "hill": ("secretary", "hill"),
    "anna": ("agent", "lake"),
    "host": ("host", "county"),
    "mei": ("member", "lake"),
}
UNITS = (
    ("parks", "department", "county"),
    ("police", "department", "county"),
    ("east", "town", "county"),
    ("west", "town", "county"),
    ("lake", "village", "east"),
    ("hill", "village", "west"),
)


class County(county.County):
    """Shorthands for what the tests of matters do all the time."""

    def apply(self, text: str = PLAYBOOK) -> None:
        """Make *text* the playbook that holds."""
        super().apply(text)

    def open(self, at: str = "lake", actor: Actor | None = None, **changes: Any) -> Opened:
        """A request from a resident on the public page."""
        said = {"title": "路灯不亮", "body": "村口三盏灯一周不亮。", "channel": "web", **changes}
        kind = said.pop("kind", "request")
        return open_matter(kind, at=self.units[at], actor=actor or self.resident, **said)

    def move(self, matter: Matter, move: str, who: str | Actor, **given: Any) -> Step:
        """*who* makes *move*, having seen the matter as it is now."""
        now = fresh(matter)
        now.is_followed = matter.is_followed
        actor = self.actor(who) if isinstance(who, str) else who
        if isinstance(unit := given.get("to_unit"), str):
            given["to_unit"] = self.units[unit]
        return make_move(
            now, move=move, seen=now.serial, client_id=given.pop("client_id", new_id()), actor=actor, **given
        )

    def dispatched(self, to: str = "parks", **changes: Any) -> Matter:
        """A request that the county's clerk sent to a department."""
        matter = self.open(**changes).matter
        self.move(matter, "dispatch", "clara", to_unit=to)
        return fresh(matter)

    def answered(self, **changes: Any) -> Matter:
        """A request answered by the department, as its resident sees it."""
        matter = self.dispatched(**changes)
        self.move(matter, "accept", "fred")
        self.move(matter, "answer", "fred", note="已更换灯头。")
        return followed_copy(matter)


def fresh(matter: Matter) -> Matter:
    """The matter as it is now."""
    return Matter.objects.select_related("state", "kind", "unit", "owner").get(pk=matter.pk)


def followed_copy(matter: Matter) -> Matter:
    """The matter as the loader gives it to who has the code."""
    found = fresh(matter)
    found.is_followed = True
    return found


def make_county(folder: Path, key: str = "haixi", code: str = "990001") -> County:
    """A fresh county; *folder* takes its playbook."""
    return County.grow(folder, PLAYBOOK, units=UNITS, people=PEOPLE, key=key, code=code)
