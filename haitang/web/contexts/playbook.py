"""The playbook in plain words: what may be recorded, how matters move, who may do what, and by what rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from haitang.kernel.ledger.api import EntryKind, LedgerSection
from haitang.kernel.playbooks.api import (
    AnyField,
    ChoiceField,
    DatedRule,
    HeaderSection,
    Local,
    holding_at,
    titles_of,
    version_of,
    versions_at,
)
from haitang.kernel.registry.api import Actor, RegistrySection, known_abilities
from haitang.lib.declare import House
from haitang.lib.numerals import chinese_number
from haitang.lib.text import Text
from haitang.ui.words import both, listed, say
from haitang.web.contexts.entries import UNIT_WORDS
from haitang.web.contexts.versions import NAMED, PartChange, changes_of

#: The parts of the page, each drawn by itself.
PARTS: Mapping[str, Text] = {
    "kinds": NAMED["entries"],
    "flows": NAMED["matters"],
    "roles": Text(zh="谁能看什么", en="Who can see what"),
    "figures": NAMED["measures"],
    "rules": NAMED["rules"],
    "facts": NAMED["facts"],
    "versions": Text(zh="历次修改", en="Versions"),
}
SERVES = {
    "household": Text(zh="一户人家", en="a household"),
    "person": Text(zh="一个人", en="a person"),
    "unit": Text(zh="一个单位", en="a unit"),
}
STRENGTHS = {
    "must": Text(zh="必须", en="must"),
    "generally": Text(zh="一般", en="generally"),
    "may": Text(zh="可以", en="may"),
}
CONFIDENCE = {
    "high": (Text(zh="有把握", en="sure"), "green"),
    "medium": (Text(zh="大体可靠", en="fairly sure"), "blue"),
    "to_be_confirmed": (Text(zh="待核实", en="to be confirmed"), "amber"),
}


@dataclass(frozen=True)
class Tab:
    """One part of the page."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class PlaybookHead:
    """What stands above every part."""

    title: str
    serial: int
    since: datetime | None
    extends: list[str]
    tabs: list[Tab]


@dataclass(frozen=True)
class FieldRow:
    """A field of a kind, in words."""

    label: str
    words: str
    required: bool
    counted: bool


@dataclass(frozen=True)
class KindCard:
    """A kind of entry, in words."""

    key: str
    label: str
    help: str
    who: str
    serves: str
    quantity: str
    quick: bool
    fields: list[FieldRow]


@dataclass(frozen=True)
class RoleCard:
    """A role, where it is held and what its holder may do."""

    key: str
    label: str
    at: str
    abilities: list[str]


@dataclass(frozen=True)
class RuleRow:
    """An official rule with its source."""

    label: str
    value: str
    strength: str
    source: str
    effective: date | None
    confidence: str
    tone: str
    here: str
    note: str


@dataclass(frozen=True)
class VersionRow:
    """One applied version."""

    serial: int
    name: str
    by: str
    at: datetime
    diff: str
    changes: list[PartChange]


def playbook_house(actor: Actor) -> House:
    """The house that holds where the actor's reach is widest."""
    paths = actor.paths("playbooks.see") or tuple(post.unit_path for post in actor.posts)
    return holding_at(actor.region_id, min(paths, key=len, default=""))


def head_of(house: House, part: str) -> PlaybookHead:
    """Title, version, tabs."""
    header = house.section(HeaderSection)
    version = version_of(house)
    return PlaybookHead(
        title=say(header.title) if header.title else house.name,
        serial=version.serial if version else 0,
        since=version.applied_at if version else None,
        extends=[say(title) for title in titles_of(version, header.extends).values()] if version else [],
        tabs=[Tab(key, say(label), key == part) for key, label in PARTS.items()],
    )


def kind_cards(house: House) -> list[KindCard]:
    """Every kind of entry, in words."""
    roles = house.section(RegistrySection).roles
    labels = {key: say(role.label) for key, role in roles.items()}
    entries = house.section(LedgerSection).entries
    return [_kind_card(key, kind, labels) for key, kind in entries.items()]


