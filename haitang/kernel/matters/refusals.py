"""Why a move is refused, in words."""

from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.words import Move
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.lib.clock import ZONE
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.text import some


def gathered_elsewhere(main: Matter) -> Refusal:
    """A gathered matter goes where its main one goes."""
    return Refusal(
        "matters.gathered",
        zh=f"这件事已归并到 {main.number}，随它一起办理。要单独办理，请先拆开。",
        en=f"This matter is gathered under {main.number} and moves with it. Part it first to move it alone.",
    )


def moved_meanwhile(matter: Matter, actor: Actor) -> Conflict:
    """Somebody else was faster; says who, where to and when. A resident is told the unit, not the name."""
    step = matter.steps.exclude(kind__in=[StepKind.COMMENTED, StepKind.ATTACHED]).select_related(
        "actor", "unit"
    )
    last = step.order_by("-pk").first()
    who_zh, who_en, when = "有人", "Somebody", ""
    if last:
        name = last.actor.name if last.actor and actor.person_id else ""
        unit = last.unit.name if last.unit else ""
        who_zh = who_en = f"{unit} {name}".strip() or who_zh
        when = f"{last.at.astimezone(ZONE):%m-%d %H:%M}"
    return Conflict(
        "matters.moved_meanwhile",
        zh=f"{who_zh}已于 {when} 先一步办理，现在的状态是“{_label(matter, 'zh')}”。"
        "您的操作没有保存，请看过最新情况再办。",
        en=f'{who_en} was faster ({when}); it stands at "{_label(matter, "en")}" now. '
        "Nothing of yours was saved; look again before you go on.",
    )


def _label(matter: Matter, language: str) -> str:
    return kind_of(holding(matter.unit), matter.kind.key).state(matter.state.key).label.into(language)


def no_such_move(kind: Kind, state: str, key: str) -> Refusal:
    """The move does not leave this state."""
    here = kind.state(state).label
    move = kind.spec.flow.moves.get(key)
    zh, en = (move.label.zh, move.label.en) if move else (key, key)
    return Refusal(
        "matters.no_such_move",
        zh=f"“{here.zh}”时不能“{zh}”。请刷新页面看现在能做什么。",
        en=f'"{en}" is not possible at "{here.en}". Reload the page to see what is.',
        field="move",
    )


def not_yours(move: Move) -> Forbidden:
    """The actor holds no post that may make this move here."""
    return Forbidden(
        "matters.not_yours",
        zh=f"您的职务不能在这里“{move.label.zh}”。由现在承办的单位办理。",
        en=f'Your posts do not let you make "{move.label.en}" here; the unit that owns the matter does.',
        field="move",
    )


def too_late(move: Move) -> Refusal:
    """The days in which a closed matter can be taken up again are over."""
    return Refusal(
        "matters.too_late",
        zh=f"办结已超过 {move.within_days} 天，请另提一件。",
        en=f"It was closed more than {some(move.within_days or 0, 'day')} ago; open another one.",
        field="move",
    )


def parts_open(numbers: list[str]) -> Refusal:
    """A matter is not closed before its parts."""
    named = ", ".join(numbers)
    return Refusal(
        "matters.parts_open",
        zh=f"还有没办结的部分：{named}。请先办结它们。",
        en=f"Parts of it are open: {named}. Close them first.",
        field="move",
    )


def step_taken() -> Conflict:
    """The identifier belongs to another step."""
    return Conflict(
        "matters.step_taken",
        zh="这个编号已用于另一步，请刷新页面后重试。",
        en="this identifier belongs to another step; reload the page and try again.",
    )


def may_not_comment() -> Forbidden:
    """The actor has nothing to do with this matter."""
    return Forbidden(
        "matters.may_not_comment",
        zh="您的职务不能在这件事里留言。",
        en="Your posts do not let you comment on this matter.",
    )


def asked_already(move: Move) -> Refusal:
    """The question is open."""
    return Refusal(
        "matters.asked_already",
        zh=f"已经“{move.label.zh}”，正等答复。",
        en=f'"{move.label.en}" was made already and waits for an answer.',
        field="move",
    )


def granted_already(move: Move, times: int) -> Refusal:
    """It was granted as often as it may be."""
    return Refusal(
        "matters.granted_already",
        zh=f"“{move.label.zh}”最多同意 {times} 次，已经用完。",
        en=f'"{move.label.en}" may be granted {times} times at most, and was.',
        field="move",
    )


def nothing_asked(move: Move) -> Refusal:
    """Nobody asks for what the move decides."""
    return Refusal(
        "matters.nothing_asked",
        zh=f"现在没有人申请，不需要“{move.label.zh}”。",
        en=f'nobody asks for anything that "{move.label.en}" would decide.',
        field="move",
    )


def asked_by_yourself() -> Forbidden:
    """Nobody decides what they asked themselves."""
    return Forbidden(
        "matters.asked_by_yourself",
        zh="这是您自己申请的，要由别人决定。",
        en="you asked for this yourself; somebody else decides it.",
        field="move",
    )


def not_by_the_same(move: Move) -> Forbidden:
    """Whoever made the step under review does not review it."""
    return Forbidden(
        "matters.not_by_the_same",
        zh=f"前一步是您办的，“{move.label.zh}”要由别人来做。",
        en=f'the step before was yours; "{move.label.en}" is for somebody else.',
        field="move",
    )


def clock_stands() -> Refusal:
    """There is no running limit to stop or make longer."""
    return Refusal(
        "matters.clock_stands",
        zh="现在没有在走的时限（没有时限，或已暂停）。",
        en="no time limit is running: there is none, or it is paused.",
        field="move",
    )


def clock_runs() -> Refusal:
    """There is no pause to end."""
    return Refusal(
        "matters.clock_runs",
        zh="时限没有暂停，正在计时。",
        en="the clock is running; there is no pause.",
        field="move",
    )


def too_early(move: Move) -> Refusal:
    """The days after closing that must pass first are not over."""
    return Refusal(
        "matters.too_early",
        zh=f"办结满 {move.after_days} 天后才可以“{move.label.zh}”。",
        en=f'"{move.label.en}" is for {move.after_days} days after closing, and later.',
        field="move",
    )


def made_already(move: Move) -> Refusal:
    """It is made once."""
    return Refusal(
        "matters.made_already",
        zh=f"已经“{move.label.zh}”，只需一次。",
        en=f'"{move.label.en}" was made already; once is enough.',
        field="move",
    )


def not_made_before(move: Move) -> Refusal:
    """Another step comes first."""
    return Refusal(
        "matters.not_made_before",
        zh=f"还没有走到能“{move.label.zh}”的一步。",
        en=f'something else comes before "{move.label.en}".',
        field="move",
    )
