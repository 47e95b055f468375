"""A county with two towns: a village where things are asked, and members elsewhere who take them on."""

from copy import deepcopy
from pathlib import Path
from uuid import uuid4

import pytest

from haitang.kernel.matters.api import ContactDetails, followed, make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.tests import county as builder
from haitang.lib.ids import new_id

PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")
UNITS = (("east", "town", "county"), ("lake", "village", "east"), ("west", "town", "county"))
UNITS += (("first", "branch", "west"), ("second", "branch", "lake"))
PEOPLE = {
    "stella": ("steward", "east"),
    "sun": ("secretary", "lake"),
    "mei": ("member", "first"),
    "ming": ("member", "first"),
}


class County(builder.County):
    """Who asks, and who moves what was asked."""

    def ask(self, kind: str, words: str = "") -> Matter:
        """Somebody asks for something, and staff offer it in these *words*; without them it waits."""
        contact = ContactDetails("秦婆婆", "13900001111")
        opened = open_matter(
            kind,
            at=self.units["lake"],
            actor=self.resident,
            title="秦婆婆的棉衣",
            body="湖村三组秦婆婆想要一件棉衣。",
            channel="phone",
            contact=contact,
            uuid=new_id(),
        )
        matter = followed(opened.matter.number, opened.follow_code)
        assert matter is not None
        if words:
            move, name = ("hang", "stella") if kind == "wish" else ("offer", "sun")
            self.move(matter, move, name, answers={"words": words})
        return matter

    def move(self, matter: Matter, move: str, name: str = "", **more: object) -> None:
        """One move by somebody, or by whoever asked."""
        actor = self.actor(name) if name else self.resident
        seen = Matter.objects.get(pk=matter.pk).serial
        make_move(matter, move=move, seen=seen, client_id=uuid4(), actor=actor, **more)


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The county; undone after the file."""
    return make_county(stage)


def make_county(folder: Path) -> County:
    """The county, its playbook applied."""
    return County.grow(folder, PLAYBOOK, units=UNITS, people=PEOPLE, key="offers")


@pytest.fixture
def county(grown: County, db: None) -> County:
    """As it was grown; undone after the test."""
    return deepcopy(grown)


@pytest.fixture
def sign_in(county):
    """A browser in which somebody is signed in."""
    return county.client
