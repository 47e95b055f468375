"""Every check between a draft and an open matter; the same for one and for a file of thousands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.drafts import MatterDraft
from haitang.kernel.matters.follow import kept_as
from haitang.kernel.matters.keeping import late
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import NO_DEADLINE, Matter
from haitang.kernel.matters.routing import Router
from haitang.kernel.matters.rows import MatterRow
from haitang.kernel.matters.timing import Stay, timed
from haitang.kernel.matters.words import RESIDENT
from haitang.kernel.playbooks.fields import Answers, clean_answers
from haitang.kernel.playbooks.layers import meant
from haitang.kernel.playbooks.queries import holding_at
from haitang.kernel.registry.actors import Actor, lasting_revision
from haitang.kernel.registry.models import Unit, UnitKind
from haitang.kernel.registry.numbers import clean_phone
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.lib.diagnostics import Forbidden, Refusal, Refusals
from haitang.lib.ids import new_id
from haitang.lib.text import Text

TITLE_LENGTH, BODY_LENGTH, KEY_LENGTH, NAME_LENGTH, EMAIL_LENGTH = 200, 20_000, 100, 60, 120
_SHORT_TITLE = 40
#: Kinds of unit that are somebody's home.
HOMES = frozenset({"household"})
T = TypeVar("T")


@dataclass(frozen=True)
class Admitted:
    """A draft that may be opened: its row, and as what the actor opens it."""

    draft: MatterDraft
    kind: Kind
    row: MatterRow
    role: str
    unit_id: int | None
    phone: str = ""

    def matter(self) -> Matter:
        """The row as an object."""
        return Matter(**self.row._asdict())


@dataclass
class Admission:
    """Admits drafts of one actor."""

    actor: Actor
    now: datetime
    _houses: dict[str, House] = field(default_factory=dict)
    _categories: dict[tuple[int, str], int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._revision = lasting_revision(self.actor)
        self._router = Router(self._revision)

    def admit(self, draft: MatterDraft) -> Admitted:
        """The matter to open; raises :class:`Refusals` with every reason not to."""
        if draft.at.region_id != self.actor.region_id:
            raise _refusal(
                "unknown_unit", "本地区没有这个单位。", "there is no such unit in this region.", "at"
            )
        kind = kind_of(self._house(draft.at), draft.kind)
        refused = [*self._refused(draft, kind)]
        category = _collect(refused, lambda: self._category(draft, kind))
        phone = _collect(refused, lambda: clean_phone(draft.contact.phone) if draft.contact else "")
        answers = _collect(refused, lambda: self._answers(draft, kind))
        if refused:
            raise Refusals(refused)
        role, unit_id = self._as_what(draft, kind)
        row = self._row(draft, kind, answers or {}, category)
        return Admitted(draft, kind, row, role, unit_id, phone or "")

    def _house(self, unit: Unit) -> House:
        if unit.path not in self._houses:
            self._houses[unit.path] = holding_at(unit.region_id, unit.path, revision=self._revision)
        return self._houses[unit.path]

    def _category(self, draft: MatterDraft, kind: Kind) -> int | None:
        key = kind.id, draft.category
        if key not in self._categories:
            self._categories[key] = category_id(draft.category, kind)
        return self._categories[key]

    def _answers(self, draft: MatterDraft, kind: Kind) -> Answers:
        return clean_answers(kind.spec.fields, draft.answers, region_id=self.actor.region_id)

    def _refused(self, draft: MatterDraft, kind: Kind) -> Iterator[Refusal]:
        """Everything against *draft* but its category, phone and answers."""
        found = (
            self._may_open(draft, kind),
            self._instant(draft),
            _seen(draft, kind, self.now),
            _unit_open(draft),
            self._fits(draft, kind),
            _words(draft),
            _channel(draft, kind),
            self._contact(draft, kind),
            _parent(draft, kind),
        )
        return (one for one in found if one is not None)

    def _may_open(self, draft: MatterDraft, kind: Kind) -> Refusal | None:
        actor = self.actor
        if actor.is_system or (actor.person_id is None and kind.spec.public):
            return None
        if actor.may("matters.open", draft.at) and (not kind.spec.by or self._as_what(draft, kind)[0]):
            return None
        label = kind.spec.label
        zh, en = f"您的职务不能在这里登记“{label.zh}”。", f'your posts do not let you open "{label.en}" here.'
        return Forbidden("matters.may_not_open", zh=zh, en=en, field="kind")

    def _as_what(self, draft: MatterDraft, kind: Kind) -> tuple[str, int | None]:
        if self.actor.person_id is None:
            return ("" if self.actor.is_system else RESIDENT), None
        for post in sorted(self.actor.stands, key=lambda one: -len(one.unit_path)):
            if draft.at.path.startswith(post.unit_path) and (not kind.spec.by or post.role in kind.spec.by):
                return post.role, post.unit_id
        return "", None

    def _fits(self, draft: MatterDraft, kind: Kind) -> Refusal | None:
        """Whether such a thing happens there; what has no place yet is told of the region's root."""
        here, guest = _kind_key(draft.at, self._revision), self.actor.person_id is None
        guest = guest and not self.actor.is_system
        if here in kind.spec.at or draft.at.parent_id is None:
            return None
        # Where the playbook names none, it may be anywhere but in somebody's home.
        if not kind.spec.at and not (guest and here in HOMES):
            return None
        # A guest is told no name: by asking one number after another nobody shall learn of a home.
        name = Text(zh="这个地点", en="that place") if guest else Text.both(draft.at.name)
        label = kind.spec.label
        zh, en = (
            f"{name.zh}不收“{label.zh}”，请另选地点。",
            f'"{label.en}" is not taken at {name.en}; choose another.',
        )
        return _refusal("not_there", zh, en, "at")

    def _instant(self, draft: MatterDraft) -> Refusal | None:
        if draft.opened_at is None or (draft.opened_at.tzinfo and draft.opened_at <= self.now):
            return None
        zh, en = "提出时间不能晚于现在。", "it cannot have been opened in the future."
        return _refusal("in_the_future", zh, en, "opened_at")

    def _contact(self, draft: MatterDraft, kind: Kind) -> Refusal | None:
        if draft.contact and len(draft.contact.name.strip()) > NAME_LENGTH:
            return _refusal("name_too_long", "称呼最多 60 字。", "a name has at most 60 characters.", "name")
        if draft.contact and not _is_address(draft.contact.email.strip()):
            return _refusal("email_wrong", "邮箱地址不对。", "that is no e-mail address.", "email")
        resident = self.actor.person_id is None and not self.actor.is_system
        known = not resident or kind.spec.anonymous or not kind.spec.public
        if not known and not (draft.contact and (draft.contact.phone + draft.contact.email).strip()):
            return _refusal("contact_needed", "请留下手机号。", "leave a phone number.", "phone")
        return None

    def _row(self, draft: MatterDraft, kind: Kind, answers: Answers, category: int | None) -> MatterRow:
        start = kind.spec.flow.start
        state = kind.spec.flow.states[start]
        moment = draft.opened_at or self.now
        data = kind.merged("{}", answers) if answers else "{}"
        timing = timed(kind, Stay(start, moment, data, category))
        row = MatterRow(
            region_id=self.actor.region_id,
            uuid=kept_as(draft.uuid) if draft.uuid else new_id(),
            kind_id=kind.id,
            version_id=kind.house.version_id,
            state_id=kind.state_id(start),
            title=draft.title.strip() or short(draft.body),
            body=draft.body.strip(),
            data=data,
            category_id=category,
            unit_id=draft.at.pk,
            owner_id=self._router.host(draft.at, role=state.owner, house=kind.house),
            parent_id=draft.parent.pk if draft.parent else None,
            channel=draft.channel,
            opened_by_id=self.actor.person_id,
            opened_at=moment,
            opened_on=clock.day_of(moment),
            entered_at=moment,
            due_at=timing.due_at,
            warn_at=timing.warn_at,
            clock_at=timing.clock_at,
            limited_by_id=timing.limit_id,
            sort_at=timing.due_at or NO_DEADLINE,
            outside_key=draft.outside_key.strip(),
            # A clock a little ahead is let pass, and nothing is seen after it came.
            occurred_at=min(draft.occurred_at, self.now) if draft.occurred_at else None,
        )
        slots: dict[str, Any] = {**kind.slots(data)} if answers else {}  # reason: each column its own type
        return row._replace(**slots)


