"""Numbers that lead to a person, taken out of free text: telephones, papers, plates, cards, accounts.

What only looks like one stays: amounts, days, street numbers, order numbers, hotlines of five digits.
Text is read with full-width characters as their narrow twins, so that places in it stay the same.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from re import Match

MASK = "***"

#: What people put between digits.
_GAP = r"[ \t\u00a0\-–—_·]{0,2}"
_EDGE, _END = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z])"
#: Before a telephone letters may stand (``tel138…``), before a paper or a card none.
_CALL = r"(?<![0-9.])"
_PROVINCES = {
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82
}  # fmt: skip
_ORDER = re.compile(
    r"(订单|单号|工单|编号|流水|合同|受理|快递|运单|文号|案号|档案|发票|批准|许可|备案|信用代码|order|no\.?)"
    r"[号码编是为:\s.#]{0,6}$",
    re.IGNORECASE,
)
#: Numbers of things that are as long as a mobile's, said in full.
_THINGS_OWN = re.compile(
    r"(订单号|单号|工单编号|流水号|合同号|运单号|发票号|order\s*no\.?)[码是为:\s.#]{0,4}$", re.IGNORECASE
)
#: Passports, and passes to Hong Kong and Macao: said to be one, or shaped like one of today's.
_PASSPORT = re.compile(
    r"(?:护照|通行证|台胞证|passport)[^\w\n]{0,3}(?:号码?|no\.?)?[^\w\n]{0,3}([A-Z]{1,2}\d{7,9}|\d{8,10})(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])((?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7}))(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_PAPER = re.compile(r"(身份证|证件)[^\d]{0,10}$")
_ACCOUNT = re.compile(r"(卡号|账号|帐号|账户|帐户|银行卡|开户|储蓄卡|社保卡)[^\d]{0,12}$")
#: What follows an amount and no telephone.
_UNITS = "[元年月日户人平亩个%万]"
_MOBILE = re.compile(
    rf"{_CALL}(?:\+?(?:00)?86{_GAP})?(1{_GAP}[3-9](?:{_GAP}\d){{9}}|1[3-9]\d\.\d{{4}}\.\d{{4}})(?!\d)"
)
_LANDLINE = re.compile(
    rf"{_CALL}(?:\+?86{_GAP})?\(?0(?:10|2\d|[3-9]\d\d)\)?{_GAP}[2-8]\d{{2,3}}{_GAP}\d{{4}}(?:(?:转|-)\d{{1,5}})?(?!\d)"
)
_CALLED = re.compile(
    r"(?:电话|手机|座机|固话|联系方式|联系我|致电|拨打|tel|phone)[^\d\n]{0,6}([2-9]\d{6,7})(?!\d)",
    re.IGNORECASE,
)
#: Behind a number that was called one, another that shares the word before it.
_NEXT = re.compile(rf"[ \t、，,/;；或和及]{{1,3}}([2-9]\d{{6,7}})(?!\d|\.\d|{_UNITS})")
_LONG = re.compile(rf"{_EDGE}\d(?:{_GAP}\d){{11,24}}(?:{_GAP}[Xx])?{_END}")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ \-·•.]{0,2}"
    r"(?:(?=[A-Z]*\d[A-Z]*\d)[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳领])" + _END,
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_CHAT = re.compile(
    r"(?:微信|薇信|weixin|wechat|(?<![a-z])[vw]x|qq|扣扣)(?:号码?|群号?|id)?[是为:\s加]{0,4}"
    r"([a-z][\w-]{5,19}|[1-9]\d{4,10})(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Trace(StrEnum):
    """What kind of number it is."""

    PHONE = "phone"
    PAPER = "paper"
    CARD = "card"
    PLATE = "plate"
    MAIL = "mail"
    CHAT = "chat"


@dataclass(frozen=True, order=True)
class Found:
    """Where in a text a number stands."""

    start: int
    end: int
    trace: Trace


def redact(text: str, mask: str = MASK) -> str:
    """*text* with *mask* wherever a number leads to a person."""
    parts, last = [], 0
    for found in traces(text):
        parts += [text[last : found.start], mask]
        last = found.end
    return "".join(parts) + text[last:]


def traces(text: str) -> list[Found]:
    """Every such number in *text*, in order; of two that overlap, the first and longer one."""
    narrow = "".join(map(_narrow, text))
    found = sorted((one for find in _FINDERS for one in find(narrow)), key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _narrow(character: str) -> str:
    """The half-width twin of a full-width character; one character for one."""
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return " " if character == "\u3000" else character


def _phones(text: str) -> Iterator[Found]:
    for found in _MOBILE.finditer(text):
        # Whatever the word before: only what is said to be an order's own number may look like one.
        if _as_people_group(found[1]) and not _THINGS_OWN.search(_before(found, text)):
            yield Found(found.start(), found.end(), Trace.PHONE)
    for found in _LANDLINE.finditer(text):
        if not _ordered(found, text):
            yield Found(found.start(), found.end(), Trace.PHONE)
            yield from _and_next(text, found.end())
    for found in _CALLED.finditer(text):
        yield Found(found.start(1), found.end(1), Trace.PHONE)
        yield from _and_next(text, found.end(1))


def _and_next(text: str, at: int) -> Iterator[Found]:
    """The local numbers that stand in one row behind a telephone that ends *at*."""
    while found := _NEXT.match(text, at):
        yield Found(found.start(1), found.end(1), Trace.PHONE)
        at = found.end(1)


def _as_people_group(number: str) -> bool:
    """Written in one, in a few groups, or digit by digit: not a row of unrelated figures."""
    groups = [len(group) for group in re.findall(r"\d+", number)]
    return min(groups) >= 3 or max(groups) <= 2


def _ordered(found: Match[str], text: str) -> bool:
    """Whether the words before say that it numbers a thing."""
    return bool(_ORDER.search(_before(found, text)))


def _before(found: Match[str], text: str) -> str:
    """The few words before, which say what it numbers."""
    return text[max(found.start() - 16, 0) : found.start()]


def _papers_and_cards(text: str) -> Iterator[Found]:
    for found in _LONG.finditer(text):
        before = _before(found, text)
        digits = re.sub(r"[^0-9Xx]", "", found[0])
        if trace := _of_long(digits, before):
            yield Found(found.start(), found.end(), trace)


def _passports(text: str) -> Iterator[Found]:
    for found in _PASSPORT.finditer(text):
        which = 1 if found[1] else 2
        yield Found(found.start(which), found.end(which), Trace.PAPER)


def _of_long(digits: str, before: str) -> Trace | None:
    if _PAPER.search(before) and 15 <= len(digits) <= 19:
        return Trace.PAPER
    if _ACCOUNT.search(before) and len(digits) >= 12:
        return Trace.CARD
    if is_paper(digits):
        return Trace.PAPER
    is_card = digits.startswith("62") and 16 <= len(digits) <= 19 and luhn(digits)
    return Trace.CARD if is_card and not _ORDER.search(before) else None


def is_paper(digits: str) -> bool:
    """Whether it is an identity number: its check digit is right, or at least its province and birthday."""
    if len(digits) != 18 or not digits[:17].isdigit() or int(digits[:2]) not in _PROVINCES:
        return False
    return _is_day(digits[6:14]) or _checked(digits)


def _checked(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return digits[17].upper() == "10X98765432"[total % 11]


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1900
    except ValueError:
        return False


def luhn(digits: str) -> bool:
    """Whether the last digit of a card is right."""
    if not digits.isdigit():
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _plates(text: str) -> Iterator[Found]:
    for found in _PLATE.finditer(text):
        yield Found(found.start(), found.end(), Trace.PLATE)


def _addresses(text: str) -> Iterator[Found]:
    for found in _MAIL.finditer(text):
        yield Found(found.start(), found.end(), Trace.MAIL)
    for found in _CHAT.finditer(text):
        yield Found(found.start(1), found.end(1), Trace.CHAT)


_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    _papers_and_cards,
    _passports,
    _phones,
    _plates,
    _addresses,
)
