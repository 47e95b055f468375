"""Apply: one transaction that writes definitions and never touches records."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256

from django.db import connection, transaction

from haitang.kernel.playbooks.compiling import Ids, with_ids
from haitang.kernel.playbooks.identities import Anchor, Path, Settlement
from haitang.kernel.playbooks.layers import merge
from haitang.kernel.playbooks.models import Declared, Head, Version
from haitang.kernel.playbooks.planning import Plan, compose_below, heads_below, settle_at
from haitang.kernel.playbooks.proof import AppliedRow, proof_of
from haitang.kernel.playbooks.queries import stored
from haitang.kernel.playbooks.source import Tree
from haitang.kernel.registry.api import Actor, bump
from haitang.kernel.registry.models import Unit
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal

#: The first half of the advisory lock's key on PostgreSQL; the second is the region.
APPLY_LOCK = 0x4A17


@transaction.atomic
def apply(plan: Plan, *, actor: Actor) -> Version:
    """Make *plan* hold; refuses a stale one. An empty plan changes nothing and returns what holds."""
    if not actor.may("playbooks.apply", plan.at):
        raise Forbidden(
            "playbooks.may_not_apply",
            zh=f"您不能修改{plan.at.name}的方案。请有“应用方案”权限的人来做。",
            en=f"You may not apply a playbook at {plan.at.name}. Ask someone who may.",
        )
    _lock(plan.at.region_id)
    _refuse_stale_or_refused(plan)
    if plan.is_empty and plan.base:
        return plan.base
    version = _write(_Writing(plan.at, plan.house, plan.base, plan.above), plan, actor)
    _restack(plan.at, version, actor)
    bump(plan.at.region_id)
    return version


def _lock(region_id: int) -> None:
    """One apply at a time in a region. SQLite has one writer anyway: its transactions begin IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [APPLY_LOCK, region_id])


def _refuse_stale_or_refused(plan: Plan) -> None:
    if plan.stale:
        raise Conflict(
            "playbooks.stale_plan",
            zh=f"这份预览基于第 {plan.base_serial} 版，此后已有人应用了新的一版。请重新预览。",
            en=f"This plan was made from version {plan.base_serial}; another was applied since. Plan again.",
        )
    if plan.refusals:
        raise Refusal(
            "playbooks.refused",
            zh="不能应用：" + " ".join(effect.zh for effect in plan.refusals),
            en="It cannot be applied: " + " ".join(effect.en for effect in plan.refusals),
        )


@dataclass(frozen=True)
class _Writing:
    """Where a version is written and upon what."""

    at: Unit
    house: House
    base: Version | None
    above: Version | None


def _write(writing: _Writing, plan: Plan, actor: Actor) -> Version:
    text = json.dumps(plan.text, ensure_ascii=False)
    sources = json.dumps(plan.sources, ensure_ascii=False)
    version = _new_version(writing, text, sources, actor)
    version.diff = plan.render("en")
    return _settle(writing, version)


def _new_version(writing: _Writing, text: str, sources: str, actor: Actor) -> Version:
    above = writing.above
    return Version(
        region_id=writing.at.region_id,
        holder=writing.at,
        above=above,
        serial=(writing.base.serial if writing.base else 0) + 1,
        name=writing.house.name,
        text=text,
        sources=sources,
        digest=sha256(f"{above.digest if above else ''}\n{text}".encode()).hexdigest(),
        applied_by_id=actor.person_id,
        applied_at=clock.now(),
    )


def _settle(writing: _Writing, version: Version) -> Version:
    """Write the version with its identity rows, let every section write its own, move the head last.

    The version's row is written once and never touched again: the identities it lists come before it, and
    name it by a number that was taken for it beforehand.
    """
    settled = settle_at(writing.at, writing.house, first=writing.base is None)
    version.pk = _next_number()
    ids = _write_identities(settled, version)
    above = stored(writing.above).all_ids() if writing.above else {}
    own = {path: held for path, held in ids.items() if above.get(path) != held}
    version.ids = json.dumps([[path, row, slot] for path, (row, slot) in own.items()], ensure_ascii=False)
    version.proof = proof_of(_applied_row(version))
    version.save(force_insert=True)
    house = with_ids(writing.house, ids, version_id=version.pk, region_id=version.region_id)
    for section in house.sections.values():
        section.apply(writing.at, house)
    Head.objects.update_or_create(
        holder=writing.at, defaults={"region_id": version.region_id, "version": version}
    )
    return version


def _applied_row(version: Version) -> AppliedRow:
    at = version.applied_at.astimezone(UTC).replace(tzinfo=None)
    columns = {name: getattr(version, name) for name in AppliedRow._fields}
    return AppliedRow(
        **{**columns, "uuid": version.uuid.hex, "applied_at": at.isoformat(" ", "microseconds")}
    )


def _next_number() -> int:
    """A number for a version that nobody else is given, nor was before."""
    table = "playbooks_version"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        else:  # Its one writer is this transaction.
            cursor.execute("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = %s", [table])
        return int(cursor.fetchone()[0])


def _write_identities(settled: Settlement, version: Version) -> Ids:
    """Create, rename, revive and retire identity rows; gives the row and the counted slot of every path."""
    rows = {path: anchor.known.id for path, anchor in settled.anchors.items() if anchor.known}
    _update_known(settled)
    waiting = {path: anchor for path, anchor in settled.anchors.items() if not anchor.known}
    while waiting:
        ready = {
            path: anchor for path, anchor in waiting.items() if not anchor.parent or anchor.parent in rows
        }
        made = Declared.objects.bulk_create(_row(anchor, rows, version) for anchor in ready.values())
        rows.update(zip(ready, (row.pk for row in made), strict=True))
        waiting = {path: anchor for path, anchor in waiting.items() if path not in ready}
    retired = [row.id for row in settled.retired]
    Declared.objects.filter(pk__in=retired).update(retired_on=clock.today())
    return {path: (row, _slot(settled.anchors[path])) for path, row in rows.items()}


def _slot(anchor: Anchor) -> str:
    return anchor.slot if anchor.counted else ""


def _row(anchor: Anchor, rows: Mapping[Path, int], version: Version) -> Declared:
    return Declared(
        region_id=version.region_id,
        holder_id=version.holder_id,
        parent_id=rows[anchor.parent] if anchor.parent else None,
        section=anchor.section,
        key=anchor.key,
        slot=anchor.slot,
        kind=anchor.kind,
        since=version,
    )


def _update_known(settled: Settlement) -> None:
    for anchor in settled.anchors.values():
        known = anchor.known
        if known and (anchor.renamed_from or anchor.revived or anchor.slot != known.slot):
            Declared.objects.filter(pk=known.id).update(key=anchor.key, slot=anchor.slot, retired_on=None)


def _restack(at: Unit, version: Version, actor: Actor) -> None:
    """Set what units below have added upon the new version; the plan has seen that it stands."""
    above = {version.holder_id: version}
    for head in heads_below(at):
        base = head.version
        upon = above.get(base.above.holder_id if base.above else 0)
        if upon is None:
            continue
        loaded = compose_below(_tree(upon), base)
        writing = _Writing(head.holder, loaded.house, base, upon)
        lower = _new_version(writing, base.text, base.sources, actor)
        lower.diff = f"{upon.name} {upon.serial}"
        above[head.holder_id] = _settle(writing, lower)


def _tree(version: Version) -> Tree:
    return merge(stored(version).layers())[0]
