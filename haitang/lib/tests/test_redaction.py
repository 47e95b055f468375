import pytest

from haitang.lib.redaction import Trace, is_paper, luhn, redact, traces

#: Invented, with right check digits.
PAPER, OLD_PAPER, CARD = "110101199003070134", "110101900307013", "6217000000000000004"


def wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@pytest.mark.parametrize(
    "number",
    [
        "13800001111",
        "138 0000 1111",
        "138-0000-1111",
        "138.0000.1111",
        "1 3 8 0 0 0 0 1 1 1 1",
        "+86 13800001111",
        "+86-138-0000-1111",
        "010-81234567",
        "0512 81234567",
        "(0512)81234567",
        "05128123456",
        PAPER,
        "110101 19900307 0134",
        "11010119900307889x",
        CARD,
        "6217 0000 0000 0000 004",
        "苏A12345",
        "苏A·D12345",
        "沪b 88x99",
        "粤A1234挂",
        "li.si@example.com",
    ],
)
@pytest.mark.parametrize("written", [str, wide], ids=["narrow", "wide"])
def test_a_number_that_leads_to_a_person_is_taken_out(number: str, written: type[str]) -> None:
    told = f"请回复{written(number)},谢谢"
    assert redact(told) == "请回复***,谢谢"


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("我的微信号:lisi_2026,请加", "我的微信号:***,请加"),
        ("QQ12345678找我", "QQ***找我"),
        ("vx:abc12345", "vx:***"),
        ("座机电话8123456。", "座机电话***。"),
        ("联系电话:8123456，8123457、8123458。", "联系电话:***，***、***。"),
        ("请拨0512-81234567或81234568", "请拨***或***"),
        ("联系电话:8123456，2100000元", "联系电话:***，2100000元"),
        (f"身份证号{OLD_PAPER}", "身份证号***"),
        ("身份证号:123456789012345678", "身份证号:***"),
        ("卡号 1234 5678 9012 3456", "卡号 ***"),
        ("tel13800001111", "tel***"),
        ("甲13800001111乙13900002222", "甲***乙***"),
        ("快递13812345678，请回电", "快递***，请回电"),
        ("受理13812345678", "受理***"),
        ("编号 13812345678", "编号 ***"),
        ("护照E12345678", "护照***"),
        ("港澳通行证号H12345678", "港澳通行证号***"),
        ("带着EA1234567来的", "带着***来的"),
    ],
)
def test_what_its_words_name_is_taken_out(told: str, left: str) -> None:
    assert redact(told) == left


@pytest.mark.parametrize(
    "told",
    [
        "交了12000元,又付1,380,000.50元",
        "2026-11-03 14:05 和 2026年11月3日",
        "长江路138号2栋1301室",
        "订单号13800001111",
        "快递单号:SF1380000111122",
        "工单编号 202611030001380000",
        "统一社会信用代码91320581MA1234567X",
        "请拨打12345、12315、110或4008001234",
        "面积138.00001111平方米",
        "苏A区和苏州A12路",
        "每月 1380 元,12 个月,共 16560 元",
        "106国道、G318、S205路公交",
        "从1380到1390000",
        "列车 G7012 次 13 车 08 号",
    ],
)
def test_what_only_looks_like_one_stays(told: str) -> None:
    assert redact(told) == told
    assert redact(wide(told)) == wide(told)


def test_a_number_is_told_by_its_kind_and_place() -> None:
    told = f"电话13800001111,车牌苏A12345,证件{PAPER}"
    found = traces(told)
    assert [told[one.start : one.end] for one in found] == ["13800001111", "苏A12345", PAPER]
    assert [one.trace for one in found] == [Trace.PHONE, Trace.PLATE, Trace.PAPER]


def test_another_mask_may_be_given() -> None:
    assert redact("找13800001111", mask="[phone]") == "找[phone]"


def test_check_digits_are_those_of_the_standards() -> None:
    assert is_paper(PAPER)
    assert not is_paper("990101199013070134")
    assert luhn(CARD)
    assert not luhn(CARD[:-1] + "1")
    assert not luhn("62x")
