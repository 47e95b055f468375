"""``python -m bench.helpdesk.pages``: a list of fifty and a search, in server time; prints JSON."""

import json
from statistics import median
from time import perf_counter

import django

from bench.helpdesk.prepare import SOUGHT

TIMES, WARM = 10, 2


def main() -> None:
    """Milliseconds of each, the median when warm."""
    django.setup()
    print(json.dumps({"list": look({}), "search": look({"search_string": SOUGHT})}))


def look(wanted: dict[str, str]) -> float:
    """The table of tickets as its own page asks for it, fifty rows."""
    from django.contrib.auth.models import User  # noqa: PLC0415 -- after setup
    from django.test import Client  # noqa: PLC0415 -- after setup
    from helpdesk.query import query_to_base64  # noqa: PLC0415 -- the rival's own, in its environment

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="agent"))
    asked = query_to_base64({"sorting": "created", "sortreverse": True, "search_string": "", **wanted})
    path = f"/datatables_ticket_list/{asked}"
    times = []
    for _ in range(WARM + TIMES):
        began = perf_counter()
        answer = client.get(path, {"draw": "1", "start": "0", "length": "50"})
        times.append(perf_counter() - began)
        assert answer.status_code == 200, answer.status_code
        assert answer.json()["data"], "nothing listed"
    return 1000 * median(times[WARM:])


if __name__ == "__main__":
    main()
