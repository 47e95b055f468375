"""Which column of somebody's table is what: matched by the headings people use, or by their own mapping."""

from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

from haitang.lib.diagnostics import Refusal, Refusals
from haitang.lib.tables import Row
from haitang.lib.text import Text, nearest

#: What each thing may be called; headings are compared without case, blanks and the width of brackets.
Names = Mapping[str, tuple[str, ...]]

RENAME = Text(zh="请留下一列，把另一列改名或删去。", en="Keep one; rename or drop the other.")
CHOOSE = Text(zh="请用 --mapping 指明用哪一列。", en="Choose one with --mapping.")


@dataclass(frozen=True)
class Columns:
    """Which column holds what; ``unused`` are the headings nobody asked for."""

    headings: tuple[str, ...]
    places: Mapping[str, int]
    unused: tuple[str, ...]

    def cells(self, row: Row) -> dict[str, str]:
        """What *row* says of each thing that has a column; nothing where the row is short."""
        return {target: cell(row, place) for target, place in self.places.items()}


def cell(row: Row, place: int) -> str:
    """One cell without its margins; a row may be shorter than its headings."""
    return row.cells[place].strip() if place < len(row.cells) else ""


def columns_named(
    headings: tuple[str, ...],
    names: Names,
    mapping: Mapping[str, str] | None = None,
    *,
    remedy: Text = CHOOSE,
) -> Columns:
    """Match *headings* to targets by *names*, or by *mapping* (target → heading).

    Raises :class:`Refusals` with all that is double, unknown or absent; *remedy* says how to mend a double.
    """
    places = _recognised(headings, names, remedy) if mapping is None else _mapped(headings, names, mapping)
    used = set(places.values())
    unused = tuple(heading for place, heading in enumerate(headings) if place not in used and heading)
    return Columns(headings, places, unused)


def _recognised(headings: tuple[str, ...], names: Names, remedy: Text) -> dict[str, int]:
    known = {plain(name): target for target, listed in names.items() for name in listed}
    places: dict[str, int] = {}
    twice = []
    for place, heading in enumerate(headings):
        target = known.get(plain(heading))
        if target is None:
            continue
        if target in places:
            twice.append(_twice(headings[places[target]], heading, remedy))
        places.setdefault(target, place)
    if twice:
        raise Refusals(twice)
    return places


def _mapped(headings: tuple[str, ...], names: Names, mapping: Mapping[str, str]) -> dict[str, int]:
    faults = [_unknown(target, list(names)) for target in mapping if target not in names]
    faults += [_absent(heading, headings) for heading in mapping.values() if heading not in headings]
    if faults:
        raise Refusals(faults)
    return {target: headings.index(heading) for target, heading in mapping.items()}


def plain(heading: str) -> str:
    """A heading as it is compared."""
    return "".join(normalize("NFKC", heading).split()).lower()


def _twice(first: str, second: str, remedy: Text) -> Refusal:
    return Refusal(
        "import.column_twice",
        zh=f"“{first}”和“{second}”两列说的是同一样。{remedy.zh}",
        en=f'The columns "{first}" and "{second}" say the same thing. {remedy.en}',
    )


def _unknown(target: str, known: list[str]) -> Refusal:
    near = nearest(target, known)
    hint = f'Did you mean "{near}"?' if near else f"Known: {', '.join(known)}."
    zh = f"映射文件里的“{target}”不是一个栏目。" + (f"是不是“{near}”？" if near else "")
    return Refusal(
        "import.unknown_target", zh=zh, en=f'The mapping names "{target}", which is nothing here. {hint}'
    )


def _absent(heading: str, headings: tuple[str, ...]) -> Refusal:
    near = nearest(heading, list(headings))
    zh = f"文件里没有“{heading}”这一列。" + (f"是不是“{near}”？" if near else "")
    hint = f'Did you mean "{near}"?' if near else ""
    return Refusal("import.absent_column", zh=zh, en=f'The file has no column "{heading}". {hint}'.strip())
