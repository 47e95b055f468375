"""From the rows of somebody's file to matters: which column is what, and what is wrong with a row."""

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from haitang.kernel.matters.actions.bulk import open_many
from haitang.kernel.matters.admission import Admission
from haitang.kernel.matters.drafts import ContactDetails, MatterDraft, OpenReport
from haitang.kernel.matters.words import MatterKind
from haitang.kernel.playbooks.fields import ChoiceField
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Unit
from haitang.lib import clock
from haitang.lib.columns import Columns, columns_named, plain
from haitang.lib.days import read_instant
from haitang.lib.diagnostics import Refusal, Refusals
from haitang.lib.tables import Row, open_table
from haitang.lib.text import Text, nearest

#: What headings people give to what every matter has; compared without case and blanks.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "outside_key": ("id", "key", "编号", "工单号", "工单编号", "留言编号", "序号"),
    "title": ("title", "subject", "标题", "主题", "留言主题", "诉求标题"),
    "body": ("body", "text", "content", "内容", "正文", "留言详情", "诉求内容", "详情"),
    "opened_at": ("opened_at", "submitted_at", "date", "时间", "日期", "留言时间", "提交时间", "受理时间"),
    "category": ("category", "分类", "类别"),
    "channel": ("channel", "渠道", "来源"),
    "unit": ("unit", "place", "单位", "地点", "村", "社区", "所属单位", "村(社区)"),
    "name": ("name", "姓名", "称呼", "联系人"),
    "phone": ("phone", "电话", "手机", "手机号", "联系电话"),
}

#: What stands for one of these where a file has no column of the names above; the first such column does.
ALSO: Mapping[str, tuple[str, ...]] = {
    "opened_at": (
        *("time", "诉求时间", "发生时间", "来电时间", "反映时间", "投诉时间"),
        *("登记时间", "创建时间", "工单时间"),
    ),
    "unit": (
        *("town", "area", "region", "镇", "乡镇", "镇街", "镇（街道）", "所属镇", "所属乡镇"),
        *("地区", "区域", "所属区域", "属地"),
    ),
}

#: What a matter says, with what it is called in a refusal.
WORDS = {"title": Text(zh="标题", en="title"), "body": Text(zh="内容", en="body")}


def match_columns(
    headings: tuple[str, ...], spec: MatterKind, mapping: Mapping[str, str] | None = None
) -> Columns:
    """Match *headings* to what *spec* asks, by *mapping* (target → heading) or by what people call them.

    A file without a title or without a body is one that was read wrongly, unless its mapping leaves one out.
    Raises :class:`Refusals` with every heading that is missing, double or unknown.
    """
    columns = columns_named(headings, _with_also(_names(spec), headings), mapping)
    missing = [target for target in WORDS if target not in columns.places]
    if len(missing) == len(WORDS) or (missing and mapping is None):
        raise Refusals([_missing(target, headings) for target in missing])
    return columns


def _names(spec: MatterKind) -> dict[str, tuple[str, ...]]:
    own = {key: (key, field.label.zh, field.label.en) for key, field in spec.fields.items()}
    return {**HEADINGS, **own}


