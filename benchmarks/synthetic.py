"""Synthetic national pupils for the benchmarks: owners, units, cohorts, nine raw columns; seeded, written in pieces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

OWNERS = 290
#: DuckDB's own default; a reader holds about one group per thread in memory.
ROW_GROUP = 122_880
FORMULA = (
    "merit9 ~ merit6 + prov6 + kon + utbildning_2 + utbildning_3 + bakgrund + nyinvandrad + ekonomi"
    " + merit6:kon + prov6:kon + merit6:nyinvandrad"
)
COLUMNS = ["merit9", "merit6", "prov6", "kon", "utbildning_2", "utbildning_3", "bakgrund", "nyinvandrad", "ekonomi"]
LEVELS = {2: "(1 | skolenhet)", 3: "(1 | huvudman/skolenhet/arskull)"}
CROSSED = "(1 | avlamnande) + (1 | skolenhet)"


def _points(values: np.ndarray, most: float, step: float) -> np.ndarray:
    """Results as they are given: in steps, between 0 and the most there is."""
    return np.clip((values / step).round() * step, 0, most)


def write_pupils(
    path: Path, pupils: int, leaves: int, *, seed: int = 1, piece: int = 1_000_000, shuffled: bool = True
) -> None:
    """Parquet with ``pupils`` rows in ``leaves`` groups: three cohorts a unit, units spread over owners."""
    random = np.random.default_rng(seed)
    units = leaves // 3
    owner_of = np.sort(random.integers(0, OWNERS, units))
    owner_effect = random.normal(0, 5, OWNERS)
    unit_effect = random.normal(0, 10, units)
    leaf_effect = random.normal(0, 6, units * 3)
    intake = random.normal(0, 12, units)
    import pyarrow.parquet as pq

    writer = None
    for start in range(0, pupils, piece):
        count = min(piece, pupils - start)
        leaf = random.integers(0, units * 3, count) if shuffled else np.sort(random.integers(0, units * 3, count))
        unit = leaf // 3
        kon = random.integers(0, 2, count)
        utbildning = random.integers(1, 4, count)
        bakgrund = (random.random(count) < 0.2).astype(np.int64)
        nyinvandrad = (random.random(count) < 0.05).astype(np.int64)
        ekonomi = random.gamma(2.0, 1.0, count).round(1)
        merit6 = _points(random.normal(212, 42, count) + intake[unit] + 8 * utbildning - 20 * nyinvandrad, 340, 2.5)
        prov6 = _points(0.3 * merit6 + random.normal(0, 12, count), 120, 1)
        mean = 20 + 0.75 * merit6 + 0.4 * prov6 + 6 * kon + 4 * utbildning - 10 * nyinvandrad + 1.5 * ekonomi
        merit9 = (
            mean + owner_effect[owner_of[unit]] + unit_effect[unit] + leaf_effect[leaf] + random.normal(0, 35, count)
        )
        table = pl.DataFrame(
            {
                "huvudman": owner_of[unit].astype(np.int32),
                "skolenhet": unit.astype(np.int32),
                "arskull": (2023 + leaf % 3).astype(np.int32),
                "merit9": _points(merit9, 340, 2.5),
                "merit6": merit6,
                "prov6": prov6,
                "kon": kon,
                "utbildning_2": (utbildning == 2).astype(np.int64),
                "utbildning_3": (utbildning == 3).astype(np.int64),
                "bakgrund": bakgrund,
                "nyinvandrad": nyinvandrad,
                "ekonomi": ekonomi,
            }
        ).to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table, row_group_size=ROW_GROUP)
    if writer:
        writer.close()


def write_crossed(path: Path, pupils: int, feeders: int, receiving: int, *, seed: int = 2) -> None:
    """The same pupils in ``receiving`` units, each of whom comes from any of ``feeders`` earlier ones."""
    random = np.random.default_rng(seed)
    write_pupils(path, pupils, 3 * receiving)
    feeder = random.integers(0, feeders, pupils)
    earlier = pl.Series(random.normal(0, 8, feeders)[feeder])
    pl.read_parquet(path).with_columns(
        avlamnande=pl.Series(feeder.astype(np.int32)), merit9=pl.col("merit9") + earlier
    ).write_parquet(path, row_group_size=ROW_GROUP)
