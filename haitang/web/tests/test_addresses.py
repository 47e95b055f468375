"""What an address says and no page knows is refused, never passed over; days beyond reckoning too."""

import pytest

from haitang.web.tests.county import County

MISSPELT = {
    "/matters/?stat=nope": "state",
    "/matters/board/request/?catgory=noise": "category",
    "/units/{lake}/?onn=2026-01-01": "on",
    "/units/?qq=lake": "q",
    "/cockpit/?mnth=2026-01": "month",
    "/figures/visits/?perid=2026-09": "period",
    "/figures/visits/export.csv?perid=2026-09": "period",
    "/figures/visits/export.xlsx?perid=2026-09": "period",
    "/entries/?pag=2": "page",
    "/notice/?befor=7": "before",
}


@pytest.mark.parametrize("address", MISSPELT)
def test_a_misspelt_word_of_an_address_is_refused_with_the_nearest(county: County, address: str):
    path = address.format(lake=county.units["lake"].pk)
    answer = county.client("olive").get(path)
    assert answer.status_code == 400
    assert f"是不是“{MISSPELT[address]}”？" in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "address",
    [
        "/units/{lake}/?on={day}",
        "/matters/?since={day}",
        "/matters/?until={day}",
        "/matters/board/request/?since={day}",
        "/figures/visits/?period={day}",
        "/cockpit/?month={day}",
    ],
)
def test_a_day_beyond_reckoning_is_refused_on_every_page(county: County, address: str, day: str):
    answer = county.client("olive").get(address.format(lake=county.units["lake"].pk, day=day))
    assert answer.status_code == 400
    assert "太远" in answer.content.decode()
