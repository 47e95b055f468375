"""A slip's number survives the pen and the keyboard, or is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.lib.slips import ALPHABET, new_batch, read_slip, slip_numbers

BATCHES = st.text(ALPHABET, min_size=4, max_size=4)


@given(BATCHES)
def test_every_number_of_a_batch_is_read_however_it_is_typed(batch):
    numbers = slip_numbers(batch, 99)
    assert len(set(numbers)) == 99
    for number in numbers[::7]:
        assert read_slip(number) == number
        assert read_slip(f" {number.replace('-', '').lower()} ") == number


@given(BATCHES, st.integers(1, 99), st.integers(0, 5), st.sampled_from(ALPHABET + "01"))
def test_one_wrong_character_is_noticed(batch, place, at, other):
    plain = slip_numbers(batch, 99)[place - 1].replace("-", "")
    wrong = plain[:at] + other + plain[at + 1 :]
    assert (read_slip(wrong) is None) == (wrong != plain)


@pytest.mark.slow(reason="tries every pair")
@given(BATCHES, st.integers(1, 99), st.integers(0, 4))
def test_two_swapped_characters_are_noticed(batch, place, at):
    plain = slip_numbers(batch, 99)[place - 1].replace("-", "")
    wrong = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
    assert (read_slip(wrong) is None) == (wrong != plain)


def test_what_is_no_number_is_none():
    for typed in ("", "K7QM", "HT-2026-10001", new_batch() + "00", "K7QM-100-X"):
        assert read_slip(typed) is None
