"""Propose a meeting, put matters on its agenda, ask units and guests to come, note who came, decide."""

from haitang.desks.meetings.actions.following import follow_heir
from haitang.desks.meetings.actions.guests import (
    ERASED,
    Asked,
    answer_as_guest,
    ask_guest,
    erase_guest,
    erase_guests,
    erase_guests_again,
    erase_guests_of,
    forget_guest,
    look_at_guest,
    tell_guests,
)
from haitang.desks.meetings.actions.holding import (
    AT_ONCE,
    Ruling,
    decide,
    invite,
    note_who_came,
    propose,
    put_on,
    reply,
    take_off,
)

__all__ = [
    "AT_ONCE",
    "ERASED",
    "Asked",
    "Ruling",
    "answer_as_guest",
    "ask_guest",
    "decide",
    "erase_guest",
    "erase_guests",
    "erase_guests_again",
    "erase_guests_of",
    "follow_heir",
    "forget_guest",
    "invite",
    "look_at_guest",
    "note_who_came",
    "propose",
    "put_on",
    "reply",
    "take_off",
    "tell_guests",
]
