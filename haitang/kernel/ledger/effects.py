"""What applying a playbook would do to the entries that are there; counted at plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from haitang.kernel.ledger.models import Fact
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.playbooks.narrowing import narrower, refused_now
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.spans import under
from haitang.lib.declare import Effect

if TYPE_CHECKING:
    from haitang.kernel.ledger.declare import EntryKind

Kinds = Mapping[str, "EntryKind"]


def entry_effects(now: Kinds, before: Kinds, at: Unit) -> Iterable[Effect]:
    """What each changed kind means for its standing entries at and under *at*."""
    renamed = {kind.was: key for key, kind in now.items() if kind.was}
    for key, old in before.items():
        name = key if key in now else renamed.get(key, "")
        if name and now[name] == old:
            continue
        here = _Here(key, at)
        count = here.facts().count()
        if count:
            yield from _changed(here, name, old, now.get(name), count)


@dataclass(frozen=True)
class _Here:
    """The standing entries of the kind that has had *key* until now, at and under a unit."""

    key: str
    at: Unit

    def facts(self) -> QuerySet[Fact]:
        """One for each; a whole region is found without asking where each of its units lies."""
        kinds = Declared.objects.filter(
            region_id=self.at.region_id, section="entries", key=self.key, parent=None
        )
        where = under(self.at.path, "unit__path") if self.at.parent_id else Q()
        return Fact.objects.filter(where, kind__in=list(kinds.values_list("pk", flat=True)))

    def field(self, key: str) -> Declared | None:
        """The field that has had *key* until now."""
        rows = Declared.objects.filter(region_id=self.at.region_id, section="fields", key=key)
        rows = rows.filter(parent__section="entries", parent__key=self.key, parent__parent=None)
        held = (row for row in rows.select_related("holder") if self.at.path.startswith(row.holder.path))
        return next(held, None)


def _changed(
    here: _Here, name: str, old: "EntryKind", new: "EntryKind | None", count: int
) -> Iterable[Effect]:
    path = ("entries", name or here.key)
    if new is None:
        zh = f"停用；已有 {count:,} 笔照常可读、可统计，不再受理新的"
        yield Effect(
            path, zh, f"retired; its {count:,} entries stay readable and counted, new ones are refused"
        )
        return
    if name != here.key:
        yield _renamed(path, count)
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
    yield from _renamed_fields(path, old, new, count)
    yield from _narrower(here, path, old, new)


def _renamed(path: tuple[str, ...], count: int) -> Effect:
    return Effect(path, f"{count:,} 笔身份不变", f"{count:,} entries keep their identity")


def _renamed_fields(
    path: tuple[str, ...], old: "EntryKind", new: "EntryKind", count: int
) -> Iterator[Effect]:
    for key, spec in new.fields.items():
        if key not in old.fields and spec.was in old.fields:
            yield _renamed((*path, "fields", key), count)


def _narrower(here: _Here, path: tuple[str, ...], old: "EntryKind", new: "EntryKind") -> Iterator[Effect]:
    """What was recorded before and would be refused today stays valid, and is counted."""
    names = {id(spec): key for key, spec in new.fields.items()}
    for key, (was, now) in narrower(old.fields, new.fields).items():
        field = here.field(key)
        if field:
            # Free text lies outside what is sealed.
            data = "entry__note__answers" if now.kind == "text" else "entry__data"
            outside = refused_now(here.facts(), field, was, now, data=data)
            yield _stays_valid((*path, "fields", names[id(now)]), outside)
    if new.quantity.min > old.quantity.min or new.quantity.max < old.quantity.max:
        within = Q(quantity__gte=new.quantity.min, quantity__lte=new.quantity.max)
        yield _stays_valid((*path, "quantity"), here.facts().exclude(within).count())


def _stays_valid(path: tuple[str, ...], outside: int) -> Effect:
    zh = f"收紧；以前的 {outside:,} 笔不合新规定，按当时的方案仍然有效"
    en = f"narrower; {outside:,} entries of before lie outside and stay valid under their version"
    return Effect(path, zh, en)


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
