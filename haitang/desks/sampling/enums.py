from django.db import models


class AskingStage(models.TextChoices):
    """How far the asking of one resident has come."""

    WAITING = "waiting", "待邀请 to be invited"
    INVITED = "invited", "已邀请 invited"
    NOWHERE = "nowhere", "没有可发的方式 no way to send"
    HUSHED = "hushed", "要求不再打扰 asked to be left alone"
    ANSWERED = "answered", "已答 answered"
    DECLINED = "declined", "不愿答 declined"


class AskedBy(models.TextChoices):
    """How somebody answered: alone by the link, or asked by telephone."""

    LINK = "link", "自己填 by the link"
    CALL = "call", "电话问 by telephone"


#: Stages in which somebody may still answer.
OPEN = (AskingStage.WAITING, AskingStage.INVITED, AskingStage.NOWHERE)
#: Stages in which one may be rung up.
RINGS = (AskingStage.INVITED, AskingStage.NOWHERE)
