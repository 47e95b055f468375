"""An entry kind as compiled for recording: its identity, version, and each field's identity."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from haitang.kernel.ledger.declare import EntryKind, LedgerSection
from haitang.kernel.ledger.facts import Projection
from haitang.kernel.playbooks.fields import Answers, AnyField, ChoiceField, FileField, Value, canonical
from haitang.kernel.playbooks.models import Declared, Version
from haitang.lib.declare import House
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import nearest

#: Free text and points on the map may tell who someone is: kept beside the note, outside the sealed bytes.
_PRIVATE = frozenset({"text", "place"})


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """A field with its identity, and the identities of its options."""

    id: str
    spec: AnyField
    options: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DeedKind:
    """One kind of entry in one house; ``versions`` gives the hash of the version it stands in."""

    key: str
    id: int
    version: int
    versions: Mapping[int, str]
    spec: EntryKind
    asked: Mapping[str, DeclaredField]
    projection: Projection

    def split(self, answers: Answers) -> tuple[str, str]:
        """The answers to seal and the private ones, each as canonical JSON by identity."""
        if not answers:
            return "{}", ""
        sealed: dict[str, Value | int] = {}
        private: dict[str, Value] = {}
        for key, value in answers.items():
            asked = self.asked[key]
            if asked.spec.kind in _PRIVATE:
                private[asked.id] = value
            else:
                sealed[asked.id] = asked.options.get(str(value), value) if asked.options else value
        return canonical(sealed), canonical(private) if private else ""

    def files(self, answers: Answers, *, takes: str = "") -> list[UUID]:
        """UUIDs of the files that the answers name; only those of fields that take *takes*, if it is said."""
        asking = {key: asked.spec for key, asked in self.asked.items() if isinstance(asked.spec, FileField)}
        named = (answers.get(key) for key, spec in asking.items() if takes in ("", spec.takes))
        return [UUID(one) for value in named if isinstance(value, list) for one in value]


def kind_of(house: House, key: str) -> DeedKind:
    """The kind *key* of *house*; refused in words where it is not declared or no longer taken."""
    kinds: dict[str, DeedKind] | None = house.__dict__.get("_entry_kinds")
    if kinds is None:
        kinds = {}
        # A house is frozen and lives as long as its versions; so may what is compiled from it.
        object.__setattr__(house, "_entry_kinds", kinds)
    if key not in kinds:
        kinds[key] = _compiled(house, key)
    return kinds[key]


def _compiled(house: House, key: str) -> DeedKind:
    declared = house.section(LedgerSection).entries
    spec = declared.get(key)
    if spec is None:
        raise _unknown(key, list(declared))
    path = ("entries", key, "fields")
    asked = {name: _asked(house, (*path, name), field) for name, field in spec.fields.items()}
    digest = Version.objects.values_list("digest", flat=True).get(pk=house.version_id)
    versions = {house.version_id: digest}
    kind = house.id_of("entries", key)
    return DeedKind(key, kind, house.version_id, versions, spec, asked, _projection(asked))


def _unknown(key: str, declared: list[str]) -> Refusal:
    near = nearest(key, declared)
    zh = f"没有“{key}”这种记录" + (f"，是不是“{near}”？" if near else "。")
    en = f'there is no entry kind "{key}"' + (f'; did you mean "{near}"?' if near else ".")
    return Refusal("ledger.unknown_kind", zh=zh, en=en, field="kind")


def _asked(house: House, path: tuple[str, ...], spec: AnyField) -> DeclaredField:
    names = spec.options if isinstance(spec, ChoiceField) else ()
    options = {name: house.id_of(*path, "options", name) for name in names}
    return DeclaredField(str(house.id_of(*path)), spec, options)


def _projection(asked: Mapping[str, DeclaredField]) -> Projection:
    """By the identity rows, as rebuilding reads them: a slot stays a field's own for ever."""
    rows = Declared.objects.filter(pk__in=[int(one.id) for one in asked.values()]).exclude(slot="")
    options = {row: key for one in asked.values() for key, row in one.options.items()}
    return Projection(dict(rows.values_list("pk", "slot")), options)
