"""How alike texts are, by the runs of two and three characters they share; no dictionary of any language.

A run weighs the more the fewer texts have it, and thrice in a title. Texts are rows of a sparse matrix;
the likeness of two is the cosine between their rows. Imported where it is used: numpy and scipy are slow.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

#: reason: scipy ships no types; the functions say what the matrices hold
Matrix = Any
Places = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]

#: A title and a body.
Said = tuple[str, str]

RUNS = (2, 3)
BITS = 20
BODY_CHARACTERS = 200
TITLE_WEIGHT = 3.0
#: Runs that fewer than this share of the texts have weigh alike: or one burst would outweigh itself.
RARE_SHARE = 0.005
#: Fewer texts do not tell how rare a run is: it is judged as if there were so many.
WHOLE = 1_000
#: From this likeness on two texts speak of one thing.
NEAR = 0.2
BATCH = 5_000
_STEP, _MIX = np.uint64(1_000_003), np.uint64(0x9E3779B97F4A7C15)


def weigh(titles: Sequence[str], bodies: Sequence[str]) -> Matrix:
    """One row a text, of length one; columns are runs of characters, folded into 2²⁰."""
    counts = sparse.vstack(
        [
            _said(titles[start : start + BATCH], bodies[start : start + BATCH])
            for start in range(0, max(len(titles), 1), BATCH)
        ],
        format="csr",
    )
    held_by = np.bincount(counts.indices, minlength=1 << BITS)
    counts.data *= _rarity(len(titles))[held_by[counts.indices]]
    lengths = row_lengths(counts)
    # What one text alone says makes it less like every other, and is then of no more use.
    counts.data[held_by[counts.indices] < 2] = 0
    counts.eliminate_zeros()
    return shortened(counts, lengths)


def _said(titles: Sequence[str], bodies: Sequence[str]) -> Matrix:
    in_titles, in_bodies = runs(titles), runs([body.strip()[:BODY_CHARACTERS] for body in bodies])
    in_titles.data[:] = TITLE_WEIGHT
    in_bodies.data = 1 + np.log(in_bodies.data)
    return in_titles + in_bodies


def _rarity(texts: int) -> Weights:
    """The weight of a run by the number of texts that have it; few texts are taken for some of many."""
    held_by, whole = np.arange(texts + 1), max(texts, WHOLE)
    return np.log(1 + whole / np.maximum(held_by, RARE_SHARE * whole)).astype(np.float32)


def runs(texts: Sequence[str]) -> Matrix:
    """How often each text has each run of characters; a run ends where a blank or a mark stands."""
    rows, columns = runs_in(texts)
    ones = np.ones(len(rows), dtype=np.float32)
    counted = sparse.csr_matrix((ones, (rows, columns)), shape=(len(texts), 1 << BITS))
    counted.sum_duplicates()
    return counted


def runs_in(texts: Sequence[str]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Every run in *texts*, as often as it stands there: whose it is, and its column."""
    lowered = [text.lower() for text in texts]
    letters = np.frombuffer("\n".join(lowered).encode("utf-32-le", "replace"), dtype=np.uint32)
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) + 1 for text in lowered])
    word = in_words(letters)
    found = [runs_of_length(length, letters, word) for length in RUNS]
    places = np.concatenate([starts for starts, _ in found])
    return rows[places], np.concatenate([columns for _, columns in found])


def in_words(letters: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Digits and letters of any script; in words, everything but blanks and marks."""
    digit = (letters >= 0x30) & (letters <= 0x39)
    latin = (letters >= 0x61) & (letters <= 0x7A)
    marks = (letters >= 0x2000) & (letters <= 0x33FF) | (letters >= 0xFF00) & (letters <= 0xFFFF)
    return digit | latin | ((letters >= 0xC0) & ~marks)


def runs_of_length(
    length: int, letters: npt.NDArray[np.uint32], word: npt.NDArray[np.bool_]
) -> tuple[Places, npt.NDArray[np.int32]]:
    """Where runs of *length* start, and the column of each."""
    count = max(len(letters) - length + 1, 0)
    folded = np.zeros(count, dtype=np.uint64)
    whole = np.ones(count, dtype=bool)
    for offset in range(length):
        folded = folded * _STEP + letters[offset : offset + count]
        whole &= word[offset : offset + count]
    columns = ((folded * _MIX) >> np.uint64(64 - BITS)).astype(np.int32)
    return np.flatnonzero(whole), columns[whole]


def row_lengths(matrix: Matrix) -> Weights:
    """The length of each row."""
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    lengths: Weights = np.sqrt(squares).astype(np.float32)
    return lengths


def shortened(matrix: Matrix, lengths: Weights) -> Matrix:
    """The rows of *matrix*, each divided by its length; empty ones stay empty."""
    return (sparse.diags(1 / np.where(lengths > 0, lengths, 1)).astype(np.float32) @ matrix).tocsr()


def most_alike(of: Said, among: Sequence[Said], *, least: float = NEAR) -> list[int]:
    """Which of *among* say what *of* says, the most alike first; the rest tell what is rare."""
    vectors = weigh(*zip(*among, of, strict=True)) if among else None
    if vectors is None:
        return []
    likeness = np.asarray((vectors[:-1] @ vectors[-1].T).todense()).ravel()
    return [int(row) for row in np.argsort(-likeness, kind="stable") if likeness[row] >= least]


def strongest(matrix: Matrix, count: int) -> Matrix:
    """The *count* heaviest entries of each row."""
    kept = matrix.copy()
    for row in np.flatnonzero(np.diff(kept.indptr) > count):
        weights = kept.data[kept.indptr[row] : kept.indptr[row + 1]]
        weights[weights < np.partition(weights, -count)[-count]] = 0
    kept.eliminate_zeros()
    return kept


def neighbours(matrix: Matrix, rows: Places, *, alike: float, by: int = 32) -> Matrix:
    """For each of *rows*, those whose likeness by their *by* heaviest runs is at least *alike*; sparse."""
    short = strongest(matrix, by)
    short = shortened(short, row_lengths(short))
    columns = short.T.tocsr()
    found = [sparse.csr_matrix((0, short.shape[0]), dtype=np.float32)]
    for start in range(0, len(rows), BATCH // 5):
        likeness = short[rows[start : start + BATCH // 5]] @ columns
        likeness.data[likeness.data < alike] = 0
        likeness.eliminate_zeros()
        found.append(likeness)
    return sparse.vstack(found, format="csr")
