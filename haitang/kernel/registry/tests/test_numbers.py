from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.kernel.registry.enums import Sex
from haitang.kernel.registry.numbers import check_digit, clean_identity, clean_phone
from haitang.lib.diagnostics import Refusal

#: Full-width digits, as a Chinese keyboard types them.
WIDE = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)})
KNOWN = "11010519491231002X"


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 138 0013 8000",
        "0086-13800138000",
        "8613800138000",
        "(138)00138000",
        "13800138000".translate(WIDE),
    ],
)
def test_a_phone_number_is_the_same_however_it_is_written(written):
    assert clean_phone(written) == "13800138000"


@pytest.mark.parametrize(
    "wrong", ["12800138000", "1380013800", "138001380001", "0512-52881234", "phone", "٠٣٨٠٠١٣٨٠٠٠"]
)
def test_what_is_no_mobile_number_is_refused(wrong):
    with pytest.raises(Refusal) as refused:
        clean_phone(wrong)
    assert (refused.value.code, refused.value.field) == ("registry.bad_phone", "phone")


def test_nothing_stays_nothing():
    assert clean_phone("  ") == ""
    assert clean_identity(" ") is None


@pytest.mark.parametrize("written", [KNOWN, KNOWN.lower(), f" {KNOWN[:6]} {KNOWN[6:]} "])
def test_an_identity_number_tells_birthday_and_sex(written):
    told = clean_identity(written)
    assert told is not None
    assert (told.number, told.born_on, told.sex) == (KNOWN, date(1949, 12, 31), Sex.FEMALE)
    assert clean_identity(with_check("32058119900101001")).sex == Sex.MALE


def with_check(first):
    return first + check_digit(first)


#: The places, days and turns that make seventeen digits.
SEVENTEEN = st.builds(
    "{}{:%Y%m%d}{:03}".format,
    st.integers(100_000, 999_999),
    st.dates(date(1900, 1, 1), date(1999, 12, 28)),
    st.integers(0, 999),
)


@given(number=SEVENTEEN)
def test_one_wrong_digit_is_always_found(number):
    right = with_check(number)
    assert clean_identity(right).number == right
    for place in range(17):
        wrong = f"{right[:place]}{(int(right[place]) + 1) % 10}{right[place + 1 :]}"
        with pytest.raises(Refusal):
            clean_identity(wrong)


@pytest.mark.parametrize(
    "wrong", ["110105194912310021", "1101051949123100", "x", with_check("11010519491331002"), "0" + KNOWN[1:]]
)
def test_a_number_that_does_not_check_is_refused(wrong):
    with pytest.raises(Refusal) as refused:
        clean_identity(wrong)
    assert refused.value.code == "registry.bad_identity"
