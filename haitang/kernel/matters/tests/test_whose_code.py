"""A rating by a code that staff had handed over is told apart: they might have rated it themselves."""

from haitang.kernel.matters.api import ContactDetails, Opened, followed, new_code, put_code
from haitang.kernel.matters.tests.county import County, fresh
from haitang.kernel.registry.api import SYSTEM


def by_staff(county: County, **more) -> Opened:
    return county.open(actor=county.actor("carl"), channel="hotline", **more)


def rated(county: County, opened: Opened, code: str) -> bool:
    """Whether the rating by *code* is told apart."""
    matter = opened.matter
    county.move(matter, "dispatch", "clara", to_unit="parks")
    county.move(matter, "answer", "fred", note="已修好")
    mine = followed(matter.number, code)
    assert mine is not None
    county.move(mine, "confirm", county.resident, rating=5)
    assert fresh(matter).rating == 5
    return fresh(matter).code_by_staff


def test_a_code_that_staff_were_told_rates_apart(county: County):
    opened = by_staff(county)
    assert rated(county, opened, opened.follow_code)


def test_whoever_told_it_themselves_had_the_code_alone(county: County):
    opened = county.open()
    assert not rated(county, opened, opened.follow_code)


def test_a_code_sent_to_what_the_resident_left_is_theirs_alone(county: County):
    opened, code = by_staff(county, contact=ContactDetails(phone="13800138000")), new_code()
    put_code(fresh(opened.matter), code=code, actor=SYSTEM(county.region))
    assert not rated(county, opened, code)


def test_taken_up_again_and_rated_by_another_code_it_is_told_by_that(county: County):
    opened, code = by_staff(county), new_code()
    assert rated(county, opened, opened.follow_code)
    put_code(fresh(opened.matter), code=code, actor=SYSTEM(county.region))
    county.move(opened.matter, "reopen_closed", "clara", note="又坏了")
    county.move(opened.matter, "answer", "fred", note="再修好了")
    county.move(followed(opened.matter.number, code), "confirm", county.resident, rating=2)
    assert not fresh(opened.matter).code_by_staff
