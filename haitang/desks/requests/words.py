"""What a resident writes in one breath, made into a title and a body."""

import re

TITLE_LENGTH = 30
_STOPS = re.compile(r"[。!?!?;;\n]|\.(?=\s|$)")
_PAUSES = ",,、 "


def headline(text: str) -> str:
    """The first sentence of *text*, cut at a pause where it is long; a clerk may word it better later."""
    first = next((part.strip() for part in _STOPS.split(text) if part.strip()), "")
    if len(first) <= TITLE_LENGTH:
        return first
    head = first[:TITLE_LENGTH]
    pause = max(head.rfind(mark) for mark in _PAUSES)
    return (head[:pause] if pause > TITLE_LENGTH // 3 else head) + "…"
