"""What the worker does, and when. Each asks the tables what is due, does it, and may be run twice.

A job returns what it did in words for the log; nothing to do is an empty text.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session

from haitang.desks.hooks.jobs import forget_tellings, tell_other_systems
from haitang.desks.meetings.jobs import forget_guests
from haitang.desks.notice.jobs import (
    forget_what_was_told,
    send_codes,
    send_letters,
    tell_what_happened,
    warn_of_deadlines,
)
from haitang.desks.requests.hot import find_everywhere
from haitang.desks.routing.jobs import learn_from_dispatches, route_what_came_in
from haitang.desks.sampling.jobs import close_samples, draw_samples, invite_drawn
from haitang.kernel.ledger.api import check_sample, fill_next, last_sealable, seal_through, sweep_files
from haitang.kernel.matters.api import erase_contacts, erase_typed_numbers, sort_words_in, tick
from haitang.kernel.registry.models import Region
from haitang.lib import clock
from haitang.project.backups import backups, expire_backups, make_backup
from haitang.ui.jobs import forget_what_ran_out

#: A copy of less than so long ago is this night's.
_A_NIGHT = timedelta(hours=20)
Job = Callable[[], str]


def seal_the_days() -> str:
    """Seal every day that is over; at the start too, for a machine that was off at midnight."""
    day = last_sealable()
    sealed = {region.key: len(seal_through(day, region)) for region in Region.objects.order_by("pk")}
    return ", ".join(f"{key}: {count} days sealed" for key, count in sealed.items() if count)


def fill_facts() -> str:
    """Project entries anew where a playbook's edit asks for it, a bounded piece after another."""
    filled = 0
    while done := fill_next():
        filled += done
    return f"{filled} facts filled" if filled else ""


def move_what_is_due() -> str:
    """Make the moves that flows leave to the clock."""
    report = tick()
    left = "".join(f"; {number}: {refusal.en}" for number, refusal in report.left)
    return f"{report.moved} moved by the clock{left}" if report.moved or left else ""


def sort_in_what_was_said() -> str:
    """Sort the words of new matters into the index that searches go by; not worth a line every minute."""
    sort_words_in()
    return ""


def erase_what_has_served() -> str:
    """Erase the contact details of residents whose days of keeping are over, and numbers they typed."""
    erased, faded = erase_contacts(), erase_typed_numbers()
    told = (f"{erased} contacts erased" if erased else "", f"numbers out of {faded} matters" if faded else "")
    return "; ".join(part for part in told if part)


def keep_backups() -> str:
    """Make a copy of the house if the last one is of yesterday, and let the old ones go."""
    if not settings.BACKUP_DAYS or settings.SAMPLE:
        return ""
    kept = backups()
    made = kept and clock.now() - kept[0].made_at < _A_NIGHT
    told = [] if made else [f"made {make_backup().name}"]
    told += [f"deleted {name}" for name in expire_backups(settings.BACKUP_DAYS)]
    return ", ".join(told)


def look_for_damage() -> str:
    """Rebuild a sample of facts from their entries and compare; what differs is said loudly."""
    found = [str(entry) for region in Region.objects.order_by("pk") for entry in check_sample(region)]
    if found:
        raise RuntimeError("the ledger and its facts differ: " + "; ".join(found))
    return ""


def sweep_what_nothing_names() -> str:
    """Drop files that no row names: photos of forms that were refused, a day after."""
    swept = sweep_files()
    return f"{swept} files swept" if swept else ""


def forget_what_is_over() -> str:
    """Forget counts, cached answers and sessions whose time is over."""
    sessions, _ = Session.objects.filter(expire_date__lte=clock.now()).delete()
    forgotten = sessions + forget_what_ran_out()
    return f"{forgotten} rows forgotten" if forgotten else ""


def find_what_is_hot() -> str:
    """Look through all that was told in ninety days for what many people say."""
    found = find_everywhere()
    return f"{found} hot issues found" if found else ""


#: Each job with its crontab; the earlier ones come first when the worker starts.
SCHEDULE: list[tuple[Job, Mapping[str, str]]] = [
    (seal_the_days, {"minute": "12"}),
    (fill_facts, {"minute": "*"}),
    (move_what_is_due, {"minute": "*"}),
    (sort_in_what_was_said, {"minute": "*"}),
    (route_what_came_in, {"minute": "*"}),
    (tell_what_happened, {"minute": "*"}),
    (warn_of_deadlines, {"minute": "*/10"}),
    (send_letters, {"minute": "*"}),
    (send_codes, {"minute": "*"}),
    (tell_other_systems, {"minute": "*"}),
    (close_samples, {"minute": "30"}),
    (draw_samples, {"minute": "32"}),
    (invite_drawn, {"minute": "*"}),
    (erase_what_has_served, {"minute": "25"}),
    (forget_guests, {"minute": "45", "hour": "2"}),
    (forget_what_is_over, {"minute": "55", "hour": "2"}),
    (sweep_what_nothing_names, {"minute": "25", "hour": "3"}),
    (forget_what_was_told, {"minute": "5", "hour": "3"}),
    (forget_tellings, {"minute": "15", "hour": "3"}),
    (keep_backups, {"minute": "35", "hour": "1"}),
    (find_what_is_hot, {"minute": "20", "hour": "1"}),
    (look_for_damage, {"minute": "40", "hour": "3"}),
    (learn_from_dispatches, {"minute": "40", "hour": "2"}),
]
