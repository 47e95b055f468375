"""Plan and apply: what changes, what is refused, and that the same text twice is nothing."""

import pytest

from haitang.kernel.playbooks.api import apply, holding, plan
from haitang.kernel.playbooks.models import Version

pytestmark = pytest.mark.usefixtures("deeds")

FIRST = """
    haitang: 1
    playbook: county
    title: {zh: 县, en: County}
    deeds:
      visit:
        label: {zh: 走访, en: Visit}
        fields:
          need: {kind: choice, label: {zh: 需要, en: Need}, count: true, options: {no: {zh: 无, en: None}}}
      talk: {label: {zh: 谈心, en: Talk}}
"""


class Anyone:
    """An actor that may or may not."""

    person_id = None

    def __init__(self, may: bool = True) -> None:
        self._may = may

    def may(self, ability, unit) -> bool:
        return self._may


def test_an_applied_playbook_holds_and_the_same_text_again_is_no_change(write, county):
    folder = write("county", main=FIRST)
    version = apply(plan(folder, at=county), actor=Anyone())
    again = plan(folder, at=county)
    assert (again.changes, again.is_empty) == ([], True)
    assert apply(again, actor=Anyone()) == version
    assert Version.objects.count() == 1
    house = holding(county)
    need = house.id_of("deeds", "visit", "fields", "need")
    assert house.slots[need] == "choice1"
    assert house.path_of(need) == ("deeds", "visit", "fields", "need")
