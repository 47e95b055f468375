"""A house's own tables: its units, and its people with their posts. A file comes in whole or not at all."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actions.accounts import open_account
from haitang.kernel.registry.actions.people import enrol_person
from haitang.kernel.registry.actions.posts import appoint
from haitang.kernel.registry.actions.units import add_unit
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.enums import Sex
from haitang.kernel.registry.models import Account, Person, Post, Region, Role, Unit, UnitKind
from haitang.kernel.registry.queries import person_by_identity, person_by_phone, root_of, unit_at
from haitang.kernel.registry.spans import standing
from haitang.lib import clock
from haitang.lib.columns import RENAME, Columns, Names, columns_named
from haitang.lib.days import read_day
from haitang.lib.diagnostics import Fault, Faults, Position, Refusal
from haitang.lib.tables import open_table

#: What people call each column; the first of each is what the manual calls it.
UNITS: Names = {
    "code": ("code", "代码", "编码"),
    "name": ("name", "名称", "单位名称"),
    "kind": ("kind", "类别", "类型"),
    "parent": ("parent", "上级", "上级代码"),
    "since": ("since", "设立日期"),
}
PEOPLE: Names = {
    "name": ("name", "姓名"),
    "role": ("role", "角色", "职务"),
    "unit": ("unit", "单位代码", "单位"),
    "since": ("since", "任职日期"),
    "sex": ("sex", "性别"),
    "born_on": ("born_on", "出生日期"),
    "phone": ("phone", "电话", "手机"),
    "identity": ("identity", "身份证号"),
    "username": ("username", "用户名"),
}
SEXES = {"": "", "男": Sex.MALE, "m": Sex.MALE, "女": Sex.FEMALE, "f": Sex.FEMALE}

Cells = Mapping[str, str]
Progress = Callable[[int, int], None]


@dataclass
class Intake:
    """What became of a table: how many rows were new, and how many stood in the registry already."""

    new: int = 0
    known: int = 0
    faults: list[Fault] = field(default_factory=list)

    @contextmanager
    def row(self, file: str, number: int) -> Iterator[None]:
        """Within it, a refusal is kept with the row's place; what the row wrote is undone."""
        try:
            with transaction.atomic():
                yield
        except Refusal as refusal:
            what = f"{refusal.zh} {refusal.en}"
            self.faults.append(Fault(refusal.code, what, place=Position(file, number), path=(refusal.field,)))


def import_units(region: Region, *, file: Path, actor: Actor, progress: Progress) -> Intake:
    """Add the units of *file*, those above before those below; rows whose code stands already are known."""
    since, kinds = root_of(region).since, _keys(UnitKind, region)

    def take(cells: Cells) -> bool:
        standing_unit = unit_at(region, cells["code"])
        if standing_unit and standing_unit.name == cells["name"]:
            return False
        add_unit(
            cells["name"],
            kind=_key(kinds, cells["kind"], refusals.unknown_unit_kind(cells["kind"])),
            under=_unit(region, cells["parent"] or region.code),
            code=cells["code"],
            since=_day(cells, "since") or since,
            actor=actor,
        )
        return True

    return _take_in(file, UNITS, needed=("name", "kind"), take=take, progress=progress)


def import_people(region: Region, *, file: Path, actor: Actor, progress: Progress) -> Intake:
    """Enrol the people of *file*, each in the post of the row, with an account where a user name is given.

    Two rows with one identity number, or with one name and phone, are the same person's two posts.
    """
    roles = _keys(Role, region)

    def take(cells: Cells) -> bool:
        unit, person = _unit(region, cells["unit"]), _enrolled(region, cells)
        role = _key(roles, cells["role"], refusals.unknown_role(cells["role"]))
        if _holds(person, cells, role, unit):
            return False
        person = person or _enrol(region, cells, actor)
        appoint(person, role=role, unit=unit, since=_day(cells, "since"), actor=actor)
        if cells["username"] and not Account.objects.filter(person=person).exists():
            open_account(cells["username"], person=person, actor=actor)
        return True

    return _take_in(file, PEOPLE, needed=("name", "role", "unit"), take=take, progress=progress)


def _take_in(
    path: Path,
    columns: Names,
    *,
    needed: tuple[str, ...],
    take: Callable[[Cells], bool],
    progress: Progress,
) -> Intake:
    """Every row by *take*, which tells whether it was new; raises Faults with all that is wrong."""
    done = Intake()
    with open_table(path) as table, transaction.atomic():
        found = columns_named(table.headings, columns, remedy=RENAME)
        _all_there(found, columns, needed)
        for row in table:
            with done.row(path.name, row.number):
                is_new = take(dict.fromkeys(columns, "") | found.cells(row))
                done.new, done.known = done.new + is_new, done.known + (not is_new)
            progress(min(table.position, table.size), table.size)
        if done.faults:
            raise Faults(done.faults)
    return done


def _all_there(found: Columns, columns: Names, needed: tuple[str, ...]) -> None:
    """Refuse a table in which a column that is needed is missing."""
    missing = [target for target in needed if target not in found.places]
    if missing:
        zh = "、".join(f"“{columns[target][1]}”" for target in missing)
        raise Refusal(
            "registry.columns_missing",
            zh=f"缺少列：{zh}。现有的列：{'、'.join(found.headings)}。",
            en=f"Columns missing: {', '.join(missing)}. There are: {', '.join(found.headings)}.",
        )


def _unit(region: Region, named: str) -> Unit:
    """The unit with this code, or the only one of this name."""
    found = list(Unit.objects.filter(region=region, until=None, name=named)[:2])
    unit = unit_at(region, named) or (found[0] if len(found) == 1 else None)
    if unit is None:
        raise refusals.unknown_unit(named)
    return unit


def _keys(model: type[UnitKind | Role], region: Region) -> dict[str, str]:
    """The keys of the declared words, by whatever one may call them: the key, or a label."""
    words = list(model.objects.filter(region=region, retired_on=None))
    labels = {label: word.key for word in words for label in (word.label_en, word.label_zh)}
    return labels | {word.key: word.key for word in words}


def _key(keys: Mapping[str, str], said: str, refusal: Refusal) -> str:
    if said not in keys:
        raise refusal
    return keys[said]


def _day(cells: Cells, target: str) -> date | None:
    return read_day(cells[target]) if cells[target] else None


def _enrolled(region: Region, cells: Cells) -> Person | None:
    if cells["identity"]:
        return person_by_identity(region, cells["identity"])
    found = person_by_phone(region, cells["phone"]) if cells["phone"] else None
    return found if found and found.name == cells["name"] else None


def _holds(person: Person | None, cells: Cells, role: str, unit: Unit) -> bool:
    """Whether the post stands: of this person, or, of people without numbers, of one with this name."""
    posts = Post.objects.filter(standing(clock.today()), role__key=role, unit=unit)
    if person is None and (cells["identity"] or cells["phone"]):
        return False
    held = posts.filter(person=person) if person else posts.filter(person__name=cells["name"])
    return held.exists()


def _enrol(region: Region, cells: Cells, actor: Actor) -> Person:
    if cells["sex"].lower() not in SEXES:
        raise Refusal(
            "registry.sex",
            zh="性别请写“男”或“女”，也可留空。",
            en="Give m or f, or leave it empty.",
            field="sex",
        )
    return enrol_person(
        region,
        name=cells["name"],
        sex=SEXES[cells["sex"].lower()] or None,
        born_on=_day(cells, "born_on"),
        phone=cells["phone"],
        identity=cells["identity"],
        actor=actor,
    )
