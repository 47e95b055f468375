import pytest

from haitang.lib.diagnostics import Refusal
from haitang.project.checks import debug_stays_at_home, the_world_wants_https
from haitang.project.commands import ADDRESSES, check

HOME, WORLD = ["localhost", "127.0.0.1", "[::1]"], ["localhost", "haitang.example"]


@pytest.mark.parametrize(
    ("debug", "https", "hosts", "faults"),
    [
        (True, False, HOME, []),
        (False, False, HOME, []),
        (False, True, WORLD, []),
        (True, True, WORLD, ["haitang.E004"]),
        (False, False, WORLD, ["haitang.E005"]),
        (True, False, ["*"], ["haitang.E004", "haitang.E005"]),
    ],
)
def test_what_is_harmless_at_home_is_refused_in_the_world(settings, debug, https, hosts, faults):
    settings.DEBUG, settings.HTTPS, settings.ALLOWED_HOSTS = debug, https, hosts
    found = [*debug_stays_at_home(), *the_world_wants_https()]
    assert [fault.id for fault in found] == faults
    assert all(fault.hint for fault in found)


@pytest.mark.django_db
@pytest.mark.parametrize("besides", [ADDRESSES, frozenset()])
def test_a_start_that_reads_no_addresses_yet_refuses_what_the_whole_check_refuses(settings, besides):
    check(besides=besides)
    settings.HTTPS, settings.ALLOWED_HOSTS = False, WORLD
    with pytest.raises(Refusal, match=r"haitang\.E005"):
        check(besides=besides)
