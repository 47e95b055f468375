from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from haitang.lib.merkle import EMPTY, MerkleTree, root_of


def rfc_6962(leaves: list[bytes]) -> bytes:
    """The recursive definition of the RFC, word for word: the oracle."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + rfc_6962(leaves[:split]) + rfc_6962(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_the_streamed_root_is_the_root_of_the_definition(leaves):
    assert root_of(leaves) == rfc_6962(leaves)


def test_a_known_root_of_the_certificate_transparency_vectors():
    leaves = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31"]
    assert root_of(leaves).hex() == "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"


def test_no_leaves_have_the_hash_of_nothing():
    assert MerkleTree().root == EMPTY


@given(st.lists(st.binary(min_size=1, max_size=4), min_size=1, max_size=20), st.data())
def test_changing_or_dropping_or_swapping_a_leaf_changes_the_root(leaves, data):
    place = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves]
    changed[place] = bytes([changed[place][0] ^ 1]) + changed[place][1:]
    assert root_of(changed) != root_of(leaves)
    assert root_of(leaves[:place] + leaves[place + 1 :]) != root_of(leaves)


def test_a_tree_counts_its_leaves():
    tree = MerkleTree()
    for leaf in (b"a", b"b", b"c"):
        tree.add(leaf)
    assert tree.count == 3
