"""Which requests a program asks for, read from the query; an argument that nobody knows is refused."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict

from haitang.api.open311 import instants
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import nearest

#: The protocol's own bounds: ninety days, a thousand requests.
SPAN, MOST = timedelta(days=90), 1000
STATUSES = ("open", "closed")
KNOWN = (
    "service_request_id",
    "service_code",
    "start_date",
    "end_date",
    "status",
    "page",
    "page_size",
    "extensions",
    "jurisdiction_id",
    "api_key",
)


@dataclass(frozen=True)
class Wanted:
    """What to list; ``ids`` override all but the page."""

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    since: datetime
    until: datetime
    statuses: frozenset[str]
    page: int
    page_size: int

    @property
    def rows(self) -> slice:
        """Where the page begins and ends."""
        return slice((self.page - 1) * self.page_size, self.page * self.page_size)


def wanted(asked: QueryDict) -> Wanted:
    """What *asked* wants; an empty argument is the same as none."""
    for word in asked:
        if word not in KNOWN:
            raise _unknown(word)
    since, until = _span(asked.get("start_date", ""), asked.get("end_date", ""))
    return Wanted(
        ids=_several(asked, "service_request_id")[:MOST],
        codes=_several(asked, "service_code"),
        since=since,
        until=until,
        statuses=_statuses(_several(asked, "status")),
        page=_number(asked, "page", 1, 1_000_000),
        page_size=_number(asked, "page_size", MOST, MOST),
    )


def _several(asked: QueryDict, name: str) -> tuple[str, ...]:
    """An argument that may come several times, and with commas."""
    words = (word.strip() for said in asked.getlist(name) for word in said.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def _span(start: str, end: str) -> tuple[datetime, datetime]:
    since = instants.read(start, field="start_date") if start else None
    until = instants.read(end, field="end_date") if end else None
    if since and until and not timedelta() <= until - since <= SPAN:
        zh, en = (
            "start_date 到 end_date 最多 90 天。",
            "start_date to end_date may not span more than 90 days.",
        )
        raise Refusal("open311.span", zh=zh, en=en, field="end_date")
    until = until or (since + SPAN if since else clock.now())
    return since or until - SPAN, until


def _statuses(said: tuple[str, ...]) -> frozenset[str]:
    for word in said:
        if word not in STATUSES:
            zh, en = f"没有“{word}”这个 status,应为 open 或 closed。", f'no status "{word}": open or closed.'
            raise Refusal("open311.status", zh=zh, en=en, field="status")
    return frozenset(said or STATUSES)


def _number(asked: QueryDict, name: str, default: int, most: int) -> int:
    said = asked.get(name, "").strip() or str(default)
    if not re.fullmatch(r"[0-9]{1,7}", said) or not 1 <= int(said) <= most:
        zh, en = f"{name} 应在 1 与 {most} 之间。", f"{name} should be between 1 and {most}."
        raise Refusal("open311.page", zh=zh, en=en, field=name)
    return int(said)


def _unknown(word: str) -> Refusal:
    near = nearest(word, list(KNOWN))
    zh = f"没有“{word}”这个参数。" + (f"是不是“{near}”？" if near else "")
    en = f'There is no argument "{word}".' + (f' Did you mean "{near}"?' if near else "")
    return Refusal("open311.unknown_argument", zh=zh, en=en, field=word)
