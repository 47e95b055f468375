"""What applying a playbook does to the matters there: counted at plan, refused where some would be lost."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.words import MatterKind
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.playbooks.narrowing import narrower, refused_now
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.spans import under
from haitang.lib.declare import Effect

if TYPE_CHECKING:
    from haitang.kernel.matters.declare import MattersSection


def matter_effects(now: "MattersSection", before: "MattersSection", at: Unit) -> Iterator[Effect]:
    """What each changed kind means for the matters at and under *at*."""
    renamed = {kind.was: name for name, kind in now.matters.items() if kind.was}
    for key, old in before.matters.items():
        name = key if key in now.matters else renamed.get(key, "")
        if not name:
            yield from _kind_gone(key, at)
        elif (new := now.matters[name]) != old:
            if name != key:
                yield _renamed(("matters", name), _here(at).filter(kind__key=key).count())
            yield from _renamed_parts(key, name, old, new, at)
            yield from _narrower(key, name, old, new, at)
            yield from _other_limits(key, name, old, new, at)
            yield from _states_gone(key, old, new, at)
            yield from _newly_required(key, old, new, at)
            yield from _newly_counted(key, old, new, at)
    yield from _channels_gone(now, before, at)


def _kind_gone(key: str, at: Unit) -> Iterator[Effect]:
    count = _here(at).filter(closed_at=None, kind__key=key).count()
    if count:
        zh = f"不能停用：还有 {count:,} 件未办结。请先办结，或用 was: 改名。"
        en = f"refused: {count:,} matters of this kind are open. Close them first, or rename it with was:."
        yield Effect(("matters", key), zh, en, refused=True)


def _renamed(path: tuple[str, ...], count: int) -> Effect:
    return Effect(path, f"{count:,} 件身份不变", f"{count:,} matters keep their identity")


def _renamed_parts(key: str, name: str, old: MatterKind, new: MatterKind, at: Unit) -> Iterator[Effect]:
    for field, spec in new.fields.items():
        if field not in old.fields and spec.was in old.fields:
            yield _renamed(("matters", name, "fields", field), _here(at).filter(kind__key=key).count())
    for state, said in new.flow.states.items():
        if state not in old.flow.states and said.was in old.flow.states:
            yield _renamed(("matters", name, "flow", "states", state), _in_states(key, [said.was], at))


def _narrower(key: str, name: str, old: MatterKind, new: MatterKind, at: Unit) -> Iterator[Effect]:
    """What was answered before and would be refused today stays valid, and is counted."""
    names = {id(spec): field for field, spec in new.fields.items()}
    for field, (was, spec) in narrower(old.fields, new.fields).items():
        rows = Declared.objects.filter(region_id=at.region_id, section="fields", key=field)
        row = rows.filter(parent__section="matters", parent__key=key, parent__parent=None).first()
        if row:
            outside = refused_now(_here(at).filter(kind__key=key), row, was, spec, data="data")
            zh = f"收紧；以前的 {outside:,} 件不合新规定，按当时的方案仍然有效"
            en = f"narrower; {outside:,} matters of before lie outside and stay valid under their version"
            yield Effect(("matters", name, "fields", names[id(spec)]), zh, en)


def _other_limits(key: str, name: str, old: MatterKind, new: MatterKind, at: Unit) -> Iterator[Effect]:
    """A matter keeps the deadline it got when it came to its state."""
    for state, said in new.flow.states.items():
        was = old.flow.states.get(state) or old.flow.states.get(said.was)
        if was and was.limit != said.limit:
            standing = _in_states(key, [state if state in old.flow.states else said.was], at)
            zh = f"时限改变；停在这里的 {standing:,} 件保持原来的期限"
            en = f"another limit; {standing:,} matters that stand in it keep the deadline they have"
            yield Effect(("matters", name, "flow", "states", state), zh, en)


def _states_gone(key: str, old: MatterKind, new: MatterKind, at: Unit) -> Iterator[Effect]:
    renamed = {state.was for state in new.flow.states.values()}
    led_on = old.flow.instead.keys() & new.flow.instead.keys()
    # What is closed stays where it stood: where that leads is said for as long as anything stands there.
    for name in (*old.flow.states, *old.flow.instead):
        if name in new.flow.states or name in renamed or name in led_on:
            continue
        count = _in_states(key, [name], at)
        path = ("matters", key, "flow", "states", name)
        if count and name not in new.flow.instead:
            yield _refused_state(path, name, count, new)
        elif count:
            target = new.flow.instead[name]
            zh, en = f"{count:,} 件转到“{target}”", f"{count:,} matters go to {target}"
            yield Effect(path, zh, en)


def _refused_state(path: tuple[str, ...], name: str, count: int, new: MatterKind) -> Effect:
    where = next(iter(new.flow.states))
    zh = f"不能删去：有 {count:,} 件停在这里。请说明转到哪里：instead: {{{name}: {where}}}"
    en = f"refused: {count:,} matters stand in it. Say where they go: instead: {{{name}: {where}}}"
    return Effect(path, zh, en, refused=True)


def _newly_required(key: str, old: MatterKind, new: MatterKind, at: Unit) -> Iterator[Effect]:
    for name, spec in new.fields.items():
        was = old.fields.get(name) or old.fields.get(spec.was)
        if spec.required and was and not was.required:
            count = _here(at).filter(kind__key=key).count()
            zh, en = (
                f"改为必填；已有 {count:,} 件不受影响",
                f"becomes required; {count:,} matters stay as they are",
            )
            yield Effect(("matters", key, "fields", name), zh, en)


def _newly_counted(key: str, old: MatterKind, new: MatterKind, at: Unit) -> Iterator[Effect]:
    for name, spec in new.fields.items():
        was = old.fields.get(name) or old.fields.get(spec.was)
        if spec.count and was and not was.count:
            count = _here(at).filter(kind__key=key).count()
            zh, en = (
                f"开始统计；{count:,} 件在后台补算",
                f"becomes counted; {count:,} matters are filled in later",
            )
            yield Effect(("matters", key, "fields", name), zh, en)


def _channels_gone(now: "MattersSection", before: "MattersSection", at: Unit) -> Iterator[Effect]:
    for key in before.channels:
        if key not in now.channels and _here(at).filter(channel=key).exists():
            zh = "停用；已有的事项照常可读，新的不能再用"
            yield Effect(
                ("channels", key), zh, "retired; matters that came by it stay readable, new ones do not"
            )


def _in_states(key: str, states: Iterable[str], at: Unit) -> int:
    rows = Declared.objects.filter(
        region_id=at.region_id, section="states", key__in=states, parent__key=key, parent__section="matters"
    )
    return _here(at).filter(state__in=rows).count()


def _here(at: Unit) -> QuerySet[Matter]:
    """Those at and under *at*; a whole region is found without asking where each of its units lies."""
    where = under(at.path, "unit__path") if at.parent_id else Q()
    return Matter.objects.filter(where, region_id=at.region_id)
