"""Hot issues over a hundred thousand messages: those of a file, among others mixed of their sentences."""

import csv
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.house import House
from bench.table import Line

MANY = 100_000
#: Of so many sentences a message is mixed; the same draw every time.
SENTENCES, SEED = 6, 1
_STOP = re.compile(r"[。！？；\n]")

Row = Mapping[str, str]


def measure_hot(house: House, messages: Path) -> list[Line]:
    """``haitang issues hot`` over the mixture: seconds by the clock, and the process at its largest."""
    mixture = house.folder / "mixture.csv"
    _write(mixture, _mixed(_read(messages)))
    spent = house.run("issues", "hot", str(mixture), "--json")
    mixture.unlink()
    what = f"hot issues over {MANY:,} messages"
    note = f"{spent.cpu:.0f} s of processor"
    return [
        Line(what, spent.seconds, "s", limit=60, on=house.on, note=note),
        Line(f"{what}, memory", spent.peak_mib, "MiB", limit=2048, on=house.on),
    ]


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _mixed(told: Sequence[Row]) -> Iterator[Row]:
    """Every message as it is, and as many more as are wanted of their sentences, titles and days."""
    drawn = random.Random(SEED)
    sentences = [one for row in told for one in _STOP.split(row["body"]) if 8 < len(one) < 80]
    yield from told
    for number in range(MANY - len(told)):
        first, second = drawn.choice(told)["title"], drawn.choice(told)["title"]
        yield {
            **drawn.choice(told),
            "id": f"mixed-{number}",
            "user": f"person-{number}",
            "title": first[: len(first) // 2] + second[len(second) // 2 :],
            "body": "。".join(drawn.choices(sentences, k=SENTENCES)),
        }


def _write(path: Path, rows: Iterator[Row]) -> None:
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)
