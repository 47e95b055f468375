"""``python -m bench``: every figure on both databases in one run; see bench/README.md."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from bench.hot import measure_hot
from bench.house import ROOT, House
from bench.rival import compare
from bench.table import Line, render
from tests import postgres

#: A real server's promises: what the ledger says is written stays written.
DURABLE = "-c shared_buffers=256MB"
MESSAGES = Path(os.environ.get("BENCH_MESSAGES", ROOT.parent / "shared" / "data" / "messages.csv"))


def main() -> int:
    """Measure what was asked for, print the table; 1 if a limit is not kept."""
    asked = _arguments()
    # Asked to end, we end what we started too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"load average before: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    lines: list[Line] = []
    with _houses(asked.on) as houses:
        for measured in (part for name, part in PARTS.items() if asked.only in ("", name) or name == "grow"):
            for house in houses:
                print(f"{measured.__name__} on {house.on} …", file=sys.stderr, flush=True)
                lines += measured(house, asked)
    print(render(lines))
    print(f"load average after: {os.getloadavg()[0]:.1f}")
    return any(line.holds is False for line in lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="grow the sample county at full size (minutes)")
    parser.add_argument("--only", default="", choices=["", *PARTS], help="one part; the county grows anyhow")
    parser.add_argument("--on", default="", choices=["", "SQLite", "PostgreSQL"], help="one database")
    parser.add_argument("--rival", action="store_true", help="compare with django-helpdesk as well")
    parser.add_argument("--messages", type=Path, default=MESSAGES, help="a CSV of requests to import")
    return parser.parse_args()


@contextmanager
def _houses(on: str) -> Iterator[list[House]]:
    """A house on each database that is to be had, in folders that are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="haitang-bench-"))
    has_server = any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb")
    wanted = postgres.server(DURABLE) if has_server and on != "SQLite" else nullcontext("")
    try:
        with wanted as url:
            houses = [House("SQLite", folder / "sqlite", ""), House("PostgreSQL", folder / "pg", url)]
            chosen = [one for one in houses if on in ("", one.on) and (one.on == "SQLite" or one.url)]
            for house in chosen:
                house.folder.mkdir()
            yield chosen
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def grow(house: House, asked: argparse.Namespace) -> list[Line]:
    """The sample county, on which all else is measured."""
    size = "full" if asked.full else "small"
    spent = house.run("sample", "grow", "--size", size)
    what = f"grow the {size} sample county"
    # ru_maxrss is the growing process alone; PostgreSQL's own memory is its administrator's to set.
    return [
        Line(what, spent.seconds, "s", limit=180, on=house.on, note=f"{spent.cpu:.0f} s of processor"),
        Line(f"{what}, memory", spent.peak_mib, "MiB", limit=1536, on=house.on),
    ]


def plan(house: House, _asked: argparse.Namespace) -> list[Line]:
    """``haitang playbook plan``, as a process and within one."""
    again = [house.run("playbook", "plan", str(ROOT / "playbooks" / "changshu")) for _ in range(4)][1:]
    best = min(again, key=lambda spent: spent.seconds)
    line = Line(
        "haitang playbook plan", best.seconds, "s", limit=1, on=house.on, note=f"{best.cpu:.2f} s cpu"
    )
    return [line, *house.part("plan")]


def sign_in(house: House, asked: argparse.Namespace) -> list[Line]:
    """``haitang run`` the second time, and one click to the first page."""
    with house.serving("run", "--size", "full" if asked.full else "small") as server:
        start = Line(
            "haitang run again, until it answers", server.seconds_to_start, "s", limit=5, on=house.on
        )
        return [start, *house.part("sign_in", str(server.port))]


def record(house: House, _asked: argparse.Namespace) -> list[Line]:
    """Deeds through the API of a house as ``haitang serve`` starts it."""
    with house.serving("serve") as server:
        return house.part("record", str(server.port), str(server.pid))


def intake(house: House, asked: argparse.Namespace) -> list[Line]:
    """Requests through the API, duplicate search and routing on."""
    with house.serving("serve") as server:
        return house.part("intake", str(server.port), str(server.pid), str(asked.messages))


def rival(house: House, asked: argparse.Namespace) -> list[Line]:
    """The same work on django-helpdesk; only when asked for, as it wants an environment of its own."""
    return compare(house) if asked.only == "rival" or asked.rival else []


def pages(house: House, _asked: argparse.Namespace) -> list[Line]:
    """Inbox and matter page with a hundred thousand matters."""
    return house.part("pages")


def searching(house: House, _asked: argparse.Namespace) -> list[Line]:
    """Search among a hundred thousand, in the inbox and among what was done."""
    return house.part("searching")


def hot(house: House, asked: argparse.Namespace) -> list[Line]:
    """Hot issues over a hundred thousand messages of a file; no database takes part."""
    return measure_hot(house, asked.messages) if asked.messages.is_file() and not house.url else []


def messages(house: House, asked: argparse.Namespace) -> list[Line]:
    """A file of requests."""
    if not asked.messages.is_file():
        return []
    rejects = str(house.folder / "rejects.csv")
    spent = house.run("import", "matters", "--kind", "request", "--rejects", rejects, str(asked.messages))
    note = f"{spent.cpu:.1f} s cpu; {spent.out.strip().splitlines()[-1] if spent.out.strip() else ''}"
    return [Line("import the messages", spent.seconds, "s", limit=20, on=house.on, note=note)]


def measures(house: House, _asked: argparse.Namespace) -> list[Line]:
    """Figures over all entries."""
    return house.part("measures")


Part = Callable[[House, argparse.Namespace], list[Line]]
PARTS: dict[str, Part] = {
    one.__name__: one
    for one in (grow, plan, sign_in, record, intake, measures, pages, searching, messages, hot, rival)
}

if __name__ == "__main__":
    sys.exit(main())
