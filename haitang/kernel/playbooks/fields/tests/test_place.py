import pytest

from haitang.kernel.playbooks.fields.tests.asking import ask, refused

POINT = {"latitude_micro": 31654321, "longitude_micro": 120752000}


def test_a_point_is_whole_millionths_of_a_degree():
    assert [ask("place").clean(raw) for raw in ("31.654321, 120.752", POINT)] == [POINT, POINT]
    assert ask("place").show(POINT) == "31.654321, 120.752000"


@pytest.mark.parametrize(
    "raw", ["91, 0", "0, 181", "here", "1", "1,2,3", 7, {"latitude_micro": 1}, "NaN, 1", "Infinity, 1"]
)
def test_what_is_not_on_the_earth_is_refused(raw):
    assert refused(ask("place"), raw) == "answer.not_a_place"


def test_the_form_takes_latitude_and_longitude_as_they_are_written():
    asked = ask("place")
    assert asked.clean(asked.form_field().clean(" 31.65, 120.75 ")) == asked.clean("31.65, 120.75")
