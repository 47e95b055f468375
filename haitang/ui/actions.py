"""What pages write down between two requests."""

from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection

from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Account
from haitang.lib import clock

#: One statement, so that two processes counting at once both count; the end is fixed by the first.
_COUNT = """
    INSERT INTO ui_tally AS told (whom, count, until) VALUES (%s, 1, %s)
    ON CONFLICT (whom) DO UPDATE SET
        count = CASE WHEN told.until <= %s THEN 1 ELSE told.count + 1 END,
        until = CASE WHEN told.until <= %s THEN excluded.until ELSE told.until END
    RETURNING count"""


def count_go(whom: str, *, seconds: int) -> int:
    """Count one go of *whom*; which one it is since counting began, at most *seconds* ago."""
    now = clock.now()
    ends, at = (
        connection.ops.adapt_datetimefield_value(one) for one in (now + timedelta(seconds=seconds), now)
    )
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [whom, ends, at, at])
        # All rows, or SQLite keeps the statement and its lock open.
        return int(cursor.fetchall()[0][0])


def forget_sessions(account: Account, *, actor: Actor) -> int:  # noqa: ARG001 -- acts name who acts
    """End every session of *account*; how many. A session remembers by which name somebody signed in."""
    who = str(account.pk)
    own = [one.pk for one in Session.objects.iterator() if one.get_decoded().get(SESSION_KEY) == who]
    return Session.objects.filter(pk__in=own).delete()[0]
