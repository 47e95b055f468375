import pytest
from click.testing import CliRunner

from haitang.kernel.registry.api import actor_of_token
from haitang.kernel.registry.cli import token
from haitang.kernel.registry.tests.county import small_county
from haitang.lib.diagnostics import Refusal

pytestmark = pytest.mark.django_db


def test_the_command_prints_a_token_worth_the_persons_post() -> None:
    county = small_county()
    county.account("clara")
    printed = CliRunner().invoke(token, ["issue", "clara.haixi"], catch_exceptions=False).output.strip()
    assert actor_of_token(printed).roles == {"clerk"}
    assert actor_of_token(printed).person_id == county.people["clara"].pk


@pytest.mark.parametrize("asked", [["nobody"], ["clara.haixi", "--role", "organiser"]])
def test_it_names_what_there_is_where_the_choice_is_not_one(asked: list[str]) -> None:
    small_county().account("clara")
    with pytest.raises(Refusal):
        CliRunner().invoke(token, ["issue", *asked], catch_exceptions=False)
