"""Effects, paths, contrasts and pooled years against dense algebra; rows as readers and other programs want them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import ModelError, contrast, expected_and_reached, fit, pooled_years
from tests.engine.refusals import refused

from .dense import dense_fit, dummies

FORMULA = "y ~ x + (1 | huvudman/enhet/år)"


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    random = np.random.default_rng(99)
    owner, unit = np.repeat([0, 0, 1, 1, 2], 18), np.repeat(np.arange(5), 18)
    year = np.tile(np.repeat([2024, 2025, 2026], 6), 5)
    x = random.normal(5, 1, 90)
    y = 2 * x + random.normal(0, 2, 3)[owner] + random.normal(0, 2, 5)[unit]
    y = y + random.normal(0, 1, 15)[unit * 3 + year - 2024] + random.normal(0, 1.5, 90)
    return pl.DataFrame({"y": y, "x": x, "huvudman": owner, "enhet": [f"E{i}" for i in unit], "år": year})


@pytest.fixture(scope="module")
def found(frame):
    return fit(FORMULA, frame)


@pytest.fixture(scope="module")
def dense(frame, found):
    leaf = np.array([f"{unit}{year}" for unit, year in zip(frame["enhet"], frame["år"], strict=True)])
    Z = [dummies(frame["huvudman"].to_numpy()), dummies(frame["enhet"].to_numpy()), dummies(leaf)]
    ratios = [float(matrix[0, 0]) / found.sigma**2 for matrix in found.variances.values()]
    D = np.diag(np.repeat(ratios, [z.shape[1] for z in Z]))
    X = np.column_stack([np.ones(90), frame["x"]])
    return dense_fit(X, frame["y"].to_numpy(), np.hstack(Z), D, "REML"), [z.shape[1] for z in Z]


def selector(sizes: list[int], owner: int, unit: int, leaf: int | None) -> np.ndarray:
    picks = np.zeros(sum(sizes))
    picks[[owner, sizes[0] + unit]] = 1
    if leaf is not None:
        picks[sizes[0] + sizes[1] + leaf] = 1
    return picks


def test_a_path_is_the_sum_of_the_effects_above_and_its_variance_the_dense_one(found, dense):
    known, sizes = dense
    paths = found.paths()["år:enhet:huvudman"]
    leaf = paths.keys.index("2025:E3:1")
    picks = selector(sizes, 1, 3, leaf)
    assert paths.estimate[leaf, 0] == pytest.approx(picks @ known.u)
    assert paths.pev[leaf, 0, 0] == pytest.approx(picks @ known.pev @ picks)


@pytest.mark.parametrize(
    ("first", "second", "leaves"), [("2024:E0:0", "2026:E0:0", (0, 2)), ("2024:E0:0", "2025:E3:1", (0, 10))]
)
def test_a_contrast_knows_what_two_groups_share(found, dense, first, second, leaves):
    known, sizes = dense
    picks = selector(sizes, 0, 0, leaves[0])
    picks -= selector(sizes, 0, 0, 2) if leaves[1] == 2 else selector(sizes, 1, 3, 10)
    ours = contrast(found, "år:enhet:huvudman", first, second)
    assert ours.estimate == pytest.approx(picks @ known.u)
    assert ours.se**2 == pytest.approx(picks @ known.pev @ picks)


def test_a_contrast_of_units_with_the_same_owner_equals_the_dense_one(found, dense):
    known, sizes = dense
    picks = selector(sizes, 0, 0, None) - selector(sizes, 0, 1, None)
    ours = contrast(found, "enhet:huvudman", "E0:0", "E1:0")
    assert ours.estimate == pytest.approx(picks @ known.u)
    assert ours.se**2 == pytest.approx(picks @ known.pev @ picks)
    assert ours.low < ours.estimate < ours.high


def test_a_contrast_with_a_group_that_is_not_there_is_refused(found):
    with refused(ModelError, "group_unknown", group="E9:0"):
        contrast(found, "enhet:huvudman", "E0:0", "E9:0")
    with refused(ModelError, "level_unknown", level="skola"):
        contrast(found, "skola", "E0:0", "E1:0")


def test_pooled_years_are_the_units_paths_averaged_over_pupils_with_the_dense_variance(found, dense):
    known, sizes = dense
    pooled = pooled_years(found, "enhet:huvudman")
    row = pooled.keys.index("E3:1")
    picks = np.mean([selector(sizes, 1, 3, 9 + year) for year in range(3)], axis=0)
    assert pooled.estimate[row, 0] == pytest.approx(picks @ known.u)
    assert pooled.pev[row, 0, 0] == pytest.approx(picks @ known.pev @ picks)
    assert pooled.n[row] == 18


def test_expected_and_reached_are_the_groups_means(frame, found):
    rows = {row["key"]: row for row in expected_and_reached(found, "enhet:huvudman")}
    inside = frame.filter(pl.col("enhet") == "E2")
    assert rows["E2:1"]["reached"] == pytest.approx(inside["y"].mean())
    assert rows["E2:1"]["expected"] == pytest.approx(found.beta[0] + found.beta[1] * inside["x"].mean())
    assert rows["E2:1"]["difference"] == pytest.approx(rows["E2:1"]["reached"] - rows["E2:1"]["expected"])
    assert rows["E2:1"]["n"] == 18


def test_the_unshrunken_deviation_of_a_leaf_is_its_mean_residual_with_an_honest_error(frame, found, dense):
    known, _ = dense
    leaf = found.effects()["år:enhet:huvudman"]
    at = leaf.keys.index("2026:E4:2")
    inside = ((frame["enhet"] == "E4") & (frame["år"] == 2026)).to_numpy()
    X = np.column_stack([np.ones(90), frame["x"]])
    residual = frame["y"].to_numpy() - X @ known.beta
    assert leaf.unshrunken[at, 0] == pytest.approx(residual[inside].mean())
    # mean residual − true path = (mean of own noise) − x̄(β̂ − β), by the dense covariance of noise and β̂
    ratios = [float(matrix[0, 0]) / found.sigma**2 for matrix in found.variances.values()]
    codes = [
        frame["huvudman"].to_numpy(),
        frame["enhet"].to_numpy(),
        (frame["enhet"] + frame["år"].cast(str)).to_numpy(),
    ]
    V = np.eye(90) + sum(d * dummies(c) @ dummies(c).T for d, c in zip(ratios, codes, strict=True))
    H = np.linalg.solve(X.T @ np.linalg.solve(V, X), np.linalg.solve(V, X).T)
    mean = inside / inside.sum()
    noise = mean - mean @ X @ H
    levels = mean @ X @ H
    expected = known.sigma2 * (noise @ noise + levels @ (V - np.eye(90)) @ levels)
    assert leaf.unshrunken_se[at, 0] ** 2 == pytest.approx(expected)


def test_effects_keep_their_sum_of_zero_and_shrink(found):
    units = found.effects()["enhet:huvudman"]
    assert np.abs(units.estimate).max() < np.abs(units.unshrunken).max()
    assert ((units.reliability > 0) & (units.reliability < 1)).all()
    assert found.effects()["huvudman"].estimate.sum() == pytest.approx(0, abs=1e-9)


def test_rows_hold_numbers_for_one_term_and_lists_for_several(found, frame):
    row = found.effects()["huvudman"].rows()[0]
    assert list(row) == [
        "key",
        "n",
        "terms",
        "estimate",
        "condvar",
        "pev",
        "low",
        "high",
        "unshrunken",
        "unshrunken_se",
        "reliability",
    ]
    assert isinstance(row["estimate"], float)
    slopes = fit("y ~ x + (x | enhet)", frame).effects()["enhet"].rows()[0]
    assert slopes["terms"] == ["(Intercept)", "x"]
    assert np.shape(slopes["estimate"]) == (2,)
    assert np.shape(slopes["pev"]) == (2, 2)


def test_the_document_has_the_promised_keys_and_is_json(found):
    import json

    document = json.loads(json.dumps(found.to_json(), allow_nan=False))
    promised = {
        "n",
        "groups",
        "fixed",
        "variance",
        "sigma",
        "loglik",
        "criterion",
        "method",
        "effects",
        "boundary",
        "warnings",
    }
    assert promised <= set(document)
    assert set(document["fixed"]) == {"names", "estimate", "se", "vcov"}
    assert set(document["variance"][0]) == {"group", "term1", "term2", "variance", "sd"}
    assert set(document["effects"]) == {"huvudman", "enhet:huvudman", "år:enhet:huvudman"}
