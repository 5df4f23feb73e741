"""The numbers of a fit's pictures: effects by size, normal quantiles, and residuals counted where the pupils stand."""

from __future__ import annotations

import duckdb
import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import ModelError, fit
from spiral.engine.mixed.pictures.caterpillar import caterpillar, slices
from spiral.engine.mixed.pictures.normal_quantiles import normal_quantiles, spread_ranks, standardised_effects
from spiral.engine.mixed.pictures.residual_rows import residual_rows
from spiral.engine.mixed.pictures.residuals import residuals
from spiral.engine.mixed.relation import DuckRelation

MODELS = {
    "slopes": ("y ~ x * kön + (x | enhet) + (1 | enhet:kull)", ""),
    "category slopes": ("y ~ x + (kön | enhet)", ""),
    "weighted and crossed": ("y ~ x + (1 | enhet/kull) + (1 | från)", "w"),
    "several memberships": ("y ~ x + (1 | enhet) + (1 | mm(från, också, weights = w + v))", ""),
    "crossed only": ("y ~ poly + (1 | mm(från, också))", ""),
}


@pytest.fixture(scope="module")
def moved() -> pl.DataFrame:
    """1 500 pupils in units and cohorts, from one or two earlier schools; some rows lack a value."""
    random = np.random.default_rng(20261207)
    n = 1500
    unit, cohort, first, second = (random.integers(0, k, n) for k in (25, 3, 12, 12))
    x, girl = random.normal(200, 30, n), random.integers(0, 2, n)
    y = 20 + 0.8 * x + 5 * girl + random.normal(0, 8, 25)[unit] + random.normal(0, 0.1, 25)[unit] * (x - 200)
    y = y + random.normal(0, 5, 75)[unit * 3 + cohort] + random.normal(0, 6, 12)[first] + random.normal(0, 20, n)
    table = pl.DataFrame(
        {
            "enhet": [f"E{i}" for i in unit],
            "kull": cohort + 2020,
            "från": [f"A{i}" for i in first],
            "också": [None if i == 3 else f"A{i}" for i in second],
            "x": np.where(x > 265, np.nan, x),
            "poly": (x - 200) ** 2 / 1000,
            "kön": np.where(girl, "flicka", "pojke"),
            "y": y,
            "w": random.integers(1, 4, n),
            "v": random.integers(1, 4, n),
        }
    )
    return table.with_columns(pl.when(pl.col("y") < 100).then(None).otherwise(pl.col("y")).alias("y"))


