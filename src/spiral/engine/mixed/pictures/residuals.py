"""What the residuals of a fit look like: counts of pupils by fitted value and residual, means, and quantiles.

All is counted in the database, in four questions whose answers have a bounded number of rows however many the pupils
are. No pupil can be seen: a cell of fewer than ten is left out (it does not leave the database), a mean is of at least
ten, the nine outermost residuals at each end have no quantile, and quantiles are rounded to a hundredth of the
residuals' standard deviation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ModelError
from ..fit import Fit
from ..passing_on import LEAST
from ..relation import IbisRelation, Relation, numbers
from .normal_quantiles import NormalQuantiles, normal_quantiles, spread_ranks
from .residual_rows import residual_rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: With fewer pupils than this too little is left when no pupil may be seen.
LEAST_PUPILS = 100
#: Cells to either side of the middle, and the least and the largest side of a cell in standard deviations. So wide is a
#: cell that about 6 % of n normal pupils lie in cells of fewer than ten: √(1000 / n).
_CELLS, _FINEST, _WIDEST = 25, 0.2, 1.0
#: How finely values are counted, in parts of a standard deviation, and to how many of them.
_PARTS, _REACH = 500, 10
#: Means: at most so many, each of at least so many pupils.
_MOST_MEANS, _PUPILS_EACH = 20, 50
_MOST_QUANTILES = 81


@dataclass(frozen=True, eq=False)
class ResidualCells:
    """Counts of pupils: C cells ``width`` × ``height`` with their least ``fitted`` (C,) and ``residual`` (C,), each of
    ``n`` (C,) ≥ 10 pupils; ``left_out``: the pupils of all other cells together."""

    width: float
    height: float
    fitted: np.ndarray
    residual: np.ndarray
    n: np.ndarray
    left_out: int


@dataclass(frozen=True, eq=False)
class ResidualMeans:
    """Means in B groups of pupils with about the same fitted value, as many in each: ``n``, ``fitted``, ``residual``
    (B,) and the 95 % interval of the latter, ``low`` and ``high`` (B,)."""

    n: np.ndarray
    fitted: np.ndarray
    residual: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, eq=False)
class ResidualSummary:
    """``n`` pupils; ``sd``: their residuals' standard deviation, below σ where groups are small, in which unit the
    quantiles are."""

    n: int
    sd: float
    cells: ResidualCells
    means: ResidualMeans
    quantiles: NormalQuantiles


def residuals(fit: Fit, data: Any) -> ResidualSummary:
    """The residuals of the pupils in ``data``, which are those that were fitted.

    Raises ModelError for other data, for fewer than 100 pupils, where nothing is left over, and where the database lets
    no table of the groups stand beside the pupils for a while.
    """
    if fit.n < LEAST_PUPILS:
        raise ModelError("residuals_too_few", pupils=fit.n, least=LEAST_PUPILS)
    relation = residual_rows(fit, data)
    rows = relation.table
    said = _moments(relation, rows)
    if said["n"] != fit.n:
        raise ModelError("residuals_of_other_data", pupils=fit.n, others=said["n"])
    middle, spread, mean, sd = (said[name] for name in ("fitted", "fitted_sd", "residual", "residual_sd"))
    if not sd > 1e-9 * max(abs(middle), spread):
        raise ModelError("residuals_all_zero")
    if not spread > 1e-9 * abs(middle):
        spread = sd  # one fitted value for all: one column of cells
    fine = _counted(relation, rows, rows["residual"], mean, sd)
    return ResidualSummary(
        said["n"],
        sd,
        _cells(relation, rows, (middle, spread), sd, said["n"]),
        _means(_counted(relation, rows, rows["fitted"], middle, spread), said["n"]),
        _quantiles(fine["place"], fine["n"], mean, sd),
    )


def _moments(relation: Relation, rows: ir.Table) -> dict[str, Any]:
    """How many rows there are, and the mean and standard deviation of both columns."""
    asked = {name: rows[name].mean() for name in ("fitted", "residual")}
    asked |= {f"{name}_sd": rows[name].std(how="pop") for name in ("fitted", "residual")}
    try:
        answer = relation.run(rows.agg(n=rows.count(), **asked))
    except Exception as problem:  # the driver's, which need not be installed
        if isinstance(relation, IbisRelation):
            raise ModelError("residuals_need_temporary_table") from problem
        raise
    moments: dict[str, Any] = answer.to_pylist()[0]
    return moments


def _place(value: ir.Value, middle: float, step: float, most: int) -> ir.Value:
    """Which step from the middle a value lies in; all that is further out than ``most`` steps is in the outermost."""
    return ((value - middle) / step).clip(-float(most) - 1, float(most)).floor().cast("int64")


def _counted(
    relation: Relation, rows: ir.Table, value: ir.Value, middle: float, spread: float
) -> dict[str, np.ndarray]:
    """Pupils, and sums of fitted values and of residuals, by ``value`` in small steps around ``middle``."""
    counted = rows.mutate(place=_place(value, middle, spread / _PARTS, _PARTS * _REACH)).group_by("place")
    answer = relation.run(
        counted.agg(
            n=lambda t: t.count(),
            fitted=lambda t: t["fitted"].sum(),
            residual=lambda t: t["residual"].sum(),
            square=lambda t: (t["residual"] * t["residual"]).sum(),
        )
    )
    order = np.argsort(numbers(answer["place"].cast("int64")))
    return {name: numbers(answer[name].cast("float64"))[order] for name in answer.column_names}


def _cells(relation: Relation, rows: ir.Table, fitted: tuple[float, float], sd: float, n: int) -> ResidualCells:
    middle, spread = fitted
    side = float(np.clip(np.sqrt(1000 / n), _FINEST, _WIDEST))
    placed = rows.mutate(
        across=_place(rows["fitted"], middle, side * spread, _CELLS),
        up=_place(rows["residual"], 0.0, side * sd, _CELLS),
    )
    inside = placed.filter(
        placed["across"].between(-_CELLS, _CELLS - 1) & placed["up"].between(-_CELLS, _CELLS - 1)  # others have no end
    )
    answer = relation.run(inside.group_by(["up", "across"]).agg(n=inside.count()).filter(lambda t: t["n"] >= LEAST))
    across, up, counts = (numbers(answer[name].cast("int64")) for name in ("across", "up", "n"))
    order = np.lexsort((across, up))
    return ResidualCells(
        side * spread,
        side * sd,
        middle + across[order] * side * spread,
        up[order] * side * sd,
        counts[order],
        n - int(counts.sum()),
    )


def _means(fine: dict[str, np.ndarray], n: int) -> ResidualMeans:
    """Steps of the fitted value put together until each group has its share of the pupils; what is left over at the
    end goes to the last group."""
    share = n / int(np.clip(n // _PUPILS_EACH, 1, _MOST_MEANS))
    starts, pupils = [0], 0.0
    for i, count in enumerate(fine["n"].tolist()):
        pupils += count
        if pupils >= share - 0.5 and i + 1 < len(fine["n"]) and fine["n"][i + 1 :].sum() >= share / 2:
            starts.append(i + 1)
            pupils = 0.0
    count, fitted, total, square = (
        np.add.reduceat(fine[name], starts) for name in ("n", "fitted", "residual", "square")
    )
    mean = total / count
    half = 1.96 * np.sqrt(np.maximum(square / count - mean**2, 0.0) / (count - 1))
    return ResidualMeans(count.astype(np.int64), fitted / count, mean, mean - half, mean + half)


def _quantiles(place: np.ndarray, n: np.ndarray, mean: float, sd: float) -> NormalQuantiles:
    """Order statistics out of the counts: right to a step, which is less than what they are rounded to."""
    size = int(n.sum())
    ends = np.cumsum(n)
    ranks = spread_ranks(size, _MOST_QUANTILES, outermost=LEAST)
    at = place[np.searchsorted(ends, ranks)]
    values = np.round((at + 0.5) / _PARTS + mean / sd, 2)
    return normal_quantiles(values, ranks, size)
