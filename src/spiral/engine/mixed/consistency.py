"""Do moments add up? What every table of pupils gives: counts are whole, sums of leaves are the totals, and no sum of
products is larger than Cauchy and Schwarz allow, in all and within the leaves."""

from __future__ import annotations

from typing import NoReturn

import numpy as np

from .errors import ModelError
from .moments import Moments

#: Float sums in another order differ by some 1e-12 of the largest term.
TOLERANCE = 1e-8


def check_consistency(moments: Moments) -> None:
    """Raises ModelError, saying what does not add up."""
    spec = moments.spec
    at = {(column.measure, frozenset(column.cells)): i for i, column in enumerate(spec.columns[:-1])}
    slopes = [at[column.measure, frozenset(column.cells)] for column in spec.slopes]
    dummies = [i for i, column in enumerate(spec.columns) if not column.measure]
    if any(moments.sums[0, :, 0] != moments.n) or moments.products[0, 0, 0] != moments.size:
        _broken("antalet elever är inte detsamma överallt")
    _check_dummies(moments, dummies)
    exact = bool(spec.bits)
    for q, column in enumerate(slopes):
        added, total = moments.sums[q].sum(axis=0), moments.products[0, column]
        if any(added != total) if exact else not _alike(added, total, _sizes(moments), column):
            _broken("gruppernas summor är inte totalen")
    total = _scaled(moments.products[0].astype(np.float64))
    if np.linalg.eigvalsh(total)[0] < -TOLERANCE * len(total):
        _broken("produktsummorna är större än summorna tillåter (Cauchy–Schwarz)")
    _check_leaves(moments, slopes)


def _check_dummies(moments: Moments, dummies: list[int]) -> None:
    """Sums of columns of 0 and 1 are whole, no more than there are pupils, and their own squares."""
    counts = moments.sums[0][:, dummies].astype(np.float64)
    shared = moments.products[0][np.ix_(dummies, dummies)].astype(np.float64)
    if (counts != np.round(counts)).any() or (counts < 0).any() or (counts > moments.n[:, None]).any():
        _broken("antalet elever i en kategori är inte ett heltal mellan 0 och gruppens antal")
    if (shared != np.round(shared)).any() or (shared < 0).any() or (np.diag(shared) != counts.sum(axis=0)).any():
        _broken("antalet elever i en kategori stämmer inte med totalen")
    if (shared > np.diag(shared)).any():
        _broken("två kategorier delar fler elever än de har")


def _check_leaves(moments: Moments, slopes: list[int]) -> None:
    """What is left of the products within leaves is a sum of squares, and so is what a leaf has of the slopes."""
    sums = moments.sums[0].astype(np.float64)
    total = moments.products[0].astype(np.float64)
    within = total - (sums / moments.n[:, None]).T @ sums
    size = np.sqrt(np.maximum(np.diag(total), 0.0))
    size[size == 0] = 1.0
    if np.linalg.eigvalsh(within / np.outer(size, size))[0] < -TOLERANCE * len(total):
        _broken("gruppernas summor är större än produktsummorna tillåter (Cauchy–Schwarz)")
    own = moments.sums[:, :, slopes].astype(np.float64).transpose(1, 0, 2)
    scale = np.sqrt(np.abs(np.einsum("jqq->jq", own)))
    scale[scale == 0] = 1.0
    own = own / scale[:, :, None] / scale[:, None, :]
    if not np.allclose(own, own.transpose(0, 2, 1), rtol=0, atol=TOLERANCE):
        _broken("en grupps summor av lutningar är inte symmetriska")
    if (np.linalg.eigvalsh(own)[:, 0] < -TOLERANCE * own.shape[1]).any():
        _broken("en grupps summor av lutningar går inte ihop (Cauchy–Schwarz)")


def _sizes(moments: Moments) -> np.ndarray:
    """√(Σ w²) of each column: the product of two of them bounds the sum of their products."""
    return np.sqrt(np.maximum(np.diag(moments.products[0]).astype(np.float64), 0.0))


def _alike(added: np.ndarray, total: np.ndarray, sizes: np.ndarray, column: int) -> bool:
    slack = TOLERANCE * sizes * sizes[column]
    return bool((np.abs(added - total) <= slack).all())


def _scaled(total: np.ndarray) -> np.ndarray:
    diagonal = np.diag(total)
    if (diagonal < 0).any():
        _broken("en summa av kvadrater är negativ")
    size = np.sqrt(diagonal)
    if (total[size == 0] != 0).any():
        _broken("en kolumn utan värden har produkter")
    size = np.where(size == 0, 1.0, size)
    scaled: np.ndarray = total / np.outer(size, size)
    return scaled


def _broken(what: str) -> NoReturn:
    raise ModelError(f"Statistiken går inte ihop: {what}. Samla om statistiken med spiral moments.")
