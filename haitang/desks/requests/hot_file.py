"""Messages of a file, as another system gave them out, read for the search for bursts."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from haitang.kernel.matters.api import HEADINGS
from haitang.lib.columns import columns_named
from haitang.lib.days import read_day
from haitang.lib.diagnostics import Refusal
from haitang.lib.tables import open_table

if TYPE_CHECKING:
    from haitang.lib.bursts import Message

#: What a message may tell, and what people call it.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": HEADINGS["outside_key"],
    "user": ("user", "用户", "留言用户", "用户编号"),
    "submitted_at": HEADINGS["opened_at"],
    "title": HEADINGS["title"],
    "body": HEADINGS["body"],
    "likes": ("likes", "点赞", "点赞数"),
    "dislikes": ("dislikes", "反对", "反对数"),
}


def read_messages(path: Path, mapping: Mapping[str, str] | None = None) -> "list[Message]":
    """Every message of *path*; refuses a file that does not say what was said and when."""
    with open_table(path) as table:
        columns = columns_named(table.headings, NAMES, mapping)
        if "submitted_at" not in columns.places or not columns.places.keys() & {"title", "body"}:
            raise _missing(table.headings)
        return [_message(row.number, columns.cells(row)) for row in table]


def _message(number: int, cells: Mapping[str, str]) -> "Message":
    from haitang.lib.bursts import Message  # noqa: PLC0415 -- slow import

    try:
        key = cells.get("id") or str(number)
        return Message(
            key=key,
            person=cells.get("user") or key,
            on=read_day(cells.get("submitted_at", "")),
            title=cells.get("title", ""),
            body=cells.get("body", ""),
            likes=_count(cells.get("likes", "")),
            dislikes=_count(cells.get("dislikes", "")),
        )
    except Refusal as refusal:
        zh, en = f"第 {number} 行：{refusal.zh}", f"Row {number}: {refusal.en}"
        raise Refusal(refusal.code, zh=zh, en=en) from refusal


def _count(words: str) -> int:
    """A number of likes; none where the cell is blank."""
    if not words:
        return 0
    try:
        return max(int(float(words)), 0)
    except ValueError:
        zh, en = f"“{words[:20]}”不是个数。", f'"{words[:20]}" is no number.'
        raise Refusal("hot.no_number", zh=zh, en=en) from None


def _missing(headings: tuple[str, ...]) -> Refusal:
    listed = "、".join(heading for heading in headings if heading)
    return Refusal(
        "hot.columns",
        zh=f"要有“时间”一列，以及“标题”或“内容”一列。现有的列：{listed}。"
        "请改列名，或用 --mapping 说明哪列是什么。",
        en=f"A column for the time and one for a title or a body are needed. Columns found: {listed}. "
        "Rename them, or say with --mapping which column is what.",
    )
