"""What was answered, as people read it."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from haitang.lib.text import Text
from haitang.ui.answers import plainly


@pytest.mark.parametrize(
    ("kind", "said", "shown"),
    [("day", "2019-11-03", "2019年11月3日"), ("day", "soon", "soon"), ("text", "2019-11-03", "2019-11-03")],
)
def test_a_day_is_said_as_people_say_it_and_all_else_as_it_stands(kind, said, shown):
    with override("zh-hans"):
        assert plainly(SimpleNamespace(kind=kind, said=Text.both(said))) == shown
