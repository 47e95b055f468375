"""A small county with a playbook of its own; clerk, handler, agent and a neighbour who may not look.

county ── housing, police (departments)
   ├───── east ── lake (village), garden (community)
   └───── west ── hill (village)
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from haitang.kernel.playbooks.tests.county import County

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


def small_county(key: str = "small", code: str = "990001", text: str = PLAYBOOK) -> County:
    """The county, the playbook *text* applied, posts since BEGAN."""
    with TemporaryDirectory() as folder:
        said = text.replace("CODE", code)
        return County.grow(Path(folder), said, units=UNITS, people=PEOPLE, key=key, code=code)
