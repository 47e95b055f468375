"""Names and doors in what everyone may read: what goes, what is asked about, what stays."""

import pytest

from haitang.lib.naming import anonymous, candidates, names


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("应王小明要求，已为其3号楼501室门前修好护栏", "应***要求，已为其***门前修好护栏"),
        ("李阿姨家漏水已修", "***阿姨家漏水已修"),
        ("红色管家张师傅上门", "红色管家***师傅上门"),
        ("5幢302漏水", "***漏水"),
        ("四号楼五单元402室已通气", "***已通气"),
        ("8组23号门口的路修平", "***门口的路修平"),
        ("3-2-501已修", "***已修"),
    ],
)
def test_a_name_beside_a_title_and_a_door_go(said, left):
    assert anonymous(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "更换路灯八盏，恢复照明",
        "在3号楼前安装护栏",
        "2号楼3单元的电梯已修好",
        "3号楼20盏路灯已换",
        "长江路35号门前的井盖已换",
        "高龄老人补贴已发，应居民要求增设座椅",
        "于2026-10-11完成，空调室外机已加固",
        "为方便居民，安全通道已清理",
    ],
)
def test_what_was_done_and_where_stays(said):
    assert anonymous(said, doubtful=True) == said


def test_what_may_be_a_name_is_asked_about_and_goes_where_nobody_can_be_asked():
    said = "居民王明反映的路灯已修好"
    assert [said[one.start : one.end] for one in names(said) if not one.sure] == ["王明"]
    assert anonymous(said) == said
    assert anonymous(said, doubtful=True) == "居民***反映的路灯已修好"


def test_whoever_is_known_goes_however_it_is_spaced():
    assert anonymous("已与王 小 明说好", ["王小明"]) == "已与***说好"
    assert anonymous("told Anna, not Annabel", ["anna"]) == "told ***, not Annabel"
    assert {"王小明", "王小", "欧阳建国"} <= candidates("王小明和欧阳建国")
