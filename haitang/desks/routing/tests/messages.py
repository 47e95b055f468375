"""Invented messages of four kinds, all of one pattern and yet each different."""

import random

from haitang.desks.routing.learner.model import Message

SAID = {
    "lamps": ("路灯不亮", ["晚上没有灯", "灯杆倾斜", "灯泡闪个不停", "天黑看不见路", "请派电工来修灯"]),
    "noise": ("夜间噪声", ["半夜打桩声很响", "音响放到凌晨", "机器轰鸣睡不着", "孩子被吵醒", "窗户跟着震动"]),
    "school": (
        "入学划片",
        ["户口迁来能否报名", "学校名额够不够", "老师说要看房产证", "小学一年级报名", "幼儿园转学"],
    ),
    "rubbish": ("垃圾没人清", ["垃圾桶满了三天", "异味很大", "清运车没有来", "果皮堆在路边", "请增加保洁"]),
}
PLACES = ["东门", "西桥", "老街", "河边", "三号楼", "菜场", "车站", "祠堂"]


def message(label: str, seed: int) -> Message:
    """One message about *label*."""
    lot = random.Random(f"{label}{seed}")
    title, bodies = SAID[label]
    place = lot.choice(PLACES)
    return Message(
        f"{place}{title}", "，".join(lot.sample(bodies, 3)) + f"，{place}的邻居都这么说{lot.randrange(99)}。"
    )


def many(each: int) -> tuple[list[Message], list[str]]:
    """So many messages of every label."""
    labels = [label for label in SAID for _ in range(each)]
    return [message(label, place) for place, label in enumerate(labels)], labels
