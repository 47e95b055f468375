"""``python -m bench.helpdesk.prepare COUNT``: tables, agent, queue, so many tickets; prints how to call."""

import json
import sys
from importlib import import_module

import django
from django.conf import settings
from django.core.management import call_command

TITLE, BODY = "{place}第{number}件", "楼道里的灯不亮，晚上老人不敢下楼，请来修一修。"
#: One in so many speaks of what is searched for.
RARE, SOUGHT = 400, "电梯停运"


def main() -> None:
    """Prepare; print session, token against forgery and queue as JSON."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    agent, queue = _agent(), _queue()
    _tickets(queue, int(sys.argv[1]))
    print(json.dumps({"cookie": _session(agent), "queue": queue.pk}))


def _agent():
    from django.contrib.auth.models import User  # noqa: PLC0415 -- after setup

    return User.objects.create_superuser("agent", "agent@localhost", "bench")


def _queue():
    from helpdesk.models import Queue  # noqa: PLC0415 -- after setup

    return Queue.objects.create(title="requests", slug="requests", allow_public_submission=True)


def _tickets(queue, count: int) -> None:
    from helpdesk.models import Ticket  # noqa: PLC0415 -- after setup

    for start in range(0, count, 5000):
        numbers = range(start, min(start + 5000, count))
        Ticket.objects.bulk_create([Ticket(queue=queue, **_said(number)) for number in numbers])


def _said(number: int) -> dict[str, str]:
    title = TITLE.format(place=f"样例{number % 359}村", number=number)
    title += SOUGHT if number % RARE == 0 else ""
    return {"title": title, "description": BODY, "submitter_email": f"resident{number}@localhost"}


def _session(agent) -> str:
    """A session as signing in makes it; its token against forgery is asked of the server's own pages."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update(
        {
            "_auth_user_id": str(agent.pk),
            "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
            "_auth_user_hash": agent.get_session_auth_hash(),
        }
    )
    store.save()
    return str(store.session_key)


if __name__ == "__main__":
    main()
