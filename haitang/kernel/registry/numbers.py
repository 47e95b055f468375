"""Mainland phone and identity numbers: cleaned, checked, and what an identity number says of its holder."""

import re
from dataclasses import dataclass
from datetime import date

from haitang.kernel.registry.enums import Sex
from haitang.lib.diagnostics import Refusal

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: What people write between digits.
_BESIDES = re.compile(r"[\s\-\u2013\u2014()]")
_PREFIX = re.compile(r"^(\+|00)?86(?=1\d{10}$)", re.ASCII)
#: Full-width signs, as typed on a Chinese keyboard, to plain ones.
_PLAIN = {sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)}
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_IDENTITY = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)


@dataclass(frozen=True)
class IdentityNumber:
    """An identity number that stands the check, and the birthday and sex it tells."""

    number: str
    born_on: date
    sex: Sex


def clean_phone(raw: str) -> str:
    """The eleven digits of a mainland mobile number, however it was written; empty stays empty."""
    digits = _BESIDES.sub("", raw.translate(_PLAIN))
    if not digits:
        return ""
    digits = _PREFIX.sub("", digits)
    if not _MOBILE.fullmatch(digits):
        raise Refusal(
            "registry.bad_phone",
            zh="手机号应为 11 位大陆手机号码，如 138 0013 8000。",
            en="A phone number is a mainland mobile number of 11 digits, such as 138 0013 8000.",
            field="phone",
        )
    return digits


def clean_identity(raw: str) -> IdentityNumber | None:
    """The identity number with what it tells; None for an empty one; refused if its check digit is wrong."""
    number = _BESIDES.sub("", raw.translate(_PLAIN)).upper()
    if not number:
        return None
    if not _IDENTITY.fullmatch(number) or check_digit(number) != number[17]:
        raise _bad_identity()
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise _bad_identity() from error
    return IdentityNumber(number, born_on, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def check_digit(number: str) -> str:
    """The last character that the first seventeen digits call for (GB 11643)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11]


def _bad_identity() -> Refusal:
    return Refusal(
        "registry.bad_identity",
        zh="身份证号应为 18 位，且末位校验码要对。请核对后重填。",
        en="An identity number has 18 characters, the last of which checks the others. Compare it again.",
        field="identity",
    )
