"""A matter's row as plain values: what admission decides, and what thousands at once are written from."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID


class MatterRow(NamedTuple):
    """The columns of a matter that is being opened, by their attributes' names; the number is drawn last."""

    region_id: int
    uuid: UUID
    kind_id: int
    version_id: int
    state_id: int
    title: str
    body: str
    data: str
    category_id: int | None
    unit_id: int
    owner_id: int
    parent_id: int | None
    channel: str
    opened_by_id: int | None
    opened_at: datetime
    opened_on: date
    entered_at: datetime
    due_at: datetime | None
    clock_at: datetime | None
    sort_at: datetime
    warn_at: datetime | None
    limited_by_id: int | None
    outside_key: str
    number: str = ""
    follow_digest: str = ""
    occurred_at: datetime | None = None
    serial: int = 1
    choice1: str | None = None
    choice2: str | None = None
    choice3: str | None = None
    choice4: str | None = None
    choice5: str | None = None
    choice6: str | None = None
    number1: int | None = None
    number2: int | None = None
    number3: int | None = None
    number4: int | None = None
    day1: date | None = None
    day2: date | None = None
    flag1: bool | None = None
    flag2: bool | None = None
