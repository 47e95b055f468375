"""Words of a filter turned into identities, so that a misspelt one is refused instead of ignored."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from django.db.models import Q

from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.queries.searching import saying
from haitang.kernel.matters.words import RESIDENT
from haitang.kernel.playbooks.layers import meant
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.playbooks.queries import houses_of
from haitang.lib.declare import House
from haitang.lib.diagnostics import Refusal

_SECTIONS = ("matters", "states", "categories", "under")


class Vocabulary:
    """The declared words of a region, read at most once; with its *revision* the houses cost no query."""

    def __init__(self, region_id: int, revision: int | None = None) -> None:
        self._region_id, self._revision = region_id, revision
        self._said: dict[str, Q] = {}

    def saying(self, text: str) -> Q:
        """The condition that matters have this number or say these words; looked up once."""
        if text not in self._said:
            self._said[text] = saying(text, self._region_id)
        return self._said[text]

    @cached_property
    def with_residents(self) -> list[int]:
        """The states in which a matter waits for the resident, in every playbook of the region."""
        houses = houses_of(self._region_id, revision=self._revision)
        return sorted({row for house in houses for row in _with_residents(house)})

    @cached_property
    def _rows(self) -> list[Declared]:
        return list(Declared.objects.filter(region=self._region_id, section__in=_SECTIONS))

    def by_channel(self, key: str) -> Q:
        """The condition that matters came by the channel *key*; one that no playbook declares is refused."""
        houses = houses_of(self._region_id, revision=self._revision)
        known = {one for house in houses for one in house.section(MattersSection).channels}
        if key not in known:
            zh, en = f"没有“{key}”这个渠道。", f'unknown channel "{key}".'
            en = f"{en} {meant(key, sorted(known))}".strip()
            raise Refusal("matters.unknown_channel", zh=zh, en=en, field="channel")
        return Q(channel=key)

    def meaning(self, *, kind: str, states: Iterable[str], category: str) -> Q:
        """The condition that kind, states and category say; no query where nothing is asked."""
        wanted = Q()
        if kind:
            wanted &= Q(kind__in=_named(self._rows, "matters", kind))
        if states:
            wanted &= Q(state__in=[row for one in states for row in _named(self._rows, "states", one)])
        if category:
            wanted &= Q(category__in=_under(self._rows, _category(self._rows, category)))
        return wanted


def _with_residents(house: House) -> Iterator[int]:
    for key, kind in house.section(MattersSection).matters.items():
        for name, state in kind.flow.states.items():
            if state.owner == RESIDENT:
                yield house.id_of("matters", key, "flow", "states", name)


def _named(rows: list[Declared], section: str, key: str) -> list[int]:
    found = [row.pk for row in rows if row.section == section and row.key == key]
    if not found:
        raise _unknown(section, key, [row.key for row in rows if row.section == section])
    return found


def _category(rows: list[Declared], name: str) -> list[int]:
    """The categories meant by a key, or by a dotted path from the top."""
    steps = name.split(".")
    known = [row for row in rows if row.section in ("categories", "under")]
    by_id = {row.pk: row for row in known}
    found = [row for row in known if _trail(row, by_id)[-len(steps) :] == steps]
    if not found:
        raise _unknown("categories", name, [row.key for row in known])
    return [row.pk for row in found]


def _trail(row: Declared | None, by_id: dict[int, Declared]) -> list[str]:
    trail: list[str] = []
    while row is not None:
        trail.insert(0, row.key)
        row = by_id.get(row.parent_id or 0)
    return trail


def _under(rows: list[Declared], roots: list[int]) -> list[int]:
    found, more = set(roots), set(roots)
    while more:
        more = {row.pk for row in rows if row.section == "under" and row.parent_id in more} - found
        found |= more
    return sorted(found)


def _unknown(section: str, key: str, known: list[str]) -> Refusal:
    what = {"matters": ("事项类型", "kind"), "states": ("状态", "state")}.get(section, ("分类", "category"))
    zh, en = f"没有名为“{key}”的{what[0]}。", f'unknown {what[1]} "{key}". {meant(key, set(known))}'.strip()
    return Refusal("matters.unknown_filter", zh=zh, en=en, field=what[1])
