import pytest

from haitang.lib.phrases import place_of, telling_phrases, wording_of


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        (["蘅芜雅苑旁边有工厂", "在蘅芜雅苑住了三年"], "蘅芜雅苑"),
        (["B3区蘅芜雅苑噪音", "我住B3区蘅芜雅苑"], "B3区蘅芜雅苑"),
        (["霜笛镇的卫生院排队", "到霜笛镇办事"], "霜笛镇"),
        (["芷兰小区停电", "昨晚芷兰小区又停电"], "芷兰小区"),
        (["我们小区停电", "我们小区又停电"], ""),
        (["超市东西贵", "那家超市东西贵"], ""),
        (["什么时候发补贴", "补贴到底什么时候发"], ""),
        (["孩子走路不方便", "孩子走路要当心"], ""),
        (["夜市占道", "夜市太吵"], ""),
    ],
)
def test_a_place_is_read_from_what_the_texts_share(texts: list[str], place: str) -> None:
    assert place_of(wording_of(texts)) == place


def test_the_phrases_tell_what_others_do_not_say() -> None:
    group = wording_of(["请问沥青厂何时搬走", "沥青厂,请问归谁管", "请问有没有环评?沥青厂"])
    others = wording_of(["请问路灯何时修", "请问公交几点到", "请问医保怎么办", "请问水价"])
    assert telling_phrases(group, others) == ("沥青厂",)


def test_figures_alone_tell_nothing() -> None:
    group = wording_of(["2026 年沥青厂", "2026 日沥青厂"])
    assert telling_phrases(group, wording_of(["x"])) == ("沥青厂",)


def test_a_phrase_is_whole_and_no_end_of_another_stands_beside_it() -> None:
    said = "二号楼电梯一个月停了三次，物业说没有维修金，物业不修"
    group = wording_of([f"甲村{said}", f"乙村{said}"])
    phrases = telling_phrases(group, wording_of(["x"]))
    assert "村二号楼电梯一个月停了三次" in phrases
    assert not {"了三次", "业不修"} & set(phrases)


def test_a_phrase_that_says_the_same_over_and_over_comes_to_an_end() -> None:
    group = wording_of(["响" * 50, "响" * 60])
    assert telling_phrases(group, wording_of(["x"])) == ("响" * 30,)


def test_a_long_phrase_that_half_of_the_group_says_comes_once() -> None:
    said = "小区东门外的污水处理厂每天半夜排放刺鼻的黑烟"
    texts = [f"{one}{said}" for one in "甲乙丙"] + ["别处停电", "公交太少", "医保怎么办"]
    assert telling_phrases(wording_of(texts), wording_of(["x"])) == (said,)
