"""What the house says of a dispatch that it made itself: to the resident, and to everyone who has it."""

import re
from collections.abc import Iterable

from haitang.lib.text import Text

#: Digits enough to be part of somebody's number.
_NUMBER = re.compile(r"\d{4}")


def because(words: Iterable[str], *, chance: float) -> Text:
    """That the house dispatched, how sure it was of category and unit, and by which words."""
    sure = percent(chance)
    words = [word for word in words if not _NUMBER.search(word)]
    zh = f"系统按以往派单自动派出，把握 {sure}"
    en = f"Dispatched by the house itself, {sure} sure, as it learned from earlier dispatches"
    if not words:
        return Text(zh=f"{zh}。", en=f"{en}.")
    quoted_zh, quoted_en = "、".join(f"“{one}”" for one in words), ", ".join(f'"{one}"' for one in words)
    return Text(zh=f"{zh}，依据：{quoted_zh}。", en=f"{en}: {quoted_en}.")


def percent(part: float) -> str:
    """A share or a chance as people read it; what is not quite all is never shown as all."""
    if 0.99 <= part < 1:
        return f"{int(part * 1000) / 10:.1f}%"
    return f"{part * 100:.0f}%"
