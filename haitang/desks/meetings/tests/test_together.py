"""One guest asked from two pages at once is asked once."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from haitang.desks.meetings.actions import Asked, ask_guest
from haitang.desks.meetings.guests import GuestDetails
from haitang.desks.meetings.models import Guest
from haitang.desks.meetings.tests.county import County, meeting_county
from haitang.kernel.ledger.tests.together import ON_POSTGRESQL, after_one_another, lower_all_guards
from haitang.kernel.matters.models import Matter
from haitang.lib.diagnostics import Refusal
from haitang.lib.ids import new_id

pytestmark = [
    pytest.mark.django_db(transaction=ON_POSTGRESQL),
    pytest.mark.skipif(not ON_POSTGRESQL, reason="who writes to SQLite is alone: no row is waited for"),
]
EXPERT = GuestDetails("张教授", "13900139000", "zhang@example.org")


@pytest.fixture
def meets(db, playbook_folder: Path) -> County:
    """A county of the test's own: others can only see what is committed."""
    return meeting_county(playbook_folder)


@pytest.fixture(autouse=True)
def _cleared_away(meets: County):
    yield
    lower_all_guards()


def asking(meets: County, meeting: Matter, by: str, page: UUID | None = None) -> Callable[[], Guest]:
    """Asking the expert from a page of its own: another invitation to the same guest."""
    actor, asked = meets.actor(by), Asked("专家", outside=EXPERT, uuid=page or new_id())
    return lambda: ask_guest(meeting, asked=asked, actor=actor)


@pytest.mark.slow  # one waits for the other, as at a lock
def test_who_is_asked_from_two_pages_at_once_is_asked_once(meets: County):
    meeting = meets.propose(meets.told()[0])
    guest, refused = after_one_another(asking(meets, meeting, "clara"), asking(meets, meeting, "hana"))
    assert isinstance(guest, Guest), guest
    assert isinstance(refused, Refusal), refused
    assert refused.code == "meetings.asked_already"
    assert Guest.objects.get() == guest


@pytest.mark.slow  # one waits for the other, as at a lock
def test_one_page_sent_twice_at_once_is_one_invitation(meets: County):
    meeting, page = meets.propose(meets.told()[0]), new_id()
    guest, again = after_one_another(*[asking(meets, meeting, "clara", page)] * 2)
    assert isinstance(guest, Guest), guest
    assert guest == again == Guest.objects.get()
