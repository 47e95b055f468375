"""Whoever is asked to take a turn, or is answered, hears of it as they chose: in the house and by mail."""

from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse

from haitang.desks.notice.actions import choose
from haitang.desks.notice.jobs import send_letters
from haitang.desks.notice.models import Letter, Notice
from haitang.desks.rota.actions import answer_exchange, ask_exchange, call_off, plan_days
from haitang.desks.rota.models import Exchange, Turn
from haitang.desks.rota.queries import sitters, turns_on
from haitang.desks.rota.tests.conftest import County, make_county
from haitang.kernel.registry.models import Account
from haitang.lib import clock


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The county of a rota; undone after the file."""
    return make_county(stage)


@pytest.fixture
def county(grown: County, db: None) -> County:
    """Everyone can be written to."""
    found = deepcopy(grown)
    for name in found.people:
        Account.objects.filter(person=found.people[name]).update(email=f"{name}@example.org")
    return found


@pytest.fixture
def turn(county: County) -> Turn:
    """A turn to come, whoever has it."""
    since = clock.today() + timedelta(days=1)
    days = plan_days(county.kept, since=since, until=since + timedelta(days=20), actor=county.actor("petra"))
    return turns_on(days[:1])[days[0].pk][0]


def name_of(person) -> str:
    return person.name.lower()


def ask(county: County, turn: Turn) -> Exchange:
    other = next(one for one in sitters(county.kept) if one.pk != turn.person_id)
    mine = county.actor(name_of(turn.person))
    return ask_exchange(turn, to=other, kept=county.kept, note="孩子发烧", actor=mine)


def told(name: str) -> list[str]:
    """What *name* was told, by word."""
    found = Notice.objects.filter(person__name=name.title(), occasion="swap").order_by("pk")
    return list(found.values_list("word", flat=True))


def send() -> None:
    Letter.objects.update(due_at=clock.now())
    send_letters()


def test_who_is_asked_is_told_and_led_to_where_they_answer(county, turn):
    exchange = ask(county, turn)
    asked = name_of(exchange.asked)
    assert told(asked) == ["asked"]
    assert told(name_of(turn.person)) == []
    browser = county.client(asked)
    page = browser.get(reverse("notice:list")).content.decode()
    assert "有人请您换班" in page
    assert county.units["garden"].name in page
    notice = Notice.objects.get(word="asked")
    answer = browser.get(reverse("notice:open", args=[notice.pk]))
    assert answer.url == reverse("rota:rotas")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_outside_the_house_nothing_is_said_of_who_or_why(county, turn):
    exchange = ask(county, turn)
    send()
    (letter,) = mail.outbox
    assert letter.to == [f"{name_of(exchange.asked)}@example.org"]
    assert letter.subject == "换班：有人请您换班，等您答复"
    for secret in (turn.person.name, "孩子发烧"):
        assert secret not in letter.subject + letter.body


@pytest.mark.parametrize(("accept", "word"), [(True, "agreed"), (False, "declined")])
def test_who_asked_is_told_what_was_answered(county, turn, accept, word):
    exchange = ask(county, turn)
    answer_exchange(exchange, accept=accept, kept=county.kept, actor=county.actor(name_of(exchange.asked)))
    assert told(name_of(turn.person)) == [word]
    asker = county.client(name_of(turn.person))
    notice = Notice.objects.get(word=word)
    there = asker.get(reverse("notice:open", args=[notice.pk])).url
    assert there == reverse("rota:sitting", args=[turn.sitting.uuid])
    assert asker.get(there).status_code == 200


def test_who_sits_is_told_that_the_day_is_called_off(county, turn):
    call_off(turn.sitting, why="暴雨", actor=county.actor("petra"))
    assert told(name_of(turn.person)) == ["called_off"]
    assert Notice.objects.filter(occasion="swap").count() == 1


def test_each_chooses_how_they_hear_of_turns(county, turn):
    for one in sitters(county.kept):
        ways = {("swap", "app"): "never", ("swap", "email"): "never"}
        choose(one, choices=ways, actor=county.actor(name_of(one)))
    ask(county, turn)
    assert not Letter.objects.exists()
    assert not Notice.objects.filter(read_at=None).exists()


def test_anothers_notice_leads_nowhere(county, turn):
    exchange = ask(county, turn)
    notice = Notice.objects.get(person=exchange.asked)
    assert county.client("zoe").get(reverse("notice:open", args=[notice.pk])).status_code == 404
