"""What a version of the playbook changed, in plain words: one line a part, whatever it is called inside."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from haitang.lib.text import Text
from haitang.ui.words import both, listed, say

_ITSELF = Text(zh="方案本身", en="The playbook itself")
#: The parts of the language as readers call them.
NAMED: Mapping[str, Text] = {
    "haitang": _ITSELF,
    "playbook": _ITSELF,
    "title": _ITSELF,
    "extends": _ITSELF,
    "holds_for": _ITSELF,
    "instead": _ITSELF,
    "entries": Text(zh="记什么", en="What is recorded"),
    "matters": Text(zh="事怎么办", en="How matters move"),
    "pieces": Text(zh="几种事共用的步骤", en="Steps that kinds of matters share"),
    "categories": Text(zh="类别", en="Categories"),
    "channels": Text(zh="从哪里来", en="Where it comes from"),
    "calendar": Text(zh="工作日历", en="Working days"),
    "roles": Text(zh="谁能看什么、做什么", en="Who may see and do what"),
    "unit_kinds": Text(zh="单位的种类", en="Kinds of unit"),
    "ties": Text(zh="结对", en="Ties"),
    "place_kinds": Text(zh="地点的种类", en="Kinds of place"),
    "measures": Text(zh="指标", en="Figures"),
    "facts": Text(zh="对账", en="Printed figures"),
    "rules": Text(zh="依据的规定", en="Official rules"),
    "meetings": Text(zh="会议", en="Meetings"),
    "notice": Text(zh="消息", en="Notices"),
    "rotas": Text(zh="值班", en="Rotas"),
    "patrols": Text(zh="巡查", en="Patrols"),
    "samplings": Text(zh="满意度抽查", en="Satisfaction sampling"),
    "sample": Text(zh="样例县", en="The sample county"),
}
_DID = {
    "+": Text(zh="新增", en="added"),
    "~": Text(zh="修改", en="changed"),
    ">": Text(zh="改名", en="renamed"),
    "-": Text(zh="停用", en="retired"),
}
_LINE = re.compile(r"^  ([+~>-]) (\S+)", re.MULTILINE)
#: So many are named; the rest are counted, and stand line by line below.
SHOWN = 6


@dataclass(frozen=True)
class PartChange:
    """One part of the playbook: what was added to it, changed, renamed and retired."""

    name: str
    words: str


def changes_of(diff: str, *, after: str, before: str) -> list[PartChange]:
    """What *diff* says, with things called as the texts *after* it and *before* it call them."""
    texts = {"-": json.loads(before or "{}")}
    now = json.loads(after or "{}")
    parts: dict[str, dict[str, list[str]]] = {}
    for action, path in _lines(diff):
        word = path[0]
        part = say(NAMED[word]) if word in NAMED else word
        parts.setdefault(part, {}).setdefault(action, []).append(_called(texts.get(action, now), path))
    return [PartChange(part, _said(done)) for part, done in parts.items()]


def _lines(diff: str) -> Iterator[tuple[str, Sequence[str]]]:
    yield from ((action, path.split(".")) for action, path in _LINE.findall(diff))


def _said(done: Mapping[str, Sequence[str]]) -> str:
    return both("；", "; ").join(_deed(action, done[action]) for action in _DID if action in done)


def _deed(action: str, names: Sequence[str]) -> str:
    known = list(dict.fromkeys(filter(None, names)))
    did = _DID[action]
    counted = both(f"{did.zh} {len(names)} 项", f"{len(names)} {did.en}")
    if not known:
        return counted
    more = both(" 等", ", …") if len(known) > SHOWN else ""
    return both(f"{counted}：", f"{counted}: ") + listed(known[:SHOWN]) + more


def _called(tree: Any, path: Sequence[str]) -> str:  # reason: a playbook's words, as JSON
    """The label of the thing at *path* with that of what it stands in; nothing where nothing has one."""
    labels = []
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
        labels.append(_label(tree))
    return " · ".join([label for label in labels if label][-2:])


def _label(node: Any) -> str:  # reason: as above
    said = node.get("label", node) if isinstance(node, dict) else ""
    if isinstance(said, str):
        return said
    return both(said["zh"], said["en"]) if isinstance(said, dict) and {"zh", "en"} <= set(said) else ""
