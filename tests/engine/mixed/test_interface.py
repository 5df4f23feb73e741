"""The package is small to import and whole to read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import spiral.engine.mixed as mixed


def test_everything_public_is_listed_on_one_screen():
    source = Path(mixed.__file__).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 80
    assert len(set(mixed.__all__)) == len(mixed.__all__)
    assert all(getattr(mixed, name).__doc__ for name in mixed.__all__)


def test_importing_loads_neither_scipy_nor_ibis_nor_pandas_nor_duckdb():
    heavy = "{'scipy', 'ibis', 'pandas', 'duckdb', 'formulaic', 'pyarrow', 'polars'}"
    code = f"import sys, spiral.engine.mixed; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
