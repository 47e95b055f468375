"""The page of one thing that was done says by whom, when and how long, and leads back and on."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from haitang.desks.requests.tests.county import County
from haitang.desks.requests.tests.test_done import page, published
from haitang.desks.requests.tests.test_mapped import HOME, MAPPED
from haitang.kernel.matters.models import Matter
from haitang.lib import clock

LISTED = MAPPED.replace(
    "    published: public_summary\n", "    published: public_summary\n    listed: facts\n"
)


@pytest.fixture
def listed(county: County) -> County:
    """The county whose playbook lists the facts of what was done, and where it was."""
    county.apply(LISTED)
    county.region.refresh_from_db()
    return county


def one(client, county: County, matter: Matter) -> str:
    client.cookies["django_language"] = "en"
    return page(client, county, "done-one", matter.pk)


def url(county: County, matter: Matter) -> str:
    return reverse("requests:done-one", args=[county.region.key, matter.pk])


def test_it_says_by_which_office_where_the_playbook_lists_that(client, listed):
    matter = published(listed)
    shown = one(client, listed, matter)
    assert "<dt>Done by</dt><dd>Housing</dd>" in shown
    assert "<dt>Told</dt>" in shown
    assert reverse("requests:done", args=[listed.region.key]) + "?category=city" in shown
    listed.apply(MAPPED)
    shown = one(client, listed, matter)
    assert "Done by" not in shown
    assert "<dt>Told</dt>" not in shown


def test_it_leads_to_the_one_before_and_the_one_after(client, listed):
    first, second, third = (published(listed, summary=f"办成第{turn}件事情") for turn in "一二三")
    shown = one(client, listed, second)
    assert f'rel="prev" href="{url(listed, third)}"' in shown
    assert f'rel="next" href="{url(listed, first)}"' in shown
    assert 'rel="prev"' not in one(client, listed, third)
    assert 'rel="next"' not in one(client, listed, first)


def test_more_of_its_kind_stands_below_and_never_itself(client, listed):
    matter = published(listed, summary="更换路灯八盏")
    assert "More of this kind" not in one(client, listed, matter)
    other = published(listed, summary="桥头路灯修好")
    below = one(client, listed, matter).split("More of this kind")[1].split("</section>")[0]
    assert url(listed, other) in below
    assert url(listed, matter) not in below


@pytest.mark.slow(reason="a dozen matters go their whole way")
def test_days_are_compared_only_where_enough_are_alike(client, listed):
    matters = [published(listed, summary=f"办成第{turn}件事情") for turn in "一二三四"]
    assert "days on average" not in one(client, listed, matters[0])
    published(listed, summary="办成第五件事情")
    assert "5 of this category: 0.0 days on average" in one(client, listed, matters[0])


def test_the_small_map_shows_its_own_cell_and_others_near_it(client, listed):
    matter = published(listed, answers={"spot": HOME})
    near = published(
        listed,
        summary="桥已修好",
        answers={"spot": {**HOME, "latitude_micro": HOME["latitude_micro"] + 9_000}},
    )
    far = published(
        listed,
        summary="站已建成",
        answers={"spot": {**HOME, "latitude_micro": HOME["latitude_micro"] + 90_000}},
    )
    drawn = one(client, listed, matter).split('<svg class="chart"')[1].split("</svg>")[0]
    assert drawn.count('class="dot"') == 1
    assert drawn.count('<circle class="hollow"') == 1
    assert url(listed, near) in drawn
    assert url(listed, far) not in drawn


def test_one_done_long_ago_is_still_on_its_own_small_map(client, listed):
    matter = published(listed, answers={"spot": HOME})
    with time_machine.travel(clock.now() + timedelta(days=800)):
        shown = one(client, listed, matter)
    assert shown.count('class="dot"') == 1


def test_its_page_takes_the_same_reads_beside_one_other_and_beside_three(
    client, listed, django_assert_num_queries
):
    matter = published(listed, answers={"spot": HOME})
    published(listed, summary="桥已修好", answers={"spot": HOME})
    one(client, listed, matter)
    with django_assert_num_queries(9):
        one(client, listed, matter)
    for turn in "一二":
        published(listed, summary=f"办成第{turn}件事情", answers={"spot": HOME})
    with django_assert_num_queries(9):
        one(client, listed, matter)
