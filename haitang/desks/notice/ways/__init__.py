"""The ways out of the house, as this installation is set up."""

from collections.abc import Mapping

from django.conf import settings

from haitang.desks.notice.ways.base import Address, Message, Refused, Trouble, Way
from haitang.desks.notice.ways.gateway import TextMessages
from haitang.desks.notice.ways.mail import Mail
from haitang.desks.notice.ways.push import Push
from haitang.desks.notice.ways.rehearsal import Rehearsal
from haitang.desks.notice.ways.robots import DingTalk, WeCom

__all__ = ["Address", "Message", "Refused", "Trouble", "Way", "ways"]


def ways() -> Mapping[str, Way]:
    """Every way that is set up, by its key; in a sample county each only rehearses."""
    given = settings.NOTICE
    found: dict[str, Way] = {
        "email": Mail(),
        "push": Push(given["push_key"], given["push_hosts"], f"mailto:{settings.DEFAULT_FROM_EMAIL}"),
    }
    if given["sms_url"]:
        found["sms"] = TextMessages(given["sms_url"], given["sms_token"])
    if given["wecom_url"]:
        found["wecom"] = WeCom(given["wecom_url"])
    if given["dingtalk_url"]:
        found["dingtalk"] = DingTalk(given["dingtalk_url"], given["dingtalk_secret"])
    if settings.SAMPLE:
        return {key: Rehearsal(key) for key in found}
    return found
