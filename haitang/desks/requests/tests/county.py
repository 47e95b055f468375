"""A small county with a playbook of its own; clerk, handler, agent and a neighbour who may not look.

county ── housing, police (departments)
   ├───── east ── lake (village), garden (community)
   └───── west ── hill (village)
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from haitang.kernel.playbooks.tests import county

UNITS = (
    ("housing", "department", "county"),
    ("police", "department", "county"),
    ("east", "town", "county"),
    ("west", "town", "county"),
    ("lake", "village", "east"),
    ("garden", "community", "east"),
    ("hill", "village", "west"),
)
PEOPLE = {
    "clara": ("clerk", "county"),
    "ella": ("clerk", "east"),
    "wendy": ("clerk", "west"),
    "hugo": ("handler", "housing"),
    "anna": ("agent", "housing"),
    "sun": ("village_secretary", "lake"),
}
PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")


class County(county.County):
    """Its playbook is in a folder only while it is applied, and says CODE where it holds."""

    def apply(self, text: str) -> None:
        """Make *text* the playbook that holds."""
        with TemporaryDirectory() as folder:
            self.folder = Path(folder)
            super().apply(text.replace("CODE", self.region.code))


def small_county(key: str = "small", code: str = "990001", text: str = PLAYBOOK) -> County:
    """The county, the playbook *text* applied, posts since BEGAN."""
    return County.grow(Path(), text, units=UNITS, people=PEOPLE, key=key, code=code)