def _with_also(names: dict[str, tuple[str, ...]], headings: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The names, with the second choice for what has no column of its first."""
    known = {plain(name): target for target, listed in names.items() for name in listed}
    there = {known.get(plain(heading)) for heading in headings}
    for target in ALSO.keys() - there:
        also = {plain(name) for name in ALSO[target]} - known.keys()
        found = next((heading for heading in headings if plain(heading) in also), None)
        if found is not None:
            names = {**names, target: (*names[target], found)}
    return names


@dataclass(frozen=True)
class Reject:
    """One reason why a row was left out."""

    row: int
    column: str
    reason: Refusal


@dataclass
class ImportReport:
    """What became of a file."""

    columns: Columns
    rows: int = 0
    opened: int = 0
    repeated: int = 0
    rejects: list[Reject] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many rows were left out."""
        return len({reject.row for reject in self.rejects})


@dataclass
class Reader:
    """Turns rows into drafts; remembers which row each came from, and what no draft could be made of."""

    kind: str
    spec: MatterKind
    columns: Columns
    at: Unit
    units: Mapping[str, list[Unit]]
    channel: str = "import"
    #: What else is against a draft; asked where the row's own form is wrong, so that whoever mends the row is
    #: told everything at once.
    against: Callable[[MatterDraft], object] = lambda _draft: None
    rejects: list[Reject] = field(default_factory=list)
    rows: "array[int]" = field(default_factory=lambda: array("L"))
    read: int = 0
    #: By the key that a row gives itself: where it stood first, and its words in short.
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)

    def drafts(self, rows: Iterator[Row]) -> Iterator[MatterDraft]:
        """A draft for each row that can be read."""
        for row in rows:
            self.read += 1
            try:
                draft = self.draft(row)
            except Refusals as several:
                self.rejects += [self._reject(row.number, one) for one in several.refusals]
            else:
                self.rows.append(row.number)
                yield draft

    def draft(self, row: Row) -> MatterDraft:
        """The draft that *row* asks for; raises every fault of the row's own form."""
        cells = self.columns.cells(row)
        faults: list[Refusal] = []
        if len(row.cells) > len(self.columns.headings):
            faults.append(_too_wide(len(row.cells), len(self.columns.headings)))
        opened_at = _tried(faults, "opened_at", lambda: _instant(cells))
        at = _tried(faults, "unit", lambda: self._unit(cells.get("unit", "")))
        _tried(faults, "outside_key", lambda: self._once(cells.get("outside_key", ""), row))
        draft = self._draft(cells, row, opened_at, at or self.at)
        if faults:
            raise Refusals([*faults, *refusals_of(lambda: self.against(draft))])
        return draft

    def _draft(self, cells: Mapping[str, str], row: Row, opened_at: datetime | None, at: Unit) -> MatterDraft:
        return MatterDraft(
            self.kind,
            at,
            title=cells.get("title", ""),
            body=cells.get("body", ""),
            answers=self._answers(cells),
            category=cells.get("category", ""),
            channel=cells.get("channel", "") or self.channel,
            contact=ContactDetails(cells.get("name", ""), cells.get("phone", "")),
            outside_key=cells.get("outside_key") or fingerprint(row),
            opened_at=opened_at,
            follow=False,
        )

    def _once(self, key: str, row: Row) -> None:
        """The same row twice is one matter; one key over different words is somebody's mistake."""
        words = hash(tuple(cell.strip() for cell in row.cells))
        first, said = self.seen.setdefault(key, (row.number, words)) if key else (row.number, words)
        if said != words:
            raise _key_twice(key, first)

    def refused(self, report: OpenReport) -> None:
        """Add what the act of opening refused, by the rows that people see."""
        for place, refusal in report.refused:
            self.rejects += [self._reject(self.rows[place], one) for one in each_of(refusal)]
        self.rejects.sort(key=lambda reject: reject.row)

    def _reject(self, row: int, refusal: Refusal) -> Reject:
        """The refusal under the heading a person knows its field by; none where no column is at fault."""
        places = self.columns.places
        place = places.get(refusal.field, places.get("title") if refusal.field == "body" else None)
        return Reject(row, self.columns.headings[place] if place is not None else "", refusal)

    def _unit(self, named: str) -> Unit | None:
        if not named:
            return None
        found = self.units.get(named, [])
        if len(found) != 1:
            raise _no_unit(named, len(found), list(self.units))
        return found[0]

    def _answers(
        self, cells: Mapping[str, str]
    ) -> dict[str, Any]:  # reason: answers are cleaned by their fields
        """The declared fields' cells; an option may be given by its label."""
        found = {}
        for key, spec in self.spec.fields.items():
            said = cells.get(key, "")
            if said and isinstance(spec, ChoiceField):
                said = _option(spec, said)
            if said:
                found[key] = said
        return found


