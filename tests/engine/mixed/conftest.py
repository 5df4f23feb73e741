"""Data for the model's tests: lme4's own data sets where they are exported, seeded synthetic pupils otherwise."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.fixture(scope="session")
def lme4_table():
    """name → polars table of Exam, Chem97 or ScotsSec; the test is skipped, by name, where they are not exported."""
    folder = Path(os.environ.get("SPIRAL_LME4_DATA", ROOT / "var" / "lme4-data"))

    def read(name: str) -> pl.DataFrame:
        plain, packed = folder / f"{name}.csv", folder / f"{name}.csv.gz"
        if plain.exists():
            table = pl.read_csv(plain)
        elif packed.exists():
            table = pl.read_csv(gzip.decompress(packed.read_bytes()))
        else:
            pytest.skip(f"lme4data: {name}.csv saknas; kör bin/export-lme4-data (kräver r-cran-mlmrev)")
        keys = [column for column in ("lea", "school", "primary", "second") if column in table.columns]
        return table.with_columns(pl.col(keys).cast(pl.String))

    return read


@pytest.fixture(scope="session")
def reference():
    """(id, method) → what lme4 1.1.31 found."""
    return lambda name, method: json.loads((HERE / "reference" / f"{name}.{method}.json").read_text())


@pytest.fixture(scope="session")
def pupils() -> pl.DataFrame:
    """2 400 synthetic pupils: 8 owners, 4 units each, 3 cohorts; columns with å ä ö, a dot and a space."""
    random = np.random.default_rng(20261121)
    owner = np.repeat(np.arange(8), 300)
    unit = np.repeat(np.arange(32), 75)
    cohort = np.tile(np.repeat([2024, 2025, 2026], 25), 32)
    merit6 = random.normal(210, 40, 2400)
    girl = random.integers(0, 2, 2400)
    level = random.integers(0, 3, 2400)
    noise = random.normal(0, 25, 2400) + random.normal(0, 8, 8)[owner] + random.normal(0, 12, 32)[unit]
    noise += random.normal(0, 6, 96)[unit * 3 + cohort - 2024]
    merit9 = 30 + 0.9 * merit6 + 8 * girl + np.array([0, 5, 12])[level] + noise
    return pl.DataFrame(
        {
            "huvudman": [f"H{i}" for i in owner],
            "skolenhet": [f"E{i:02d}" for i in unit],
            "årskull": cohort,
            "merit 9": merit9,
            "merit.6": merit6,
            "kön": np.where(girl, "flicka", "pojke"),
            "utbildning": np.array(["förgymnasial", "gymnasial", "eftergymnasial"])[level],
        }
    )