def directly(model, table: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Fitted values and residuals by numpy, row by row from the groups' names."""
    spec = model.spec
    table = table.filter(pl.col("y").is_not_null())
    if "x" in spec.used_columns:
        table = table.filter(pl.col("x").is_not_nan())
    rows = table.to_dicts()

    def value(column, row) -> float:
        number = row[column.measure] if column.measure else 1.0
        return number * all(row[key] == wanted for key, wanted in column.cells)

    fitted = np.array([sum(b * value(c, row) for c, b in zip(spec.x, model.beta, strict=True)) for row in rows])
    for name, effects in model.effects(interval="pev").items():
        level = next(level for level in spec.all_levels if level.name == name)
        place = {key: i for i, key in enumerate(effects.keys)}
        for i, row in enumerate(rows):
            if level.check == "mm":
                names = [row[c] for c in level.columns]
                shares = [row[w] for w in level.weights] or [1.0] * len(names)
                shares = [share * (key is not None) for share, key in zip(shares, names, strict=True)]
                for key, share in zip(names, shares, strict=True):
                    fitted[i] += 0 if key is None else share / sum(shares) * effects.estimate[place[key], 0]
                continue
            at = place[":".join(str(row[c]) for c in level.columns)]
            fitted[i] += sum(
                effects.estimate[at, t] * value(column, row) for t, column in enumerate(spec.random(level))
            )
    weight = table["w"].to_numpy() if spec.weights else np.ones(len(rows))
    return fitted, (table["y"].to_numpy() - fitted) * np.sqrt(weight)


@pytest.mark.parametrize("name", MODELS)
def test_residuals_of_the_database_are_those_worked_out_row_by_row(moved, name):
    formula, weights = MODELS[name]
    model = fit(formula, moved, weights=weights)
    relation = residual_rows(model, moved)
    rows = relation.run(relation.table)
    fitted, residual = directly(model, moved)
    assert rows.num_rows == model.n == len(fitted)
    np.testing.assert_allclose(np.sort(rows["fitted"].to_numpy()), np.sort(fitted), rtol=1e-9)
    np.testing.assert_allclose(np.sort(rows["residual"].to_numpy()), np.sort(residual), atol=1e-8)
    assert np.corrcoef(rows["fitted"].to_numpy(), rows["residual"].to_numpy())[0, 1] == pytest.approx(
        np.corrcoef(fitted, residual)[0, 1], abs=1e-9
    )


def test_any_table_gives_the_same_residuals(pupils, tmp_path):
    import ibis

    formula = "`merit 9` ~ merit.6 + kön + (1 | huvudman/skolenhet/årskull)"
    model = fit(formula, pupils)
    pupils.write_parquet(tmp_path / "a.parquet")
    connection = duckdb.connect()
    connection.execute("create table fitted_groups as select 1 as a")  # a table of the reader's own by that name
    tables = [
        pupils,
        pupils.to_arrow(),
        connection.read_parquet(str(tmp_path / "a.parquet")),
        ibis.duckdb.connect().read_parquet(tmp_path / "a.parquet"),
    ]
    first, *others = [residuals(model, table) for table in tables]
    for other in others:
        np.testing.assert_array_equal(other.cells.n, first.cells.n)
        np.testing.assert_array_equal(other.quantiles.sample, first.quantiles.sample)
        np.testing.assert_allclose(other.means.residual, first.means.residual, atol=1e-9)


def test_cells_means_and_quantiles_are_counted_as_they_say(moved):
    model = fit("y ~ x + (1 | enhet)", moved)
    summary = residuals(model, moved)
    fitted, residual = directly(model, moved)
    cells = summary.cells
    assert cells.n.min() >= 10
    assert cells.n.sum() + cells.left_out == summary.n == model.n
    for left, low, n in zip(cells.fitted, cells.residual, cells.n, strict=True):
        inside = (fitted >= left) & (fitted < left + cells.width) & (residual >= low) & (residual < low + cells.height)
        assert inside.sum() == n
    means = summary.means
    assert means.n.sum() == model.n
    assert means.n.min() >= 50
    order = np.argsort(fitted)
    for part, n in enumerate(np.split(order, np.cumsum(means.n)[:-1])):
        assert fitted[n].mean() == pytest.approx(means.fitted[part], abs=1e-9)
        assert residual[n].mean() == pytest.approx(means.residual[part], abs=1e-9)
        half = 1.96 * residual[n].std(ddof=1) / np.sqrt(len(n))
        assert means.high[part] - means.residual[part] == pytest.approx(half, rel=1e-6)
    assert summary.sd == pytest.approx(residual.std(), rel=1e-9)
    ranks, values = summary.quantiles.rank, np.sort(residual) / residual.std()
    assert (ranks.min(), ranks.max()) == (10, model.n - 9)
    np.testing.assert_allclose(summary.quantiles.sample, values[ranks - 1], atol=0.0065)


def test_the_pupils_are_never_fetched(monkeypatch):
    """However many they are the answers have as many rows."""
    fetched: list[int] = []
    run = DuckRelation.run

    def counted(self, expression):
        answer = run(self, expression)
        fetched.append(answer.num_rows)
        return answer

    connection = duckdb.connect()
    table = connection.sql(
        "select i % 300 as g, sin(i) * 10 as x, 3 * sin(i) * 10 + cos(i * 7) * 20 + (i % 300) / 50 as y "
        "from range(300000) t(i)"
    )
    model = fit("y ~ x + (1 | g)", table)
    monkeypatch.setattr(DuckRelation, "run", counted)
    summary = residuals(model, table)
    assert summary.n == 300_000
    assert len(fetched) == 4
    assert max(fetched) <= 10_002
    assert len(summary.cells.n) <= 2_500


def test_few_pupils_and_other_data_have_no_residual_pictures(pupils):
    model = fit("`merit 9` ~ merit.6 + (1 | skolenhet)", pupils)
    with pytest.raises(ModelError, match="residuals_of_other_data"):
        residuals(model, pupils.head(2000))
    few = pupils.filter(pl.col("skolenhet").is_in(["E00", "E05"])).group_by("skolenhet").head(40)
    with pytest.raises(ModelError, match="residuals_too_few"):
        residuals(fit("`merit 9` ~ merit.6 + (1 | skolenhet)", few), few)


def test_a_caterpillar_has_the_effects_in_the_order_of_size(pupils):
    effects = fit("`merit 9` ~ merit.6 + (merit.6 | skolenhet)", pupils).effects()["skolenhet"]
    for term in (0, 1):
        groups = caterpillar(effects, term)
        assert sorted(groups.place) == list(range(32))
        assert (np.diff(groups.estimate) >= 0).all()
        for name in ("estimate", "low", "high"):
            np.testing.assert_array_equal(getattr(groups, name), getattr(effects, name)[groups.place, term])
        np.testing.assert_array_equal(groups.apart, (groups.low > 0) | (groups.high < 0))


def test_slices_of_a_caterpillar_hold_every_group_once(pupils):
    groups = caterpillar(fit("`merit 9` ~ merit.6 + (1 | skolenhet:årskull)", pupils).effects()["skolenhet:årskull"])
    put = slices(groups, 20)
    assert put.count.sum() == 96
    assert set(put.count) == {4, 5}
    assert put.apart.sum() == groups.apart.sum()
    assert put.lowest.min() == groups.low.min()
    assert put.highest.max() == groups.high.max()
    assert (put.estimate * put.count).sum() == pytest.approx(groups.estimate.sum())
    assert len(slices(groups, 500).count) == 96


def test_a_normal_sample_lies_in_the_band_at_its_nominal_rate():
    random = np.random.default_rng(20261208)
    for count in (8, 40, 200):
        rank = np.arange(1, count + 1)
        rounds = [normal_quantiles(np.sort(random.normal(size=count)), rank, count) for _ in range(2000)]
        inside = 1 - np.mean([points.outside for points in rounds], axis=0)
        assert inside.mean() == pytest.approx(0.95, abs=0.01)
        assert inside.min() > 0.93, "pointwise: the outermost too"
        assert inside.max() < 0.97


def test_plotting_positions_are_those_of_r():
    few, many = (normal_quantiles(np.zeros(n), np.arange(1, n + 1), n).theory for n in (5, 12))
    np.testing.assert_allclose(few[:2], [-1.1797611, -0.4972006], atol=1e-6)  # qnorm(ppoints(5))
    np.testing.assert_allclose(many[:2], [-1.7316644, -1.1503494], atol=1e-6)  # qnorm(ppoints(12))


def test_standardised_effects_have_the_spread_of_a_normal_distribution_under_the_model():
    random = np.random.default_rng(20261209)
    ratios = []
    for _ in range(40):
        unit = np.repeat(np.arange(60), random.integers(3, 40, 60))
        table = pl.DataFrame({"g": unit, "y": random.normal(0, 4, 60)[unit] + random.normal(0, 10, len(unit))})
        model = fit("y ~ 1 + (1 | g)", table)
        if not model.boundary:
            ratios.append(standardised_effects(model.effects(interval="pev")["g"], model.variances["g"][0, 0]))
    assert np.mean([np.var(ratio) for ratio in ratios]) == pytest.approx(1, abs=0.05)
    plain = np.mean([np.mean(np.abs(ratio) > 1.96) for ratio in ratios])
    assert plain == pytest.approx(0.05, abs=0.015)


def test_an_effect_that_is_shrunken_away_has_no_ratio(pupils):
    effects = fit("`merit 9` ~ merit.6 + (1 | skolenhet)", pupils).effects()["skolenhet"]
    assert np.isnan(standardised_effects(effects, 0.0)).all()
    assert np.isnan(standardised_effects(effects, float(effects.pev.min()) / 2)).all()


def test_ranks_are_all_in_the_tails_and_few_in_the_middle():
    ranks = spread_ranks(15_000, 250)
    assert list(ranks[:4]) == [1, 2, 3, 4]
    assert ranks[-1] == 15_000
    assert len(ranks) <= 250
    assert np.diff(ranks).max() > 50
    assert list(spread_ranks(30, 81, outermost=10)) == list(range(10, 22))
    assert len(spread_ranks(15, 81, outermost=10)) == 0