def _kind_key(unit: Unit, revision: int | None) -> str:
    """The kind of *unit*, asked of the database once for all units of a kind."""
    if Unit.kind.is_cached(unit):
        return unit.kind.key
    return unit.kind.key if revision is None else _key_at(unit.kind_id, revision)


@lru_cache(maxsize=256)
def _key_at(kind: int, revision: int) -> str:  # noqa: ARG001 -- a revision is never used twice
    return UnitKind.objects.values_list("key", flat=True).get(pk=kind)


def short(body: str) -> str:
    """A title made of how *body* begins, for those who only say what happened."""
    line = " ".join(body.split())
    for mark in "。!?!?;;":
        line = line.split(mark)[0] or line
    return line if len(line) <= _SHORT_TITLE else line[: _SHORT_TITLE - 1] + "…"


def storable(text: str) -> bool:
    """Whether both databases keep it: NUL ends a text in PostgreSQL, half a surrogate pair is none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _collect(refused: list[Refusal], check: Callable[[], T]) -> T | None:
    try:
        return check()
    except Refusals as several:
        refused += several.refusals
    except Refusal as refusal:
        refused.append(refusal)
    return None


def category_id(name: str, kind: Kind) -> int | None:
    """The identity of the category *name* (a key, or a dotted path); refused if the kind has it not."""
    if not name:
        return None
    section = kind.house.section(MattersSection)
    path = section.category_path(name)
    roots = kind.spec.categories
    if not path or (roots and path[1] not in roots):
        known = [".".join(one[1::2]) for one, _ in section.walk_categories() if not roots or one[1] in roots]
        zh, en = f"没有“{name}”这个分类。", f'unknown category "{name}".'
        raise _refusal("unknown_category", zh, f"{en} {meant(name, known)}".strip(), "category")
    return kind.house.id_of(*path)


def _unit_open(draft: MatterDraft) -> Refusal | None:
    if draft.at.until is None or draft.at.until > clock.today():
        return None
    zh, en = f"“{draft.at.name}”已撤销。", f"{draft.at.name} is closed."
    return _refusal("unit_closed", zh, en, "at")


def _words(draft: MatterDraft) -> Refusal | None:
    if not draft.title.strip() and not draft.body.strip():
        return _refusal("nothing_said", "请说明是什么事。", "say what it is about.", "body")
    if len(draft.title.strip()) > TITLE_LENGTH:
        return _refusal("title_too_long", "标题最多 200 字。", "a title has at most 200 characters.", "title")
    if len(draft.body) > BODY_LENGTH:
        zh, en = f"正文最多 {BODY_LENGTH} 字。", f"the text has at most {BODY_LENGTH} characters."
        return _refusal("body_too_long", zh, en, "body")
    if len(draft.outside_key.strip()) > KEY_LENGTH:
        zh, en = "外部编号最多 100 字。", "an outside key has at most 100 characters."
        return _refusal("key_too_long", zh, en, "outside_key")
    if not storable(draft.title + draft.body + draft.outside_key):
        zh, en = "含有无法保存的字符。", "it holds a character that cannot be kept."
        return _refusal("unstorable", zh, en, "body")
    return None


def _channel(draft: MatterDraft, kind: Kind) -> Refusal | None:
    channels = kind.house.section(MattersSection).channels
    if draft.channel in channels or (not channels and not draft.channel):
        return None
    zh, en = f"没有“{draft.channel}”这个渠道。", f'unknown channel "{draft.channel}".'
    return _refusal("unknown_channel", zh, f"{en} {meant(draft.channel, channels)}".strip(), "channel")


def _seen(draft: MatterDraft, kind: Kind, now: datetime) -> Refusal | None:
    """Whether what was kept without a network may come now; its time limits run from its coming."""
    if draft.occurred_at is None:
        return None
    refusal = late(draft.occurred_at, draft.channel, house=kind.house, now=now)
    # What did arrive, while its answer was lost on the way, is no late comer when the phone sends it again.
    return None if refusal and _arrived(draft) else refusal


def _arrived(draft: MatterDraft) -> bool:
    return draft.uuid is not None and Matter.objects.filter(uuid=kept_as(draft.uuid)).exists()


def _parent(draft: MatterDraft, kind: Kind) -> Refusal | None:
    parent = draft.parent
    if parent is None:
        return None
    if parent.region_id != draft.at.region_id or parent.kind.key not in kind.spec.under:
        zh, en = "这种事项不能放在那件事项之下。", "this kind of matter is no part of that one."
        return _refusal("wrong_parent", zh, en, "parent")
    if parent.closed_at is not None:
        zh, en = f"{parent.number} 已办结。", f"{parent.number} is closed."
        return _refusal("parent_closed", zh, en, "parent")
    return None


def _is_address(email: str) -> bool:
    """Whether it may be written to; none at all is no fault."""
    try:
        if email:
            validate_email(email)
    except ValidationError:
        return False
    return len(email) <= EMAIL_LENGTH and email.isascii()


def _refusal(code: str, zh: str, en: str, field: str) -> Refusal:
    return Refusal(f"matters.{code}", zh=zh, en=en, field=field)
