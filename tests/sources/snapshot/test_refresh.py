"""What is fetched obeys the same rule as what is built."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from spiral.sources.masking.masks import mask_everywhere
from spiral.sources.reading.observations import combined, observations
from spiral.sources.snapshot.files import open_snapshot, write_snapshot
from spiral.sources.snapshot.next_year import Range, YearAhead
from spiral.sources.snapshot.predictions import written
from spiral.sources.snapshot.refresh import FetchOrder, Replacement, replace_series
from tests.sources.masking.attacker import attacks
from tests.sources.masking.test_attack_on_snapshot import EXEMPELBY, LARGE, SMALL, graded, line, places

DAY = date(2026, 11, 1)


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
    said = written(YearAhead("2025/26", "2024/25", (Range("unit", LARGE, 100, 1, 220.0, 221.0, 200.0, 242.0),)), DAY)
    write_snapshot(tmp_path, frames, [], {"kolada": {"file": "observations_kolada.parquet"}}, [said])
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
    assert open_snapshot(tmp_path).predictions == (said,), "what was said stays when figures are fetched"
