"""What the worker does: draws when a period begins, invites whom it drew, closes what has run its days."""

from datetime import timedelta
from uuid import UUID

from haitang.desks.sampling.actions import close_draw, make_draw, note_invited
from haitang.desks.sampling.enums import AskingStage
from haitang.desks.sampling.loaders import word_of
from haitang.desks.sampling.models import DrawnMatter
from haitang.desks.sampling.queries import DrawTurn, draw_of, draws_over, rule_of, to_invite, turns_now
from haitang.kernel.ledger.api import last_sealable, seal_through
from haitang.kernel.matters.api import kind_of
from haitang.kernel.playbooks.api import compiled
from haitang.kernel.registry.api import SYSTEM
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.ui.addresses import page_of
from haitang.ui.inviting import Carried, ResidentInvitation, carry

#: Of one run: the next is a minute away.
MOST = 200
#: A way that failed so often leads nowhere.
TRIES = 12
_DAY = timedelta(days=1)
_STAGES = {
    Carried.SENT: AskingStage.INVITED,
    Carried.ASLEEP: AskingStage.WAITING,
    Carried.LATER: AskingStage.WAITING,
    Carried.NOWHERE: AskingStage.NOWHERE,
    Carried.HUSHED: AskingStage.HUSHED,
}


def draw_samples() -> str:
    """Draw for every period that has begun and was not drawn for, and for what was missed not long ago."""
    told = [draw_turn(turn) for turn in turns_now(clock.today())]
    return "; ".join(one for one in told if one)


def draw_turn(turn: DrawTurn) -> str:
    """Seal what decides *turn* and draw, once; what was done, in words."""
    if draw_of(turn) or turn.starts_on - _DAY > last_sealable():
        return ""
    # The last day before the period decides, however late this runs: nobody can wait for a better one.
    seal_through(turn.starts_on - _DAY, turn.region)
    try:
        draw = make_draw(turn, actor=SYSTEM(turn.region))
    except Refusal as refusal:
        return f"{turn.name} not drawn: {refusal.en}"
    return f"{turn.name}: {draw.drawn.count()} drawn of {len(draw.frame.split())}"


def invite_drawn() -> str:
    """Invite whom nobody has invited yet, by the way each left."""
    sent = [_invited(one) for one in to_invite(MOST)]
    went = sent.count(Carried.SENT)
    return f"{went} of {len(sent)} residents asked" if sent else ""


def close_samples() -> str:
    """Close every draw whose days are over."""
    told = []
    for draw in draws_over(clock.today()):
        outcome = close_draw(draw, actor=SYSTEM(draw.region))
        told.append(f"{draw}: {outcome.answered} of {outcome.drawn} answered")
    return "; ".join(told)


def _invited(one: DrawnMatter) -> Carried:
    carried = carry(one.matter, invitation_of(one))
    stage = _STAGES[carried]
    if carried == Carried.LATER and one.tries + 1 >= TRIES:
        stage = AskingStage.NOWHERE
    tried = carried != Carried.ASLEEP
    note_invited(one, stage=stage, tried=tried, actor=SYSTEM(one.draw.region))
    return carried


def invitation_of(one: DrawnMatter) -> ResidentInvitation:
    """What the resident is sent: why, until when, and that nobody who handled it will see."""
    house, draw = compiled(one.draw.version_id), one.draw
    spec = kind_of(house, rule_of(draw).matters).spec
    brand = spec.brand or spec.label
    zh = (
        f"【{brand.zh}】抽签抽到您：几周前您说的一件事，现在怎么样了？几个小问题，{draw.ends_on} 前有效。"
        "结束以前经办单位不知道抽到了谁；谁怎么答的，始终看不到。"
    )
    en = (
        f"You were drawn by lot: how is it with what you told us weeks ago? A few questions, until "
        f"{draw.ends_on}. Until it is over nobody who handled it sees who was drawn, "
        "and never what anybody said."
    )
    path = page_of("sample answer", word_of(one))
    return ResidentInvitation(_sent_once(one), f"【{brand.zh}】请您评价 How did it go", (zh, en), path)


def _sent_once(one: DrawnMatter) -> UUID:
    """Its own name, so that sent twice is one message; not the one in the link."""
    return UUID(int=one.uuid.int ^ (1 << 61))
