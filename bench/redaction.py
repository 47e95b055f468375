"""How well numbers that lead to a person are found in a column of real messages.

The published messages had their telephones masked, so what is to be found is planted: numbers made by rule,
in the ways people write them, at the ends of the messages' own sentences. What is found where nothing was
planted is wrong, unless a plain reading by shape, which knows none of the finder's rules, sees one there too.
Names have no labels; of them the share of messages with a sure or a doubtful one is said.

    python -m bench.redaction FILE --column body
"""

import csv
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click

from haitang.lib.naming import names
from haitang.lib.redaction import Found, Trace, traces

#: By shape alone: eleven digits of a mobile, area code and line, eighteen of a paper, a plate, an address.
PLAIN = {
    Trace.PHONE: re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[- ]?[2-8]\d{6,7})(?!\d)"),
    Trace.PAPER: re.compile(r"(?<!\d)[1-8]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx](?![\dA-Za-z])"),
    Trace.PLATE: re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·. ]?[A-Z0-9]{5,6}"
    ),
    Trace.MAIL: re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII),
}
#: What looks like one and is none; each must stay.
DECOYS: tuple[Callable[[random.Random], str], ...] = (
    lambda of: f"订单号{_mobile(of)}",
    lambda of: f"{of.randint(1, 9)},{of.randint(100, 999)},{of.randint(100, 999)}.50元",
    lambda of: f"2019-{of.randint(1, 12):02}-{of.randint(1, 28):02} 14:05",
    lambda of: f"2019年{of.randint(1, 12)}月{of.randint(1, 28)}日",
    lambda of: f"工单编号2019{of.randint(10**9, 10**10 - 1)}",
    lambda of: f"{of.randint(1, 99)}栋{of.randint(1, 4)}单元",
    lambda of: f"面积{of.randint(60, 140)}.{of.randint(10, 99)}平方米",
    lambda of: f"容积率{of.randint(1, 4)}.{of.randint(10, 99)}，共{of.randint(1000, 99999)}户",
    lambda of: f"湘府{of.randint(1000, 9999)}号文件",
    lambda of: f"请拨12345、12315或400800{of.randint(1000, 9999)}",
)


def _digits(of: random.Random, count: int) -> str:
    return "".join(of.choice("0123456789") for _ in range(count))


def _mobile(of: random.Random) -> str:
    return f"1{of.choice('3456789')}{_digits(of, 9)}"


def _grouped(of: random.Random) -> str:
    told, gap = _mobile(of), of.choice(" -—　")
    return f"{told[:3]}{gap}{told[3:7]}{gap}{told[7:]}"


def _wide(told: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in told)


def _line(of: random.Random) -> str:
    area = of.choice(("0731", "0512", "010", "021"))
    return f"{area}{of.choice(('-', '', ' '))}{of.choice('2345678')}{_digits(of, 7)}"


def _paper(of: random.Random) -> str:
    day = f"19{of.randint(50, 99)}{of.randint(1, 12):02}{of.randint(1, 28):02}"
    body = f"43010{of.randint(1, 9)}{day}{_digits(of, 3)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(one) * by for one, by in zip(body, weights, strict=True)) % 11]


def _plate(of: random.Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    tail = of.choice(
        (_digits(of, 5), of.choice(letters) + _digits(of, 4), _digits(of, 3) + of.choice(letters) + "8")
    )
    return f"湘{of.choice(letters)}{of.choice(('', '·', ' ', '-'))}{tail}"


def _green(of: random.Random) -> str:
    return f"湘{of.choice('ABCDEFGH')}{of.choice(('', '·', ' '))}{of.choice('DF')}{_digits(of, 5)}"


#: How each kind is written, with the trace that it should be found as.
WAYS: dict[str, tuple[Trace, Callable[[random.Random], str]]] = {
    "mobile": (Trace.PHONE, _mobile),
    "mobile in groups": (Trace.PHONE, _grouped),
    "mobile, full width": (Trace.PHONE, lambda of: _wide(_mobile(of))),
    "mobile, digit by digit": (Trace.PHONE, lambda of: " ".join(_mobile(of))),
    "mobile with +86": (Trace.PHONE, lambda of: f"+86 {_mobile(of)}"),
    "landline": (Trace.PHONE, _line),
    "paper": (Trace.PAPER, _paper),
    "paper, spaced": (Trace.PAPER, lambda of: re.sub(r"^(.{6})(.{8})", r"\1 \2 ", _paper(of))),
    "paper, full width": (Trace.PAPER, lambda of: _wide(_paper(of))),
    "plate": (Trace.PLATE, _plate),
    "plate, new energy": (Trace.PLATE, _green),
    "plate, full width": (Trace.PLATE, lambda of: _wide(_plate(of))),
}


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--column", default="body")
@click.option("--seed", default=20)
def main(file: Path, column: str, seed: int) -> None:
    """Measure on the messages of FILE."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        told = [row[column] for row in csv.DictReader(lines)]
    tell_what_stands(told)
    tell_what_was_planted(told, random.Random(seed))
    sure = sum(any(one.sure for one in names(words)) for words in told)
    doubtful = sum(any(not one.sure for one in names(words)) for words in told)
    click.echo(f"names: sure in {sure} of {len(told)} messages, doubtful in {doubtful}")


def tell_what_stands(told: list[str]) -> None:
    """What is found in the messages as they are, and what the plain reading finds besides."""
    found = Counter(one.trace for words in told for one in traces(words))
    click.echo(f"{len(told)} messages as they are: " + ", ".join(f"{kind} {found[kind]}" for kind in Trace))
    for kind, shape in PLAIN.items():
        unseen = [one for words in told for one in shape.finditer(words) if not _covered(one, traces(words))]
        click.echo(f"  by shape alone a {kind}, not found: {len(unseen)}")


def _covered(one: re.Match[str], found: list[Found]) -> bool:
    return any(each.start < one.end() and one.start() < each.end for each in found)


def tell_what_was_planted(told: list[str], of: random.Random) -> None:
    """Of each way of writing: how many were found whole, and how much more was taken."""
    right = planted = wrong = 0
    for way, (trace, made) in WAYS.items():
        hits = sum(_found_whole(words, made(of), trace, of) for words in told)
        right, planted = right + hits, planted + len(told)
        click.echo(f"  {way:24} {hits} of {len(told)} = {hits / len(told):.4f}")
    for words in told:
        decoy = of.choice(DECOYS)(of)
        text, start = _set_in(words, decoy, of)
        wrong += any(one.start < start + len(decoy) and start < one.end for one in traces(text))
    click.echo(f"recall {right / planted:.4f}; {wrong} of {len(told)} decoys taken")
    click.echo(
        f"precision, as many decoys as numbers: {right / planted / (right / planted + wrong / len(told)):.4f}"
    )


def _found_whole(words: str, number: str, trace: Trace, of: random.Random) -> bool:
    text, start = _set_in(words, number, of)
    return Found(start, start + len(number), trace) in traces(text)


def _set_in(words: str, piece: str, of: random.Random) -> tuple[str, int]:
    """*piece* behind a sentence of *words*, and where it begins."""
    ends = [0, *(one.end() for one in re.finditer(r"[，。！？；,!?]", words))]
    at = of.choice(ends)
    return f"{words[:at]}{piece}，{words[at:]}", at


if __name__ == "__main__":
    main()
