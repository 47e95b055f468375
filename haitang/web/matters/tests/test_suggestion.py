"""A desk's card stands on the matter's page: what was learned, and one press that takes it."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.desks.routing.actions import learn_anew, route_waiting
from haitang.desks.routing.tests.county import PLAYBOOK, County, learned_county
from haitang.kernel.matters.api import kind_of, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import holding
from haitang.web.matters.tests.helpers import url


@pytest.mark.slow(reason="a county must have dispatched for a while before it can suggest")
class SuggestionTests(TestCase):
    county: County
    matter: Matter

    @classmethod
    def setUpTestData(cls) -> None:
        with TemporaryDirectory() as folder:
            cls.county = learned_county(Path(folder), each=10)
            text = PLAYBOOK.read_text(encoding="utf-8")
            cls.county.apply(text.replace("dispatch_above: 0.75, ", ""))
        learn_anew(cls.county.kind, actor=cls.county.house)
        cls.matter = cls.county.told("lamps", 501, "reed")
        route_waiting(cls.county.kind, actor=cls.county.house)

    def page(self, name: str, matter: Matter, language: str = "zh-hans") -> str:
        self.client.force_login(self.county.account(name))
        answer = self.client.get(
            reverse("matters:matter", args=[matter.number]), headers={"accept-language": language}
        )
        return answer.content.decode()

    def test_who_may_dispatch_takes_it_in_one_press(self) -> None:
        page = self.page("clara", self.matter)
        for words in ("派单建议", "城市管理 / 照明 / 路灯", "照此派给Works", "第 1 版"):
            assert words in page, words
        form = re.search(r'<form method="post" action="(/routing/take/[^"]+)">(.*?)</form>', page, re.DOTALL)
        assert form is not None
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
        answer = self.client.post(form[1], sent)
        assert answer.url == reverse("matters:matter", args=[self.matter.number])
        assert Matter.objects.get(pk=self.matter.pk).owner.name == "Works"
        assert "派单建议" not in self.page("clara", self.matter)

    def form(self, language: str = "zh-hans") -> HttpResponse:
        self.client.force_login(self.county.account("clara"))
        return self.client.get(url("move", self.matter, "dispatch"), headers={"accept-language": language})

    def sent(self, **given: str) -> dict[str, str]:
        form = self.form().context["page"].form
        filled = {name: str(form[name].value()) for name in form.fields if form[name].value() is not None}
        return {**filled, **given}

    def test_the_form_begins_at_what_is_suggested_and_says_how_sure_that_is(self) -> None:
        answer = self.form()
        filled = answer.context["page"].form
        assert filled["to_unit"].value() == str(self.county.units["works"].pk)
        assert filled["category"].value() == "city.lighting.lamps"
        said = answer.content.decode()
        assert re.search(
            r"按以往派单建议：Works（把握 [\d.]+%）；类别 城市管理 / 照明 / 路灯（把握 [\d.]+%）", said
        )
        assert "灯" in "".join(filled.suggested.words)
        english = self.form("en").content.decode()
        assert re.search(r"Suggested as learned: Works \([\d.]+% sure\); category City / Lighting", english)

    def test_unit_and_category_are_given_in_one_act_as_the_form_has_them(self) -> None:
        sent = self.sent()
        for _ in range(2):
            answer = self.client.post(url("move", self.matter, "dispatch"), sent)
            assert answer.url == url("matter", self.matter)
        matter = Matter.objects.get(pk=self.matter.pk)
        assert matter.owner.name == "Works"
        assert kind_of(holding(matter.unit), "request").house.path_of(matter.category_id)[-1] == "lamps"
        assert [one.kind for one in matter.steps.order_by("pk")] == ["opened", "edited", "moved"]

    def test_what_was_chosen_instead_counts(self) -> None:
        hill = str(self.county.units["west"].pk)
        self.client.post(
            url("move", self.matter, "dispatch"), self.sent(to_unit=hill, category="peace.noise")
        )
        matter = Matter.objects.get(pk=self.matter.pk)
        assert matter.owner == self.county.units["west"]
        assert kind_of(holding(matter.unit), "request").house.path_of(matter.category_id)[-1] == "noise"

    def test_a_category_is_not_kept_where_the_move_is_refused(self) -> None:
        sent = self.sent(to_unit=str(self.county.units["hill"].pk))
        assert self.client.post(url("move", self.matter, "dispatch"), sent).status_code == 400
        later = self.sent()
        self.county.move(self.matter, "dispatch", by="clara", to_unit=self.county.units["works"])
        assert self.client.post(url("move", self.matter, "dispatch"), later).status_code == 409
        matter = Matter.objects.get(pk=self.matter.pk)
        assert matter.category_id is None

    def test_it_is_said_in_english_too(self) -> None:
        page = self.page("clara", self.matter, "en")
        for words in ("Suggested dispatch", "City / Lighting / Lamps", "Dispatch to Works"):
            assert words in page, words

    def test_a_handler_who_may_not_dispatch_is_shown_none(self) -> None:
        self.county.move(self.matter, "dispatch", by="clara", to_unit=self.county.units["works"])
        assert "派单建议" not in self.page("will", self.matter)

    def test_the_card_costs_the_same_for_every_matter(self) -> None:
        self.page("clara", self.matter)
        other = self.county.told("noise", 502, "hill")
        route_waiting(self.county.kind, actor=self.county.house)
        counted = []
        for matter in (self.matter, other):
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse("matters:matter", args=[matter.number]))
            counted.append(len(queries))
        assert counted[0] == counted[1]

    def test_nothing_is_suggested_for_what_nobody_understands(self) -> None:
        opened = open_matter(
            "request",
            at=self.county.units["reed"],
            actor=self.county.house,
            title="咨询",
            body="请问怎么办理",
            channel="web",
        )
        route_waiting(self.county.kind, actor=self.county.house)
        assert "照此派给" not in self.page("clara", opened.matter)
