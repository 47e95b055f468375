from django.db import models


class Education(models.IntegerChoices):
    """Highest schooling, in rising order so that "or above" is a comparison."""

    UNKNOWN = 0, "未知 unknown"
    PRIMARY = 1, "小学 primary"
    JUNIOR = 2, "初中 junior secondary"
    SENIOR = 3, "高中 senior secondary"
    COLLEGE = 4, "大专 college"
    BACHELOR = 5, "本科 bachelor"
    MASTER = 6, "硕士 master"
    DOCTOR = 7, "博士 doctor"


class Sex(models.TextChoices):
    UNKNOWN = "", "未知 unknown"
    FEMALE = "f", "女 female"
    MALE = "m", "男 male"


class Side(models.TextChoices):
    """What a tie may begin or end at."""

    PERSON = "person", "人 person"
    UNIT = "unit", "单位 unit"
