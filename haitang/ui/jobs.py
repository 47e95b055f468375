"""What pages need no longer remember."""

from haitang.lib import clock
from haitang.ui.models import Cached, Tally


def forget_what_ran_out() -> int:
    """Delete the counts and cached answers whose time is over; how many."""
    now = clock.now()
    tallies, _ = Tally.objects.filter(until__lte=now).delete()
    cached, _ = Cached.objects.filter(expires__lte=now).delete()
    return tallies + cached
