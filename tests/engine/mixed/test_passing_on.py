"""No statistics are passed on that are a pupil's own: small groups are put together, refused, or kept with a warning."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from spiral.cli import main
from spiral.engine.mixed import ModelError, ModelSpec, collect, fit, merge, put_small_together, read_moments
from spiral.engine.mixed.moments_document import checksum
from tests.engine.refusals import refused

FLAT, NESTED = "y ~ x + (1 | enhet)", "y ~ x + (1 | huvudman/enhet/år)"


def frame(sizes: list[int], seed: int = 1) -> pl.DataFrame:
    """One unit for each size, two units an owner, one cohort a unit; numbers nobody else has."""
    random = np.random.default_rng(seed)
    unit = np.repeat(np.arange(len(sizes)), sizes)
    x = random.normal(200, 40, len(unit)).round(3)
    return pl.DataFrame(
        {
            "y": (0.5 * x + unit + random.normal(0, 20, len(unit))).round(3),
            "x": x,
            "enhet": [f"E{u:02}" for u in unit],
            "huvudman": [f"H{u // 2}" for u in unit],
            "år": 2026,
        }
    )


def run(capsys, tmp_path, data: pl.DataFrame, *words: str) -> tuple[int, dict | None, str]:
    data.write_csv(tmp_path / "elever.csv")
    target = tmp_path / "statistik.json"
    target.unlink(missing_ok=True)
    code = main(["moments", *words[:1], str(tmp_path / "elever.csv"), "-o", str(target), *words[1:]])
    out, err = capsys.readouterr()
    return code, json.loads(target.read_text()) if target.exists() else None, out + err


def hidden_sums(document: dict, pupils: pl.DataFrame) -> bool:
    """Does a leaf of the file hold the sum of exactly these pupils' outcomes?"""
    centre = document["spec"]["centres"]["y"]
    total = float((pupils["y"] - centre).sum())
    return any(abs(row[-1] - total) < 1e-6 for row in document["sums"][0])


@pytest.mark.parametrize("formula", [FLAT, NESTED])
@pytest.mark.parametrize("sizes", [[30, 1, 25, 28], [1, 1, 1, 25, 30], [9, 30, 9, 30], [30, 40, 3, 2], [12, 1, 12, 5]])
def test_no_leaf_of_the_file_is_of_fewer_than_ten_pupils(capsys, tmp_path, formula, sizes):
    data = frame(sizes)
    code, document, said = run(capsys, tmp_path, data, formula)
    assert code == 0
    assert min(document["n"]) >= 10
    assert sum(document["n"]) == len(data)
    small = [size for size in sizes if size < 10]
    assert document["put_together"]["leaves"] >= len(small)
    assert document["put_together"]["least"] == 10
    assert "räknas ihop som övriga" in said
    for unit, size in enumerate(sizes):
        if size < 10:
            assert not hidden_sums(document, data.filter(pl.col("enhet") == f"E{unit:02}"))


@pytest.mark.parametrize(
    ("sizes", "words"),
    [([1], []), ([9], []), ([30], []), ([30, 4], []), ([3, 3, 3], []), ([5, 4, 30], [])],
)
def test_too_few_pupils_for_two_leaves_are_refused_and_nothing_is_written(capsys, tmp_path, sizes, words):
    code, document, said = run(capsys, tmp_path, frame(sizes), FLAT, *words)
    assert (code, document) == (1, None)
    assert "--own-use" in said
    assert "Traceback" not in said


def test_own_use_keeps_small_groups_and_the_file_says_so(capsys, tmp_path):
    code, document, said = run(capsys, tmp_path, frame([30, 1, 25, 28]), FLAT, "--own-use")
    assert code == 0
    assert 1 in document["n"]
    assert document["own_use"].startswith("Bara för eget bruk: 1 grupper har färre än 10 elever")
    assert "lämna inte resultatet vidare" in said
    assert main(["fit", "--moments", str(tmp_path / "statistik.json")]) == 0
    assert "eget bruk" in capsys.readouterr().out


def test_a_file_of_small_leaves_whose_warning_was_taken_out_is_not_read(capsys, tmp_path):
    _, document, _ = run(capsys, tmp_path, frame([30, 1, 25, 28]), FLAT, "--own-use")
    del document["own_use"]
    document["checksum"] = checksum(document)
    with refused(ModelError, "leaves_too_small", leaves=1, least=10):
        read_moments(document)


@pytest.mark.parametrize("value", [7, ["x"], "x" * 501, None])
def test_a_warning_that_is_none_is_refused(capsys, tmp_path, value):
    _, document, _ = run(capsys, tmp_path, frame([30, 1, 25, 28]), FLAT, "--own-use")
    document["own_use"] = value
    document["checksum"] = checksum(document)
    with refused(ModelError, "statistics_misshapen"):
        read_moments(document)


def test_random_slopes_stay_where_the_pupils_are(capsys, tmp_path):
    code, document, said = run(capsys, tmp_path, frame([30, 20, 25, 28]), "y ~ x + (x | enhet)")
    assert (code, document) == (1, None)
    assert "Slumplutningar" in said


def test_owners_with_small_groups_of_their_own_are_merged_and_fitted(capsys, tmp_path):
    data = frame([30, 1, 25, 28, 2, 40, 31, 3, 26, 27])
    spec = collect(ModelSpec.from_formula(NESTED), data).spec
    halves = [data.filter(pl.col("huvudman") < "H2"), data.filter(pl.col("huvudman") >= "H2")]
    parts = [put_small_together(collect(spec, half)) for half in halves]
    whole = merge(parts)
    assert whole.size == len(data)
    assert whole.put_together.pupils >= 6
    assert fit(whole).n == len(data)


def test_keys_of_different_kinds_are_not_merged():
    moments = collect(ModelSpec.from_formula(FLAT), frame([30, 30, 30]))
    other = replace(moments, keys=((1, 2, 3),))
    with refused(ModelError, "keys_of_different_kinds", level="enhet"):
        merge([moments, other])