def import_file(
    path: Path,
    *,
    reader: Callable[[tuple[str, ...]], Reader],
    actor: Actor,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> ImportReport:
    """Open a matter for every good row of *path*, all in one transaction; known rows are passed over."""
    with open_table(path) as table:
        reading = reader(table.headings)
        reading.against = Admission(actor, clock.now()).admit

        def rows() -> Iterator[Row]:
            for row in table:
                progress(min(table.position, table.size), table.size)
                yield row

        done = open_many(reading.drafts(rows()), actor=actor)
    reading.refused(done)
    return ImportReport(reading.columns, reading.read, done.opened, done.repeated, reading.rejects)


def fingerprint(row: Row) -> str:
    """What a row without a number of its own is known by: the same words again are the same matter."""
    return sha256("\x1f".join(cell.strip() for cell in row.cells).encode()).hexdigest()[:32]


def units_by_name(units: Iterator[Unit]) -> dict[str, list[Unit]]:
    """Units by their code and by their name, as files name them."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        for word in {unit.code, unit.name} - {""}:
            found.setdefault(word, []).append(unit)
    return found


def _option(spec: ChoiceField, said: str) -> str:
    """The key of the option that a person named by its label, or what was said."""
    labels = {word: key for key, one in spec.options.items() for word in (one.label.zh, one.label.en)}
    return labels.get(said, said)


def _instant(cells: Mapping[str, str]) -> Any:  # reason: datetime or None, as the draft has it
    return read_instant(cells["opened_at"]) if cells.get("opened_at") else None


def _tried(
    faults: list[Refusal], target: str, read: Callable[[], Any]
) -> Any:  # reason: of the reader's kind
    try:
        return read()
    except Refusal as refusal:
        refusal.field = target
        faults.append(refusal)
        return None


def each_of(refusal: Refusal) -> list[Refusal]:
    """Each of several, or the one."""
    return refusal.refusals if isinstance(refusal, Refusals) else [refusal]


def refusals_of(check: Callable[[], object]) -> list[Refusal]:
    """What *check* refuses."""
    try:
        check()
    except Refusal as refusal:
        return each_of(refusal)
    return []


def _missing(target: str, headings: tuple[str, ...]) -> Refusal:
    found, known = "、".join(heading for heading in headings if heading), "、".join(HEADINGS[target])
    zh, en = WORDS[target].zh, WORDS[target].en
    return Refusal(
        f"import.no_{target}",
        zh=f"缺少“{zh}”这一列，什么也没有导入。现有的列：{found}。认得的列名：{known}。"
        f"请改列名；或写一个映射文件，每行写明哪列是什么（如“{target}: {zh}”），用 --mapping 指明："
        "映射里没写的就当没有。",
        en=f"There is no column for the {en}; nothing was imported. Columns found: {found}. Headings known: "
        f'{known}. Rename one; or write a mapping, one line a column (such as "{target}: Subject"), and give '
        "it with --mapping: what the mapping leaves out is taken to be missing on purpose.",
        field=target,
    )


def _key_twice(key: str, first: int) -> Refusal:
    return Refusal(
        "import.key_twice",
        zh=f"编号“{key}”在第 {first} 行已经用过，内容不同。请核对两行，改正编号或删去一行。",
        en=f'Row {first} has the key "{key}" too, with other words. Compare them; correct a key or drop one.',
        field="outside_key",
    )


def _too_wide(cells: int, headings: int) -> Refusal:
    return Refusal(
        "import.too_wide",
        zh=f"这一行有 {cells} 格，表头只有 {headings} 列：多半是文字里的逗号没有加引号。",
        en=f"This row has {cells} cells and the heading {headings}: a comma in a text is not quoted.",
    )


def _no_unit(named: str, found: int, known: list[str]) -> Refusal:
    if found:
        zh, en = f"“{named}”有 {found} 个，请写代码。", f'{found} units are called "{named}"; give the code.'
        return Refusal("import.unit_ambiguous", zh=zh, en=en)
    near = nearest(named, known)
    zh = f"没有“{named}”这个单位。" + (f"是不是“{near}”？" if near else "")
    en = f'There is no unit "{named}".' + (f' Did you mean "{near}"?' if near else "")
    return Refusal("import.unknown_unit", zh=zh, en=en)
