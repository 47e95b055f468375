"""The registry's refusals that more than one act speaks, each in words: what, why, what to do."""

from collections.abc import Iterable

from haitang.kernel.registry.models import Role, Unit, Word
from haitang.lib.diagnostics import Conflict, Refusal
from haitang.lib.text import Text, some

#: Where on a form the word was chosen.
FIELDS = {"Role": "role"}


def unknown_unit_kind(key: str) -> Refusal:
    """No such kind of unit."""
    return Refusal(
        "registry.unknown_unit_kind",
        zh=f"方案里没有名为 {key} 的单位类型（或已停用）。",
        en=f"No playbook here declares a unit kind {key}, or it is retired.",
        field="kind",
    )


def unknown_role(key: str) -> Refusal:
    """No such role."""
    return Refusal(
        "registry.unknown_role",
        zh=f"方案里没有名为 {key} 的角色（或已停用）。",
        en=f"No playbook here declares a role {key}, or it is retired.",
        field="role",
    )


def unknown_unit(ref: int | str) -> Refusal:
    """No such unit."""
    return Refusal(
        "registry.unknown_unit",
        zh=f"本地区没有代码（或编号）为 {ref} 的单位。",
        en=f"No unit of this region has the code (or number) {ref}.",
        field="unit",
    )


def code_taken(code: str) -> Conflict:
    """A code belongs to one unit."""
    return Conflict(
        "registry.code_taken",
        zh=f"代码 {code} 已被另一个单位使用。",
        en=f"Another unit has the code {code} already.",
        field="code",
    )


def unit_not_open(unit: Unit) -> Refusal:
    """A unit is used only while it exists."""
    return Refusal(
        "registry.unit_not_open",
        zh=f"“{unit.name}”在这些日子尚未设立或已撤销。",
        en=f"{unit.name} does not exist on all those days: it begins later, or is closed.",
        field="unit",
    )


def too_deep() -> Refusal:
    """The path of a unit has room for about twenty levels."""
    return Refusal(
        "registry.tree_too_deep",
        zh="单位层级太深，无法再往下增设。",
        en="The tree of units is too deep here to add another level.",
        field="under",
    )


def person_not_here() -> Refusal:
    """Posts are for people of the region."""
    return Refusal(
        "registry.person_not_here",
        zh="此人不在本地区花名册中，或信息已删除。",
        en="This person is not in the registry of this region, or was erased.",
        field="person",
    )


def person_erased() -> Refusal:
    """An erased person stays so."""
    return Refusal(
        "registry.person_erased",
        zh="此人的信息已按本人要求删除，不能再修改或任职。",
        en="This person's particulars were erased; they are not changed and hold no posts any more.",
        field="person",
    )


def identity_taken() -> Conflict:
    """One identity number, one person."""
    return Conflict(
        "registry.identity_taken",
        zh="这个身份证号已经登记过。请在花名册中查找此人。",
        en="Someone with this identity number is enrolled already. Look for them in the registry.",
        field="identity",
    )


def held_already() -> Conflict:
    """Nobody holds the same post twice on one day."""
    return Conflict(
        "registry.post_twice",
        zh="此人在这段时间已在这里担任同一职务。",
        en="This person holds the same post here during that time already.",
        field="since",
    )


def role_not_here(role: Role) -> Refusal:
    """A role is held at the kinds of unit that its ``at`` names."""
    kinds = role.at.all()
    return Refusal(
        "registry.role_not_here",
        zh=f"“{role.label_zh}”只设在：{'、'.join(kind.label_zh for kind in kinds)}。",
        en=f"{role.label_en} is held only at: {', '.join(kind.label_en for kind in kinds)}.",
        field="role",
    )


def holds_elsewhere(word: Word, holder: Unit) -> Refusal:
    """A word holds at the unit whose playbook declares it, and below."""
    return Refusal(
        "registry.holds_elsewhere",
        zh=f"“{word.label_zh}”是{holder.name}自己的方案声明的，只用于{holder.name}及其下级。",
        en=f"{word.label_en} is declared by the playbook of {holder.name}: it is used there and below alone.",
        field=FIELDS.get(type(word).__name__, "kind"),
    )


