"""What was written down without a network and sent later: by which channels, and how late it may come."""

from datetime import datetime, timedelta

from haitang.kernel.matters.declare import MattersSection
from haitang.lib.clock import day_of
from haitang.lib.days import day_text
from haitang.lib.declare import House
from haitang.lib.diagnostics import Refusal

#: A phone's clock may be this much ahead of ours.
AHEAD = timedelta(minutes=10)


def offline_days(channel: str, *, house: House) -> int:
    """How many days what comes by *channel* may wait on a phone; 0 where it is not kept there."""
    declared = house.section(MattersSection).channels.get(channel)
    return (declared.offline_days if declared else None) or 0


def late(seen_at: datetime, channel: str, *, house: House, now: datetime) -> Refusal | None:
    """Why what was seen then may not come by *channel* now; None where it may."""
    most = offline_days(channel, house=house)
    when = day_text(day_of(seen_at))
    if seen_at.tzinfo is None or seen_at > now + AHEAD:
        zh = f"看到的时间（{when.zh}）在将来，多半是手机的时钟不准。请改成看到时的时间再发。"
        en = f"It says it was seen on {when.en}, still to come: correct it, the phone's clock may be wrong."
        return _refusal("seen_in_the_future", zh, en)
    if not most:
        zh, en = (
            "这种渠道不能离线补传，请重新登记。",
            "What comes by this channel cannot be sent later; tell it anew.",
        )
        return _refusal("not_kept", zh, en)
    if now - seen_at > timedelta(days=most):
        zh = f"这是{when.zh}看到的，离线补传最多 {most} 天。事情还在的话，请去看过再报一次。"
        en = f"It was seen on {when.en}; what waits over {most} days is not taken. Look, then tell it anew."
        return _refusal("seen_too_long_ago", zh, en)
    return None


def _refusal(code: str, zh: str, en: str) -> Refusal:
    return Refusal(f"matters.{code}", zh=zh, en=en, field="seen_at")
