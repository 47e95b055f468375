from django.db import models


class Reply(models.TextChoices):
    """What an invited unit said."""

    NONE = "", "未答复 no reply yet"
    COMES = "comes", "参加 comes"
    DECLINES = "declines", "不参加 declines"
