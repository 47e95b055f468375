import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.lib.sealed import Damaged, derive, index, seal, unseal

KEY = derive("a key of this house", "seal")


@given(text=st.text(), bound=st.text(max_size=20))
def test_what_is_sealed_opens_with_its_key_in_its_place(text, bound):
    assert unseal(seal(text, key=KEY, bound=bound), key=KEY, bound=bound) == text


def test_the_same_text_is_sealed_differently_each_time_and_indexed_the_same():
    assert seal("13800138000", key=KEY) != seal("13800138000", key=KEY)
    assert index("13800138000", key=KEY) == index("13800138000", key=KEY)
    assert index("13800138000", key=KEY) != index("13800138001", key=KEY)


def test_each_purpose_has_its_own_key():
    assert len({derive("k", "seal"), derive("k", "index/phone"), derive("other", "seal")}) == 3
    assert index("1", key=derive("k", "a")) != index("1", key=derive("k", "b"))


def test_any_changed_bit_is_found():
    sealed = seal("13800138000", key=KEY, bound="here")
    for place in range(len(sealed)):
        for bit in range(8):
            torn = bytearray(sealed)
            torn[place] ^= 1 << bit
            with pytest.raises(Damaged):
                unseal(bytes(torn), key=KEY, bound="here")


@pytest.mark.parametrize("torn", [b"", b"\x01", b"\x01" * 28])
def test_what_is_cut_short_is_damaged(torn):
    with pytest.raises(Damaged):
        unseal(torn, key=KEY)


def test_another_place_or_key_opens_nothing():
    sealed = seal("13800138000", key=KEY, bound="here")
    with pytest.raises(Damaged):
        unseal(sealed, key=KEY, bound="there")
    with pytest.raises(Damaged):
        unseal(sealed, key=derive("another", "seal"), bound="here")
