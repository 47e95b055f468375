"""``haitang issues``: what many people say at about one time."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from haitang.desks.requests.hot_file import read_messages
from haitang.kernel.matters.cli import read_mapping
from haitang.lib.days import read_day

if TYPE_CHECKING:
    from haitang.lib.bursts import Burst

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def issues() -> None:
    """热点 What many people say at about one time."""


@issues.command("hot")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON, for programs.")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1, 200), help="条数 How many.")
@click.option("--people", default=3, show_default=True, type=click.IntRange(2), help="至少几人 At least.")
@click.option("--days", type=click.IntRange(1), help="窗口天数 Only so many days, up to --until.")
@click.option("--until", help="截止日 The window's last day; else that of the last message.")
@click.option("--mapping", type=FILE, help="映射文件 YAML: title: 标题, one line a column.")
def hot(
    file: Path,
    *,
    as_json: bool,
    top: int,
    people: int,
    days: int | None,
    until: str | None,
    mapping: Path | None,
) -> None:
    """The bursts among the messages of FILE, hottest first, with the reasons for each heat.

    FILE is CSV or Excel with the columns id, user, submitted_at, title, body, likes and dislikes;
    whoever wrote is counted and never shown.
    """
    from haitang.lib.bursts import find_bursts  # noqa: PLC0415 -- slow import

    messages = read_messages(file, read_mapping(mapping) if mapping else None)
    last = read_day(until) if until else max((message.on for message in messages), default=date.min)
    first = last - timedelta(days=days - 1) if days else None
    found = find_bursts(messages, since=first, until=last if until or days else None, people=people, most=top)
    told = [_told(rank, burst) for rank, burst in enumerate(found, 1)]
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else _lines(told))


def _told(rank: int, burst: "Burst") -> dict[str, Any]:  # reason: what JSON holds
    heat = burst.heat
    return {
        "rank": rank,
        "heat": heat.value,
        "title": burst.title,
        "place": burst.place,
        "since": burst.since.isoformat(),
        "until": burst.until.isoformat(),
        "people": heat.people,
        "messages": heat.messages,
        "words": list(burst.words),
        "why": {"zh": heat.why.zh, "en": heat.why.en},
        "parts": {**asdict(heat), "backing": round(heat.backing, 2), "agreement": round(heat.agreement, 3)},
        "ids": list(burst.keys),
    }


def _lines(told: list[dict[str, Any]]) -> str:  # reason: the same, to be read by people
    if not told:
        return "没有热点。 Nothing is hot."
    return "\n".join(
        f"{one['rank']:>3}  {one['heat']:>6}  {one['title']}\n"
        f"     {one['place'] or '—'}  {one['since']} – {one['until']}\n"
        f"     {one['why']['zh']}\n     {one['why']['en']}"
        for one in told
    )


COMMANDS = [issues]
