"""What a matter counts toward: what it wrote, and by whom; nothing that only others are counted by."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.test import TestCase

from haitang.desks.routing.actions import learn_anew, route_waiting
from haitang.desks.routing.tests.county import PLAYBOOK, County, learned_county
from haitang.kernel.matters.api import kind_of
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import holding
from haitang.web.matters.contexts.side import counts_toward

MEASURES = """\
measures:
  sent: {label: {zh: 派单, en: Dispatched}, count: entries, where: {kind: sent_out}}
  told: {label: {zh: 诉求, en: Told}, count: matters, where: {kind: request}}
  others: {label: {zh: 别的, en: Others}, count: entries, where: {channel: system}}
"""


@pytest.mark.slow(reason="a county must have dispatched for a while before the house dispatches by itself")
class CountsTests(TestCase):
    county: County

    @classmethod
    def setUpTestData(cls) -> None:
        with TemporaryDirectory() as folder:
            cls.county = learned_county(Path(folder), each=10)
            text = PLAYBOOK.read_text(encoding="utf-8")
            cls.county.apply(text.replace("measures:\n", MEASURES))

    def counted(self, matter: Matter) -> list[str]:
        found = Matter.objects.get(pk=matter.pk)
        return sorted(one.en for one in counts_toward(found, kind_of(holding(found.unit), "request")))

    def test_what_somebody_sent_counts_as_sent_by_people(self) -> None:
        matter = self.county.told("lamps", 501, "reed")
        assert self.counted(matter) == ["Told"]
        self.county.move(matter, "dispatch", by="clara", to_unit=self.county.units["works"])
        assert self.counted(matter) == ["By people", "Dispatched", "Told"]

    def test_what_the_house_sent_does_not(self) -> None:
        learn_anew(self.county.kind, actor=self.county.house)
        matter = self.county.told("lamps", 501, "reed")
        assert route_waiting(self.county.kind, actor=self.county.house).dispatched == 1
        assert self.counted(matter) == ["By the house", "Dispatched", "Told"]
