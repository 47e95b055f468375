"""The Merkle root of a list of leaves, as RFC 6962 draws the tree; streams, keeping O(log n) hashes."""

from collections.abc import Iterable
from hashlib import sha256

#: The root of no leaves at all.
EMPTY = sha256(b"").digest()

_LEAF, _NODE = b"\x00", b"\x01"


class MerkleTree:
    """A growing tree: ``add`` leaves in order, ask for the ``root`` at any time."""

    def __init__(self) -> None:
        #: Roots of the perfect subtrees so far, tallest first: one for each bit that is set in ``count``.
        self._peaks: list[bytes] = []
        self.count = 0

    def add(self, leaf: bytes) -> None:
        """Append one leaf; the prefix keeps a leaf from ever passing for a node."""
        peak, lower = sha256(_LEAF + leaf).digest(), self.count
        while lower & 1:
            peak = sha256(_NODE + self._peaks.pop() + peak).digest()
            lower >>= 1
        self._peaks.append(peak)
        self.count += 1

    @property
    def root(self) -> bytes:
        """The root over all leaves added so far."""
        if not self._peaks:
            return EMPTY
        right = self._peaks[-1]
        for left in reversed(self._peaks[:-1]):
            right = sha256(_NODE + left + right).digest()
        return right


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over *leaves*, in their order."""
    tree = MerkleTree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root
