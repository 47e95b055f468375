"""What measures may count, and the columns of each: a closed list, with the words people read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from haitang.kernel.ledger.enums import Channel
from haitang.kernel.registry.enums import Education, Sex
from haitang.lib.text import Text

SourceName = Literal["entries", "matters", "posts", "people", "units", "ties"]


class ColumnKind(StrEnum):
    """What a column holds, and so what may be asked of it."""

    DECLARED = "declared"  # the identity row of something a playbook declares
    KEY = "key"  # a key of something declared, or of a fixed list
    WHOLE = "whole"  # an integer: may be added and compared
    DAY = "day"  # a day: may be compared
    FLAG = "flag"  # true or false
    THING = "thing"  # a person or a unit: may only be told apart


@dataclass(frozen=True)
class Column:
    """A column; ``known`` names the list its values come from.

    Where the list is fixed, ``words`` are the values by their names, ``labels`` what people call them.
    """

    kind: ColumnKind
    label: Text
    known: str = ""
    words: Mapping[str, int | str] = field(default_factory=dict)
    labels: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """Something that can be counted; ``flows`` if it happens on a day, else it holds on a day."""

    label: Text
    one: Text
    columns: Mapping[str, Column]
    flows: bool = False


def _column(kind: ColumnKind, zh: str, en: str, known: str = "") -> Column:
    return Column(kind, Text(zh=zh, en=en), known)


_THING, _WHOLE, _FLAG = ColumnKind.THING, ColumnKind.WHOLE, ColumnKind.FLAG
_UNIT_KIND = _column(ColumnKind.KEY, "单位类型", "kind of unit", "unit_kinds")
_UNIT = _column(_THING, "单位", "unit")
_PERSON = _column(_THING, "人", "person")


def _fixed(kind: ColumnKind, label: Text, choices: type[Education | Sex | Channel]) -> Column:
    """A column whose values are a fixed list, written by name or by value."""
    words: dict[str, int | str] = {}
    labels: dict[str, Text] = {}
    for choice in choices:
        zh, _, en = str(choice.label).partition(" ")
        words[choice.name.lower()] = choice.value
        labels |= dict.fromkeys((choice.name.lower(), str(choice.value)), Text(zh=zh, en=en))
    return Column(kind, label, words=words, labels=labels)


_EDUCATION = _fixed(_WHOLE, Text(zh="学历", en="education"), Education)
_SEX = _fixed(ColumnKind.KEY, Text(zh="性别", en="sex"), Sex)
_CHANNEL = _fixed(ColumnKind.KEY, Text(zh="记录方式", en="channel"), Channel)
_POST_COLUMNS = {
    "role": _column(ColumnKind.KEY, "职务", "role", "roles"),
    "unit_kind": _UNIT_KIND,
    "sex": _SEX,
    "born_year": _column(_WHOLE, "出生年份", "year of birth"),
    "age": _column(_WHOLE, "周岁", "age"),
    "education": _EDUCATION,
    "full_time_degree": _column(_FLAG, "全日制学历", "full-time degree"),
    "person": _PERSON,
    "unit": _UNIT,
}

SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "entries": Source(
            Text(zh="台账记录", en="ledger entries"),
            Text(zh="笔", en="entries"),
            {
                "kind": _column(ColumnKind.DECLARED, "类型", "kind", "entries"),
                "unit_kind": _UNIT_KIND,
                "channel": _CHANNEL,
                "quantity": _column(_WHOLE, "数量", "quantity"),
                "day": _column(ColumnKind.DAY, "日期", "day"),
                "person": _PERSON,
                "unit": _UNIT,
                "served_person": _column(_THING, "服务对象", "person served"),
                "served_unit": _column(_THING, "服务的户或单位", "household or unit served"),
            },
            flows=True,
        ),
        "matters": Source(
            Text(zh="事项", en="matters"),
            Text(zh="件", en="matters"),
            {
                "kind": _column(ColumnKind.DECLARED, "类型", "kind", "matters"),
                "state": _column(ColumnKind.DECLARED, "状态", "state", "states"),
                "category": _column(ColumnKind.DECLARED, "类别", "category", "categories"),
                "channel": _column(ColumnKind.KEY, "来源", "channel", "channels"),
                "unit_kind": _UNIT_KIND,
                "rating": _column(_WHOLE, "评分", "rating"),
                "code_by_staff": _column(
                    _FLAG, "凭工作人员转交的查询码评价", "rated by a code that staff handed over"
                ),
                "closed": _column(_FLAG, "已办结", "closed"),
                "late": _column(_FLAG, "在办超时", "overdue now"),
                "overran": _column(_FLAG, "曾超时", "overdue once, or now"),
                "gathered": _column(_FLAG, "已归并", "gathered under another"),
                "unit": _UNIT,
                "owner": _column(_THING, "承办单位", "owner"),
                "assignee": _column(_THING, "承办人", "assignee"),
            },
            flows=True,
        ),
        "posts": Source(Text(zh="职务", en="posts"), Text(zh="个", en="posts"), _POST_COLUMNS),
        "people": Source(Text(zh="在职人员", en="people in post"), Text(zh="人", en="people"), _POST_COLUMNS),
        "units": Source(
            Text(zh="单位", en="units"),
            Text(zh="个", en="units"),
            {"kind": _column(ColumnKind.KEY, "类型", "kind", "unit_kinds"), "unit": _UNIT},
        ),
        "ties": Source(
            Text(zh="联系", en="ties"),
            Text(zh="对", en="ties"),
            {
                "kind": _column(ColumnKind.KEY, "类型", "kind", "ties"),
                "from_person": _column(_THING, "联系人", "person it comes from"),
                "to_person": _column(_THING, "联系对象", "person it leads to"),
                "from_unit": _column(_THING, "联系单位", "unit it comes from"),
                "to_unit": _column(_THING, "联系的单位", "unit it leads to"),
            },
        ),
    }
)

#: What is known of a matter as it is today alone, not as it was on a day gone by.
OF_TODAY = frozenset({"late", "overran"})

#: The kind of column that a counted field of a playbook becomes, by the type of its slot.
SLOT_KINDS: Mapping[str, ColumnKind] = MappingProxyType(
    {
        "choice": ColumnKind.KEY,
        "number": ColumnKind.WHOLE,
        "day": ColumnKind.DAY,
        "flag": ColumnKind.FLAG,
    }
)
