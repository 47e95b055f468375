from django.db import models


class WayKey(models.TextChoices):
    """By which way somebody hears."""

    APP = "app", "站内 in the house"
    EMAIL = "email", "邮件 e-mail"
    PUSH = "push", "浏览器推送 web push"
    SMS = "sms", "短信 text message"
    WECOM = "wecom", "企业微信 WeCom"
    DINGTALK = "dingtalk", "钉钉 DingTalk"


class When(models.TextChoices):
    """How soon somebody wants to hear of a kind of thing by a way."""

    NOW = "now", "马上 at once"
    DAILY = "daily", "每天汇总 once a day"
    NEVER = "never", "不用 never"


class LetterState(models.TextChoices):
    """What became of a letter."""

    WAITING = "waiting", "待发 waiting"
    SENT = "sent", "已发 sent"
    DEAD = "dead", "发不出 undeliverable"
    DROPPED = "dropped", "不发了 dropped"
