"""What is written down about telling people."""

from haitang.desks.notice.actions.choosing import (
    choose,
    forget_device,
    forget_ways,
    hush,
    keep_device,
    keep_habit,
    leave_device,
)
from haitang.desks.notice.actions.codes import (
    answer_ask,
    ask_code,
    code_not_sent,
    code_sent,
    order_code,
    take_code,
)
from haitang.desks.notice.actions.reading import (
    drop_code,
    drop_letter,
    mark_all_read,
    mark_read,
    send_again,
    send_code_again,
)
from haitang.desks.notice.actions.telling import tell, tell_news, tell_of_subject, warn, write_outside

__all__ = [
    "answer_ask",
    "ask_code",
    "choose",
    "code_not_sent",
    "code_sent",
    "drop_code",
    "drop_letter",
    "forget_device",
    "forget_ways",
    "hush",
    "keep_device",
    "keep_habit",
    "leave_device",
    "mark_all_read",
    "mark_read",
    "order_code",
    "send_again",
    "send_code_again",
    "take_code",
    "tell",
    "tell_news",
    "tell_of_subject",
    "warn",
    "write_outside",
]
