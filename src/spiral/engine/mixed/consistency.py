"""Checks that moments can come from a table of pupils: counts are whole, sums of leaves are the totals, and no sum of
products is larger than Cauchy and Schwarz allow, in total and within leaves."""

from __future__ import annotations

import numpy as np

from spiral.engine.message import Message

from .errors import ModelError
from .moments import Moments

#: Float sums in another order differ by some 1e-12 of the largest term.
TOLERANCE = 1e-8


def check_consistency(moments: Moments) -> None:
    """Raises ModelError, whose ``fault`` says what does not add up."""
    spec = moments.spec
    at = {(column.measure, frozenset(column.cells)): i for i, column in enumerate(spec.columns[:-1])}
    slopes = [at[column.measure, frozenset(column.cells)] for column in spec.slopes]
    dummies = [i for i, column in enumerate(spec.columns) if not column.measure]
    if any(moments.sums[0, :, 0] != moments.n) or moments.products[0, 0, 0] != moments.size:
        raise _inconsistent("pupil_counts_differ")
    _check_dummies(moments, dummies)
    exact = bool(spec.bits)
    for q, column in enumerate(slopes):
        added, total = moments.sums[q].sum(axis=0), moments.products[0, column]
        if any(added != total) if exact else not _alike(added, total, _sizes(moments), column):
            raise _inconsistent("sums_are_not_total")
    total = _scaled(moments.products[0].astype(np.float64))
    if np.linalg.eigvalsh(total)[0] < -TOLERANCE * len(total):
        raise _inconsistent("products_exceed_sums")
    _check_leaves(moments, slopes)


def _check_dummies(moments: Moments, dummies: list[int]) -> None:
    """Sums of columns of 0 and 1 are whole, no more than there are pupils, and their own squares."""
    counts = moments.sums[0][:, dummies].astype(np.float64)
    shared = moments.products[0][np.ix_(dummies, dummies)].astype(np.float64)
    if (counts != np.round(counts)).any() or (counts < 0).any() or (counts > moments.n[:, None]).any():
        raise _inconsistent("category_count_impossible")
    if (shared != np.round(shared)).any() or (shared < 0).any() or (np.diag(shared) != counts.sum(axis=0)).any():
        raise _inconsistent("category_counts_are_not_total")
    if (shared > np.diag(shared)).any():
        raise _inconsistent("categories_share_too_many")


def _check_leaves(moments: Moments, slopes: list[int]) -> None:
    """What is left of the products within leaves is a sum of squares, and so is what a leaf has of the slopes."""
    sums = moments.sums[0].astype(np.float64)
    total = moments.products[0].astype(np.float64)
    within = total - (sums / moments.n[:, None]).T @ sums
    size = np.sqrt(np.maximum(np.diag(total), 0.0))
    size[size == 0] = 1.0
    if np.linalg.eigvalsh(within / np.outer(size, size))[0] < -TOLERANCE * len(total):
        raise _inconsistent("sums_exceed_products")
    own = moments.sums[:, :, slopes].astype(np.float64).transpose(1, 0, 2)
    scale = np.sqrt(np.abs(np.einsum("jqq->jq", own)))
    scale[scale == 0] = 1.0
    own = own / scale[:, :, None] / scale[:, None, :]
    if not np.allclose(own, own.transpose(0, 2, 1), rtol=0, atol=TOLERANCE):
        raise _inconsistent("slope_sums_asymmetric")
    if (np.linalg.eigvalsh(own)[:, 0] < -TOLERANCE * own.shape[1]).any():
        raise _inconsistent("slope_sums_impossible")


def _sizes(moments: Moments) -> np.ndarray:
    """√(Σ w²) of each column: the product of two of them bounds the sum of their products."""
    return np.sqrt(np.maximum(np.diag(moments.products[0]).astype(np.float64), 0.0))


def _alike(added: np.ndarray, total: np.ndarray, sizes: np.ndarray, column: int) -> bool:
    slack = TOLERANCE * sizes * sizes[column]
    return bool((np.abs(added - total) <= slack).all())


def _scaled(total: np.ndarray) -> np.ndarray:
    diagonal = np.diag(total)
    if (diagonal < 0).any():
        raise _inconsistent("square_sum_negative")
    size = np.sqrt(diagonal)
    if (total[size == 0] != 0).any():
        raise _inconsistent("empty_column_has_products")
    size = np.where(size == 0, 1.0, size)
    scaled: np.ndarray = total / np.outer(size, size)
    return scaled


def _inconsistent(fault: str) -> ModelError:
    return ModelError("statistics_inconsistent", fault=Message.of(fault))
