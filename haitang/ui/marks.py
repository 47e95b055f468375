"""How a matter's time stands besides its deadline: a word each, with its colour."""

from haitang.kernel.matters.api import InboxRow
from haitang.ui.words import both


def marks_of(row: InboxRow) -> tuple[tuple[str, str], ...]:
    """The words and tones of pills; none for a matter whose clock just runs."""
    if row.closed_at:
        return ()
    found = (
        (row.paused, both("计时暂停", "paused"), "grey"),
        (row.soon, both("即将到期", "due soon"), "amber"),
        (bool(row.raised), both(f"已上报 {row.raised} 级", f"raised ×{row.raised}"), "red"),
    )
    return tuple((words, tone) for holds, words, tone in found if holds)
