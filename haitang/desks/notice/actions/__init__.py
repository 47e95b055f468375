"""What is written down about telling people."""

from haitang.desks.notice.actions.choosing import choose, forget_device, hush, keep_device, keep_habit
from haitang.desks.notice.actions.reading import drop_letter, mark_all_read, mark_read, send_again
from haitang.desks.notice.actions.telling import tell, tell_news, warn

__all__ = [
    "choose",
    "drop_letter",
    "forget_device",
    "hush",
    "keep_device",
    "keep_habit",
    "mark_all_read",
    "mark_read",
    "send_again",
    "tell",
    "tell_news",
    "warn",
]