def _kind_card(key: str, kind: EntryKind, roles: Mapping[str, str]) -> KindCard:
    return KindCard(
        key,
        say(kind.label),
        say(kind.help) if kind.help else "",
        both("只由事项流转写入", "only matters' moves")
        if kind.by_moves
        else listed(roles.get(role, role) for role in kind.who) or both("任何职务", "any post"),
        _served(kind),
        _quantity(kind),
        kind.quick,
        [_field(spec) for spec in kind.fields.values()],
    )


def _served(kind: EntryKind) -> str:
    if kind.serves not in SERVES:
        return ""
    return say(SERVES[kind.serves]) + (both("（必须写明）", " (must be named)") if kind.must_name else "")


def _quantity(kind: EntryKind) -> str:
    allowed = kind.quantity
    unit = say(UNIT_WORDS[allowed.unit])
    scale = 100 if allowed.unit == "fen" else 1
    low, high = allowed.min // scale, allowed.max // scale
    return f"{low:,} {unit}" if low == high else f"{low:,}–{high:,} {unit}"


def _field(spec: AnyField) -> FieldRow:
    words = ""
    if isinstance(spec, ChoiceField):
        words = listed(say(option.label) for option in spec.options.values())
    return FieldRow(say(spec.label), words, spec.required, spec.count)


def role_cards(house: House) -> list[RoleCard]:
    """Every role: where it is held, what it may do."""
    section = house.section(RegistrySection)
    known = known_abilities()
    return [
        RoleCard(
            key,
            say(role.label),
            listed(say(section.unit_kinds[kind].label) for kind in role.at if kind in section.unit_kinds),
            [say(known[ability]) if ability in known else ability for ability in role.abilities],
        )
        for key, role in section.roles.items()
    ]


def rule_rows(house: House) -> list[RuleRow]:
    """The official rules the playbook rests on."""
    return [_rule(rule) for rule in house.section(HeaderSection).rules.values()]


def _rule(rule: DatedRule) -> RuleRow:
    confidence, tone = CONFIDENCE[rule.confidence]
    return RuleRow(
        say(rule.label),
        _figure(rule),
        say(STRENGTHS[rule.strength]),
        source_words(rule.instrument, rule.article),
        rule.effective,
        say(confidence),
        tone,
        _here(rule.here) if rule.here else "",
        say(rule.note) if rule.note else "",
    )


def _figure(rule: DatedRule) -> str:
    """The figure with its unit, of what it is a share, and in which band it holds."""
    if rule.value is None:
        return ""
    zh = en = str(rule.value)
    if rule.unit:
        zh, en = f"{zh} {rule.unit.zh}", f"{en} {rule.unit.en}"
    if rule.of:
        zh, en = f"{rule.of.zh}的 {zh}", f"{en} of {rule.of.en}"
    return both(zh + _band(rule, "zh"), en + _band(rule, "en"))


def _band(rule: DatedRule, language: str) -> str:
    if not rule.band:
        return ""
    over, up_to = ("超过 ", "不超过 ") if language == "zh" else ("over ", "up to ")
    ends = [f"{over}{rule.over:,}" if rule.over else "", f"{up_to}{rule.up_to:,}" if rule.up_to else ""]
    joined = ("、" if language == "zh" else ", ").join(end for end in ends if end)
    band = f"{joined} {rule.band.into(language)}"
    return f"（{band}）" if language == "zh" else f" ({band})"


def _here(local: Local) -> str:
    source = source_words(local.instrument, local.article)
    return both(f"{local.value}（{source}）", f"{local.value} ({source})")


def source_words(instrument: Text, article: str) -> str:
    """The document and its article as each language names them: 《村规》第四条; Village rules, article 4."""
    number = chinese_number(article.removeprefix("第").removesuffix("条"))
    place = f"article {number}" if number else article
    return both(f"《{instrument.zh}》{article}", ", ".join(part for part in (instrument.en, place) if part))


def version_rows(house: House) -> list[VersionRow]:
    """What was applied where this house's own version was, the newest first."""
    version = version_of(house)
    found = versions_at(version.holder) if version else []
    befores = [one.text for one in found[1:]] + [""]
    return [
        VersionRow(
            one.serial,
            one.name,
            one.applied_by.name if one.applied_by else both("系统", "the system"),
            one.applied_at,
            one.diff,
            changes_of(one.diff, after=one.text, before=before),
        )
        for one, before in zip(found, befores, strict=False)
    ]
