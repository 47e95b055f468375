"""By command: posts given and ended, ties ended, units moved, closed and renamed, people changed, erased."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from haitang.kernel.registry.api import appoint, clean_phone, person_by_phone, tie, unit_at
from haitang.kernel.registry.cli import COMMANDS
from haitang.kernel.registry.models import Person, Place, Post, Tie, Unit
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

BY_NAME = {command.name: command for command in COMMANDS}


def run(line: str, said: str = "y\n"):
    """Run ``haitang LINE`` and answer its questions."""
    group, *rest = line.split()
    return CliRunner().invoke(BY_NAME[group], rest, input=said, catch_exceptions=False)


def code(county, name: str) -> str:
    return county.units[name].code


def test_a_post_is_given_and_ended_with_its_last_day(county):
    today = clock.today()
    run(f"post appoint Mei --role handler --at {code(county, 'hill')}")
    post = Post.objects.get(person=county.people["mei"], role__key="handler")
    assert (post.unit, post.since) == (county.units["hill"], today)
    last = today + timedelta(days=3)
    done = run(f"post end {county.people['mei'].pk} --role handler --last-day {last}")
    post.refresh_from_db()
    assert post.until == last + timedelta(days=1)
    assert str(last) in done.output


def test_a_post_that_has_not_begun_is_taken_back(county):
    later = clock.today() + timedelta(days=9)
    run(f"post appoint Mei --role handler --at {code(county, 'hill')} --since {later}")
    run("post end Mei --role handler")
    assert not Post.objects.filter(person=county.people["mei"], role__key="handler").exists()


def test_who_says_no_changes_nothing(county):
    done = run("post end Fred", said="n\n")
    assert done.exit_code == 1
    assert Post.objects.get(person=county.people["fred"]).until is None
    run("post end Fred --yes", said="")
    assert Post.objects.get(person=county.people["fred"]).until == clock.today() + timedelta(days=1)


def test_several_posts_are_told_apart_and_an_unknown_name_is_refused(county):
    appoint(county.people["fred"], role="handler", unit=county.units["hill"], actor=county.house)
    with pytest.raises(Refusal, match=r"Finance.*Hill"):
        run("post end Fred")
    run(f"post end Fred --at {code(county, 'hill')}")
    assert Post.objects.get(person=county.people["fred"], unit=county.units["finance"]).until is None
    with pytest.raises(Refusal, match="Nobody"):
        run("post end Nobody")


def test_a_tie_is_made_and_ended(county):
    run(f"tie make Hua --kind agent_community --to {code(county, 'garden')}")
    run("tie end Hua")
    assert Tie.objects.get().until == clock.today() + timedelta(days=1)
    tie(county.people["hua"], to=county.people["mei"], kind="mentor", actor=county.house)
    run("tie end Mei --kind mentor")
    assert Tie.objects.get(kind__key="mentor").until is not None


def test_a_unit_is_moved_renamed_and_closed(county):
    lake = county.units["lake"]
    run(f"unit move {lake.code} --under {code(county, 'west')}")
    lake.refresh_from_db()
    assert lake.parent == county.units["west"]
    run(f"unit rename {lake.code} --name 大湖村 --new-code 990001999")
    assert unit_at(county.region, "990001999").name == "大湖村"
    with pytest.raises(Refusal) as refused:
        run("unit close 990001999")
    assert refused.value.code == "registry.unit_has_posts"
    run("unit close 990001999 --end-posts")
    assert Unit.objects.get(pk=lake.pk).until == clock.today() + timedelta(days=1)
    assert Post.objects.get(person=county.people["sun"]).until == clock.today() + timedelta(days=1)


@pytest.mark.parametrize("line", ["unit rename 990001001", "person change Mei"])
def test_a_change_of_nothing_is_refused(county, line):
    with pytest.raises(Refusal) as refused:
        run(line)
    assert refused.value.code == "registry.nothing_said"


def test_an_account_is_closed(county):
    account = county.account("mei")
    run(f"account close {account.username}")
    account.refresh_from_db()
    assert not account.is_active
    with pytest.raises(Refusal):
        run("account close nobody")


def test_what_is_known_of_a_person_is_changed(county):
    run("person change Mei --name 梅香 --phone 13800138000 --born 1990-02-03")
    mei = person_by_phone(county.region, clean_phone("13800138000"))
    assert (mei.pk, mei.name, mei.born_year) == (county.people["mei"].pk, "梅香", 1990)
    run("person change 13800138000 --sex f")
    mei.refresh_from_db()
    assert (mei.sex, mei.name) == ("f", "梅香")


def test_a_person_is_erased_only_by_who_types_the_name(county):
    mei = county.people["mei"]
    with pytest.raises(Refusal) as refused:
        run(f"person erase {mei.pk}", said="Mai\n")
    assert refused.value.code == "registry.name_differs"
    assert Person.objects.get(pk=mei.pk).erased_at is None
    run(f"person erase {mei.pk}", said="Mei\n")
    mei.refresh_from_db()
    assert (mei.name, mei.erased_at is not None) == ("", True)


def test_a_place_is_added(county):
    run(f"place add 服务点 --kind service --at {code(county, 'lake')} --north 31.65 --east 120.75")
    found = Place.objects.get()
    assert (found.unit, found.latitude_micro, found.longitude_micro) == (
        county.units["lake"],
        31_650_000,
        120_750_000,
    )