def words_stay(unit: Unit, left: str, uses: Iterable[Text]) -> Refusal:
    """A unit does not move away from the words that are in use in it."""
    used = list(uses)
    return Refusal(
        "registry.words_stay",
        zh=f"“{unit.name}”及其下级还在用{left}自己的方案声明的词：{'；'.join(use.zh for use in used)}。"
        "移出后它们不再有效，请先结束或改用别的，再移动。",
        en=f"In {unit.name} words are in use that only the playbook of {left} declares: "
        f"{'; '.join(use.en for use in used)}. They would not hold any more: "
        "end them or take others first, then move it.",
        field="under",
    )


def last_office() -> Refusal:
    """A region is never left without anyone who may appoint."""
    return Refusal(
        "registry.last_office",
        zh="这是本地区最后一个可以任免职务的职务。请先任命接任者。",
        en="This is the last post of this region that may appoint. Appoint a successor first.",
    )


def declared_elsewhere(holder: Unit | None, key: str) -> Conflict:
    """A word belongs to the unit whose playbook declared it, in the whole region."""
    name = holder.name if holder else ""
    return Conflict(
        "registry.declared_elsewhere",
        zh=f"{name}的方案已有自己的 {key}。请换一个键，或先停用它的。",
        en=f"{name} has a {key} of its own. Take another key, or have theirs retired first.",
    )


def unit_cannot_close(unit: Unit) -> Refusal:
    """What cannot end, or not on that day."""
    return Refusal(
        "registry.unit_cannot_close",
        zh=f"“{unit.name}”是根单位、已撤销，或撤销日期不晚于设立日期。",
        en=f"{unit.name} is a root, is closed already, or would close before it began.",
        field="on",
    )


def unit_has_units(unit: Unit, count: int) -> Refusal:
    """Nothing is left below a unit that is closed."""
    return Refusal(
        "registry.unit_has_units",
        zh=f"那天起“{unit.name}”下还有 {count} 个单位，或那天之后设立、调整、撤销过。"
        "请选择一并撤销或移到别处，或换一个日期。",
        en=f"{some(count, 'unit')} below {unit.name} from that day, or set up, moved or closed since. "
        "Choose to close or to move all below with it, or take another day.",
    )


def unit_has_posts(unit: Unit, count: int) -> Refusal:
    """Nobody holds a post at a unit that is closed."""
    return Refusal(
        "registry.unit_has_posts",
        zh=f"“{unit.name}”还有 {count} 个在任职务。请先免去，或选择一并结束。",
        en=f"{some(count, 'post')} held at {unit.name}. End them first, or end them with it.",
    )


def unit_holds(unit: Unit, what: Text, count: int) -> Refusal:
    """What a unit has in hand goes to somebody else before it is closed."""
    above = unit.parent.name if unit.parent else ""
    return Refusal(
        "registry.unit_holds",
        zh=f"“{unit.name}”手里还有 {count} {what.zh}。请指明交给哪个单位，例如上级“{above}”。",
        en=f"{unit.name} still has {count} {what.en} in hand. Say which unit takes them over, "
        f"such as {above} above it.",
        field="heir",
    )


def heir_goes_too(unit: Unit, field: str) -> Refusal:
    """Nothing is handed to a unit that is closed in the same act."""
    return Refusal(
        "registry.heir_goes_too",
        zh=f"“{unit.name}”就在要撤销的单位里，或不在本地区。请另选一个。",
        en=f"{unit.name} is itself among what is closed, or not of this region. Choose another.",
        field=field,
    )


def move_beforehand() -> Refusal:
    """Moves are not made beforehand."""
    return Refusal(
        "registry.move_beforehand",
        zh="移动下级当场生效：最后一天请选今天或更早。",
        en="What lies below moves at once: let the last day be today or before.",
        field="on",
    )
