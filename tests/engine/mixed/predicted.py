"""Predictions as a table, for the tests."""

from __future__ import annotations

import polars as pl

from spiral.engine.mixed.predictions.predict import Predictions


def frame(predictions: Predictions) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(predictions.table()))
