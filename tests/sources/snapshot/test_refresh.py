"""What is fetched obeys the same rule as what is built."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from spiral.sources.masking.masks import mask_everywhere
from spiral.sources.reading.observations import combined, observations
from spiral.sources.snapshot.files import open_snapshot, write_snapshot
from spiral.sources.snapshot.refresh import FetchOrder, Replacement, replace_series
from tests.sources.masking.attacker import attacks
from tests.sources.masking.test_attack_on_snapshot import EXEMPELBY, LARGE, SMALL, graded, line, places


def test_a_fetched_figure_that_gives_a_hidden_unit_away_is_hidden_when_it_arrives(tmp_path: Path) -> None:
    old = observations(
        pl.DataFrame([*graded(LARGE, 100, 70.0), *graded(SMALL, "hidden", "hidden")], schema_overrides={"value": float})
    )
    frames = {
        "observations_kolada": old.clear(),
        "observations_skolverket": mask_everywhere(combined([old]), places()),
        "places": pl.concat(
            [places(), places().clear(1).with_columns(kind=pl.lit("municipality"), code=pl.lit(EXEMPELBY))]
        ),
        "groups": pl.DataFrame(schema={"group_id": pl.String, "title": pl.String, "member_code": pl.String}),
    }
    write_snapshot(tmp_path, frames, [], {"kolada": {"file": "observations_kolada.parquet"}})
    years = [
        line("kolada", "N15419", EXEMPELBY, value, period=year) for year, value in (("2024", 66.1), ("2025", 67.3))
    ]
    rows = observations(pl.DataFrame(years))
    order = FetchOrder(tmp_path, tell=lambda _line: None)
    new = Replacement(pl.col("part") == "kolada", rows, "here", ("kolada",), {"sv": [], "en": []})
    assert replace_series(open_snapshot(tmp_path), new, order).written
    assert open_snapshot(tmp_path).kolada.select("period", "state").rows() == [
        ("2024", "value"),
        ("2025", "protecting"),
    ]
    assert attacks(tmp_path) == {}
