"""A county that has dispatched for a while: it learns, suggests, dispatches, is corrected and goes back."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.desks.routing.actions import learn_anew, route_waiting, take_suggestion, use_version
from haitang.desks.routing.cli import routing
from haitang.desks.routing.examples import examples
from haitang.desks.routing.jobs import learn_from_dispatches, route_what_came_in
from haitang.desks.routing.keeping import knowledge_of
from haitang.desks.routing.models import LearnedVersion, Suggestion
from haitang.desks.routing.queries import how_it_came, thoughts, version_in_use
from haitang.desks.routing.tests.county import CATEGORY, County, learned_county
from haitang.desks.routing.wording import because
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import edit, followed, open_matter, story
from haitang.kernel.matters.models import Matter
from haitang.kernel.measures.api import figure
from haitang.lib.diagnostics import Forbidden, Refusal
from haitang.lib.ids import new_id


class RoutingTests(TestCase):
    """The county learns once; each test goes on from there."""

    county: County
    version: LearnedVersion

    @classmethod
    def setUpTestData(cls) -> None:
        with TemporaryDirectory() as folder:
            cls.county = learned_county(Path(folder), each=12)
        cls.version = learn_anew(cls.county.kind, actor=cls.county.house)

    def route(self) -> Suggestion:
        """Have the house speak of what came in; the last of it."""
        route_waiting(self.county.kind, actor=self.county.house)
        return Suggestion.objects.select_related("matter", "category").latest("made_at", "pk")

    def again(self, matter: Matter) -> Matter:
        return Matter.objects.get(pk=matter.pk)

    def unsure(self) -> Suggestion:
        """What was said of a matter about lamps, as if less surely, so that it waits for a clerk."""
        matter = self.county.told("lamps", 77, "reed")
        works, police = (self.county.units[name].pk for name in ("works", "police"))
        category = self.county.kind.house.id_of("categories", "city", "under", "lighting", "under", "lamps")
        return Suggestion.objects.create(
            matter=matter,
            version=self.version,
            category_id=category,
            category_chance=0.9,
            units=json.dumps([[works, 0.8], [police, 0.1]]),
            words=json.dumps(["路灯", "没有灯"]),
            made_at=self.version.learned_at,
        )

    # ---- learning

    def test_what_was_learned_is_kept_with_its_figures(self) -> None:
        figures = json.loads(self.version.figures)
        assert (self.version.serial, self.version.matters, self.version.in_use) == (1, 48, True)
        assert figures["accuracy"] > 0.9
        assert figures["units_accuracy"] > 0.9
        assert sorted(figures["names"]) == sorted(CATEGORY.values())
        assert sum(map(sum, figures["confusion"])) == 48

    def test_too_little_is_refused_in_words(self) -> None:
        Matter.objects.filter(category__isnull=False).update(category=None)
        with pytest.raises(Refusal) as refused:
            learn_anew(self.county.kind, actor=self.county.house)
        assert refused.value.code == "routing.too_little"

    def test_a_correction_is_the_truth(self) -> None:
        matter = Matter.objects.filter(category__key="lamps").first()
        assert matter is not None
        edit(matter, seen=matter.serial, category="peace.noise", actor=self.county.actor("clara"))
        taught = [one for one in examples(self.county.kind) if one.message.body == matter.body]
        assert [one.category for one in taught] == [("peace", "noise")]

    def test_where_a_clerk_sent_it_counts_before_it_is_closed_and_the_houses_own_guess_does_not(self) -> None:
        by_hand = self.county.told("lamps", 301, "reed", category=CATEGORY["lamps"])
        self.county.move(by_hand, "dispatch", by="clara", to_unit=self.county.units["police"])
        by_itself = self.county.told("noise", 302, "reed")
        assert self.route().dispatched_at is not None
        taught = {one.message.body: one for one in examples(self.county.kind)}
        assert taught[by_hand.body].unit == self.county.units["police"].pk
        assert by_itself.body not in taught

    @pytest.mark.slow(reason="learns several times")
    def test_learning_at_night_needs_news_and_time(self) -> None:
        assert learn_from_dispatches() == ""
        LearnedVersion.objects.update(learned_at=self.version.learned_at.replace(year=2020))
        assert learn_from_dispatches() == "request: version 2 from 48 matters"
        assert version_in_use(self.county.kind).serial == 2

    @pytest.mark.slow(reason="learns several times")
    def test_the_night_does_not_undo_a_way_back(self) -> None:
        second = learn_anew(self.county.kind, actor=self.county.house)
        use_version(self.version, actor=self.county.actor("clara"))
        third = learn_anew(self.county.kind, actor=self.county.house, nightly=True)
        assert (second.serial, third.serial) == (2, 3)
        assert version_in_use(self.county.kind) == self.version

    @pytest.mark.slow(reason="learns several times")
    def test_a_worse_night_is_kept_but_not_used(self) -> None:
        figures = json.loads(self.version.figures) | {"accuracy": 1.5}
        LearnedVersion.objects.update(figures=json.dumps(figures))
        learn_anew(self.county.kind, actor=self.county.house, nightly=True)
        assert version_in_use(self.county.kind) == self.version

    @pytest.mark.slow(reason="learns several times")
    def test_only_one_version_speaks(self) -> None:
        second = learn_anew(self.county.kind, actor=self.county.house)
        with pytest.raises(IntegrityError), transaction.atomic():
            LearnedVersion.objects.filter(pk__in=[self.version.pk, second.pk]).update(in_use=True)

    def test_handlers_neither_learn_nor_go_back(self) -> None:
        will = self.county.actor("will")
        for act in (
            lambda: learn_anew(self.county.kind, actor=will),
            lambda: use_version(self.version, actor=will),
            lambda: route_waiting(self.county.kind, actor=will),
        ):
            with pytest.raises(Forbidden):
                act()

    def test_a_version_that_was_tampered_with_is_not_used(self) -> None:
        knowledge_of.cache_clear()
        LearnedVersion.objects.filter(pk=self.version.pk).update(habits="{}")
        with pytest.raises(Refusal) as refused:
            knowledge_of(self.version.pk, self.version.digest)
        assert refused.value.code == "routing.damaged"

    @pytest.mark.slow(reason="learns several times")
    def test_another_version_under_the_same_number_is_read_anew(self) -> None:
        """As after a backup was brought back beside pages that went on running."""
        held = knowledge_of(self.version.pk, self.version.digest)
        self.county.handled("lamps", 700, "reed")
        other = learn_anew(self.county.kind, actor=self.county.house)
        said = LearnedVersion.objects.filter(pk=other.pk).values("slopes", "habits", "digest").get()
        LearnedVersion.objects.filter(pk=self.version.pk).update(**said)
        anew = knowledge_of(self.version.pk, said["digest"])
        assert anew.habits.dump() == knowledge_of(other.pk, other.digest).habits.dump() != held.habits.dump()

    @pytest.mark.slow(reason="learns several times")
    def test_the_command_learns_lists_and_goes_back(self) -> None:
        def said(*arguments: str) -> str:
            return CliRunner().invoke(routing, arguments, catch_exceptions=False).output

        assert "version 2" in said("learn")
        assert [line[0] for line in said("versions").splitlines()] == ["*", " "]
        assert "version 1 is used" in said("use", "1", "--kind", "request")
        assert version_in_use(self.county.kind) == self.version
        for arguments in (("use", "9"), ("learn", "--kind", "wish")):
            with pytest.raises(Refusal):
                said(*arguments)

    # ---- what came in

    def test_a_sure_one_is_dispatched_and_the_story_says_why(self) -> None:
        matter = self.county.told("lamps", 401, "pine")
        assert route_what_came_in() == "request: 1 suggested, 1 dispatched"
        now = self.again(matter)
        assert (now.owner, now.category.key) == (self.county.units["works"], "lamps")
        step = story(now, self.county.actor("clara"))[-1]
        assert (step.move, step.role.zh, step.actor) == ("dispatch", "系统", "")
        assert step.said is not None
        for words in ("把握 ", "%", "依据：", "灯"):
            assert words in step.said.zh, words
        for words in ("% sure", "as it learned", "灯"):
            assert words in step.said.en, words
        told = story(followed(matter.number, self.county.codes[matter.pk]), self.county.resident)[-1]
        assert (told.move, told.said) == ("dispatch", step.said)

    def test_a_number_that_decided_is_not_quoted(self) -> None:
        said = because(["路灯", "13812345"], chance=0.8)
        assert said.zh == "系统按以往派单自动派出，把握 80%，依据：“路灯”。"

    def test_what_the_house_sent_is_its_own_deed_and_charged_to_nobody(self) -> None:
        before = self.counted()
        matter = self.county.told("lamps", 501, "pine")
        self.route()
        assert self.since(before) == {"by_house": 1}
        sent = Entry.objects.get(matter=matter.uuid)
        assert (sent.channel, sent.person, sent.recorded_by) == ("system", None, None)
        self.county.move(matter, "send_back", by="will")
        self.county.move(matter, "dispatch", by="clara", to_unit=self.county.units["police"])
        assert self.since(before) == {"by_house": 1, "wrong_by_house": 1, "by_people": 1}
        assert {one.person and one.person.name for one in self.entries(matter)} == {None, "Clara"}

    def test_a_clerk_takes_back_what_the_house_sent_in_one_move_and_it_is_the_houses_mistake(self) -> None:
        before = self.counted()
        matter = self.county.told("noise", 502, "pine")
        self.route()
        back = self.county.move(matter, "recall", by="clara")
        assert (back.state.key, back.owner) == ("received", self.county.units["county"])
        assert self.since(before) == {"by_house": 1, "wrong_by_house": 1}
        assert how_it_came(self.version, self.county.kind).wrong == 1
        assert route_what_came_in() == ""

    def test_what_a_clerk_sent_and_took_back_stays_the_clerks(self) -> None:
        before = self.counted()
        matter = self.unsure().matter
        self.county.move(matter, "dispatch", by="clara", to_unit=self.county.units["works"])
        self.county.move(matter, "recall", by="clara")
        assert self.since(before) == {"by_people": 1, "wrong_by_people": 1}

    def entries(self, matter: Matter) -> list[Entry]:
        return list(Entry.objects.filter(matter=matter.uuid).select_related("person"))

    def counted(self) -> dict[str, int]:
        """Today's dispatches and wrong ones, by people and by the house."""
        return {
            key: int(
                figure(
                    key,
                    house=self.county.kind.house,
                    unit=self.county.units["county"],
                    actor=self.county.house,
                ).value
                or 0
            )
            for key in ("by_people", "by_house", "wrong_by_people", "wrong_by_house")
        }

    def since(self, before: dict[str, int]) -> dict[str, int]:
        """What was counted since, without noughts."""
        return {key: more for key, now in self.counted().items() if (more := now - before[key])}

    def test_the_place_decides_which_town(self) -> None:
        for village, town in (("brook", "west"), ("pine", "east")):
            matter = self.county.told("school", 402, village)
            self.route()
            assert self.again(matter).owner == self.county.units[town]

    def test_what_is_unclear_waits_for_a_clerk(self) -> None:
        opened = open_matter(
            "request",
            at=self.county.units["reed"],
            actor=self.county.house,
            title="咨询",
            body="请问怎么办理",
            channel="web",
        )
        suggestion = self.route()
        assert suggestion.matter == opened.matter
        assert suggestion.dispatched_at is None
        assert self.again(opened.matter).state.key == "received"

    def test_each_matter_is_spoken_of_once(self) -> None:
        self.county.told("noise", 403, "hill")
        self.route()
        assert route_what_came_in() == ""
        assert Suggestion.objects.count() == 1

    def test_a_category_already_given_stands(self) -> None:
        matter = self.county.told("noise", 404, "hill", category=CATEGORY["school"])
        suggestion = self.route()
        assert suggestion.category.key == "school"
        assert self.again(matter).category.key == "school"

    def test_a_unit_that_was_closed_is_not_thought_of(self) -> None:
        suggestion = self.unsure()
        found = [one.unit.name for one in thoughts(suggestion, self.county.kind)]
        type(self.county.units["works"]).objects.filter(name="Works").update(until="2026-01-01")
        left = [one.unit.name for one in thoughts(suggestion, self.county.kind)]
        assert (found, left) == (["Works", "Police"], ["Police"])

    def test_one_that_was_sent_back_is_counted_and_thought_of_elsewhere(self) -> None:
        matter = self.county.told("lamps", 405, "pine")
        suggestion = self.route()
        self.county.move(matter, "send_back", by="will")
        assert how_it_came(self.version, self.county.kind).sent_elsewhere == 1
        assert "Works" not in [one.unit.name for one in thoughts(suggestion, self.county.kind)]

    # ---- taking a suggestion

    def test_one_press_gives_category_and_unit(self) -> None:
        matter = self.unsure().matter
        press = {"seen": matter.serial, "client_id": new_id()}
        clara = self.county.actor("clara")
        step = take_suggestion(matter, kind=self.county.kind, actor=clara, **press)
        assert take_suggestion(matter, kind=self.county.kind, actor=clara, **press) == step
        now = self.again(matter)
        assert (now.owner.name, now.category.key, step.actor.name) == ("Works", "lamps", "Clara")

    def test_somebody_faster_wins(self) -> None:
        matter = self.unsure().matter
        self.county.move(matter, "dispatch", by="clara", to_unit=self.county.units["police"])
        with pytest.raises(Refusal):
            take_suggestion(
                matter,
                kind=self.county.kind,
                seen=matter.serial,
                client_id=new_id(),
                actor=self.county.actor("clara"),
            )
        assert self.again(matter).owner.name == "Police"

    # ---- pages

    def test_pressing_on_the_page_dispatches(self) -> None:
        matter = self.unsure().matter
        self.client.force_login(self.county.account("clara"))
        form = {"seen": matter.serial, "client_id": str(new_id()), "page": "https://elsewhere.example/"}
        answer = self.client.post(reverse("routing:take", args=[matter.number]), form)
        assert answer.url == "/"
        assert self.again(matter).owner.name == "Works"

    def test_a_matter_one_may_not_see_is_not_there(self) -> None:
        matter = self.unsure().matter
        self.client.force_login(self.county.account("will"))
        form = {"seen": matter.serial, "client_id": str(new_id())}
        assert self.client.post(reverse("routing:take", args=[matter.number]), form).status_code == 404

    @pytest.mark.slow(reason="learns several times")
    def test_the_page_shows_versions_figures_and_what_is_mixed_up(self) -> None:
        learn_anew(self.county.kind, actor=self.county.actor("clara"))
        self.client.force_login(self.county.account("clara"))
        page = self.client.get(reverse("routing:kinds")).content.decode()
        for words in ("第 2 版", "学自 48 件", "城市管理", "现在重学", "分类混淆表", "Clara"):
            assert words in page, words
        english = self.client.get(
            reverse("routing:kinds"), headers={"accept-language": "en"}
        ).content.decode()
        for words in ("Version 2", "Learn now", "from 48 matters"):
            assert words in english, words

    @pytest.mark.slow(reason="learns several times")
    def test_the_page_learns_and_goes_back(self) -> None:
        self.client.force_login(self.county.account("clara"))
        self.client.post(reverse("routing:learn", args=["request"]))
        assert version_in_use(self.county.kind).serial == 2
        self.client.post(reverse("routing:use", args=["request", 1]))
        assert version_in_use(self.county.kind).serial == 1

    def test_those_without_the_ability_find_no_page(self) -> None:
        self.client.force_login(self.county.account("will"))
        assert self.client.get(reverse("routing:kinds")).status_code == 404
        assert self.client.post(reverse("routing:learn", args=["request"])).status_code == 404

    @pytest.mark.slow(reason="learns several times")
    def test_the_pages_queries_do_not_grow_with_the_versions(self) -> None:
        self.client.force_login(self.county.account("clara"))
        self.client.get(reverse("routing:kinds"))
        with CaptureQueriesContext(connection) as one:
            self.client.get(reverse("routing:kinds"))
        for _ in range(2):
            learn_anew(self.county.kind, actor=self.county.house)
        with CaptureQueriesContext(connection) as three:
            self.client.get(reverse("routing:kinds"))
        assert len(one) == len(three)
