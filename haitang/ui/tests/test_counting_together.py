"""Two processes that count at once both count."""

from pathlib import Path

import pytest

from haitang.kernel.ledger.tests.together import ON_POSTGRESQL, at_once, lower_all_guards, on_common_ground
from haitang.ui.actions import count_go
from haitang.ui.models import Tally

pytestmark = pytest.mark.django_db(transaction=ON_POSTGRESQL)


@pytest.fixture(autouse=True)
def _common_ground(tmp_path: Path):
    with on_common_ground(tmp_path):
        yield
    lower_all_guards()


def test_no_count_is_lost_between_four_at_once():
    def five() -> list[int]:
        return [count_go("10.0.0.1", seconds=600) for _ in range(5)]

    counted = at_once(five, five, five, five)
    assert sorted(number for several in counted for number in several) == list(range(1, 21))
    assert Tally.objects.get().count == 20
