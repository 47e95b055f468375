"""What applying a playbook would do to the entries that are there; counted at plan."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from haitang.kernel.ledger.models import Fact
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.registry.models import Unit
from haitang.lib.declare import Effect

if TYPE_CHECKING:
    from haitang.kernel.ledger.declare import EntryKind

Kinds = Mapping[str, "EntryKind"]


def entry_effects(now: Kinds, before: Kinds, at: Unit) -> Iterable[Effect]:
    """What each changed kind means for its standing entries at and under *at*."""
    renamed = {kind.was for kind in now.values()}
    for key, old in before.items():
        new = now.get(key) or next((kind for kind in now.values() if kind.was == key), None)
        if new == old or (new is None and key in renamed):
            continue
        count = _standing(key, at)
        if count:
            yield from _changed(key, old, new, count)


def _standing(key: str, at: Unit) -> int:
    kinds = Declared.objects.filter(region_id=at.region_id, section="entries", key=key, parent=None)
    return Fact.objects.filter(kind__in=kinds).count()


def _changed(key: str, old: "EntryKind", new: "EntryKind | None", count: int) -> Iterable[Effect]:
    path = ("entries", key)
    if new is None:
        zh = f"停用；已有 {count:,} 笔照常可读、可统计，不再受理新的"
        yield Effect(
            path, zh, f"retired; its {count:,} entries stay readable and counted, new ones are refused"
        )
        return
    for field in _newly_counted(old, new):
        zh, en = (
            f"开始统计；{count:,} 笔在后台补算",
            f"becomes counted; {count:,} entries are filled in later",
        )
        yield Effect((*path, "fields", field), zh, en)
    for field in _newly_required(old, new):
        zh, en = (
            f"改为必填；已有 {count:,} 笔不受影响",
            f"becomes required; {count:,} entries stay as they are",
        )
        yield Effect((*path, "fields", field), zh, en)


def _newly_counted(old: "EntryKind", new: "EntryKind") -> list[str]:
    return [
        key
        for key, spec in new.fields.items()
        if spec.count and (was := old.fields.get(key) or old.fields.get(spec.was)) and not was.count
    ]


def _newly_required(old: "EntryKind", new: "EntryKind") -> list[str]:
    return [
        key
        for key, spec in new.fields.items()
        if spec.required and not ((was := old.fields.get(key) or old.fields.get(spec.was)) and was.required)
    ]
