from django.db import models


class Sees(models.TextChoices):
    """What somebody who took on an offer may know of it."""

    DETAILS = "details", "全部 details"
    PUBLISHED = "published", "公开的话 published"


class StepKind(models.TextChoices):
    """What happened in one step of a matter's history."""

    OPENED = "opened", "受理 opened"
    MOVED = "moved", "流转 moved"
    COMMENTED = "commented", "留言 commented"
    GATHERED = "gathered", "归并 gathered"
    PARTED = "parted", "拆开 parted"
    EDITED = "edited", "修改 edited"
    ATTACHED = "attached", "附件 attached"
    ERASED = "erased", "抹去 erased"
    WARNED = "warned", "临期 due soon"
    RAISED = "raised", "超时上报 raised"
    RESUMED = "resumed", "恢复计时 resumed"
    HANDED = "handed", "移交 handed over"
    ASKED = "asked", "回访 asked again"


class Outcome(models.TextChoices):
    """What became of a call."""

    GRANTED = "granted", "同意 granted"
    REFUSED = "refused", "不同意 refused"
    OVER = "over", "不再需要 over"
