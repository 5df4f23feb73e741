"""Crossed levels and several memberships against dense algebra, and what cannot be computed refused, all at once."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import ModelError, contrast, fit, variance_intervals, write_moments
from spiral.exchange.wording import sentence
from tests.engine.refusals import refused

from .dense import dense_fit, dummies

PUPILS = 260


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    random = np.random.default_rng(20261201)
    owner = random.integers(0, 3, PUPILS)
    unit = owner * 4 + random.integers(0, 4, PUPILS)
    feeder, other = random.integers(0, 9, PUPILS), random.integers(0, 9, PUPILS)
    area = random.integers(0, 6, PUPILS)
    x = random.normal(5, 1, PUPILS)
    weight = random.integers(1, 5, PUPILS) / 2
    share = random.random(PUPILS).round(2) + 0.1
    y = 2 * x + random.normal(0, 1, 3)[owner] + random.normal(0, 1, 12)[unit] + random.normal(0, 1, 9)[feeder]
    y = y + random.normal(0, 0.8, 6)[area] + random.normal(0, 1.5, PUPILS) / np.sqrt(weight)
    return pl.DataFrame(
        {
            "y": y,
            "x": x,
            "huvudman": owner,
            "enhet": [f"E{i:02}" for i in unit],
            "avlämnande": [f"A{i}" for i in feeder],
            "förra": [f"A{i}" for i in other],
            "område": area,
            "vikt": weight,
            "del1": share,
            "del2": 1.5 - share,
        }
    )


def columns_of(frame: pl.DataFrame, level: str) -> np.ndarray:
    """Z of one level, straight from the definition."""
    if level.startswith("mm"):
        first, second = (dummies(frame[name].to_numpy()) for name in ("avlämnande", "förra"))
        if "del" not in level:
            return (first + second) / 2
        total = frame["del1"] + frame["del2"]
        return (
            first * (frame["del1"] / total).to_numpy()[:, None] + second * (frame["del2"] / total).to_numpy()[:, None]
        )
    return dummies(frame[level.split(":")[0]].to_numpy())


MODELS = {
    "two": ("(1 | avlämnande) + (1 | enhet)", ["enhet", "avlämnande"], ""),
    "three": ("(1 | avlämnande) + (1 | enhet) + (1 | område)", ["enhet", "avlämnande", "område"], ""),
    "chain": ("(1 | huvudman/enhet) + (1 | avlämnande)", ["huvudman", "enhet:huvudman", "avlämnande"], ""),
    "chain, written apart": (
        "(1 | enhet) + (1 | avlämnande) + (1 | huvudman)",
        ["huvudman", "enhet", "avlämnande"],
        "",
    ),
    "weights": ("(1 | avlämnande) + (1 | enhet)", ["enhet", "avlämnande"], "vikt"),
    "nested and weighted": ("(1 | huvudman/enhet)", ["huvudman", "enhet:huvudman"], "vikt"),
    "members": ("(1 | enhet) + (1 | mm(avlämnande, förra))", ["enhet", "mm(avlämnande, förra)"], ""),
    "members alone": ("(1 | mm(avlämnande, förra, weights = del1 + del2))", ["mm(avlämnande, förra) del"], ""),
    "members, weights": (
        "(1 | mm(avlämnande, förra, weights = cbind(del1, del2))) + (1 | område) + (1 | enhet)",
        ["enhet", "mm(avlämnande, förra) del", "område"],
        "vikt",
    ),
}


@pytest.fixture(scope="module", params=[(name, method) for name in MODELS for method in ("REML", "ML")], ids=" ".join)
def both(request, frame):
    name, method = request.param
    bars, levels, weights = MODELS[name]
    found = fit(f"y ~ x + {bars}", frame, method=method, weights=weights)
    Z = [columns_of(frame, level) for level in levels]
    variance = {level: found.variances[level.removesuffix(" del")] for level in levels}
    D = np.diag(np.repeat([float(variance[level][0, 0]) / found.sigma**2 for level in levels], [z.shape[1] for z in Z]))
    root = np.sqrt(frame[weights].to_numpy()) if weights else np.ones(PUPILS)
    X = np.column_stack([np.ones(PUPILS), frame["x"]])
    known = dense_fit(X * root[:, None], frame["y"].to_numpy() * root, np.hstack(Z) * root[:, None], D, method)
    return found, known, levels, [z.shape[1] for z in Z], 2 * np.log(root).sum()


def test_likelihood_fixed_part_and_effects_are_those_of_dense_algebra(both):
    found, known, levels, sizes, log_weights = both
    assert found.criterion == pytest.approx(known.deviance - log_weights, abs=1e-7)
    np.testing.assert_allclose(found.beta, known.beta, rtol=1e-9)
    np.testing.assert_allclose(found.vcov, known.vcov, rtol=1e-7)
    start = 0
    for level, size in zip(levels, sizes, strict=True):
        inside = slice(start, start + size)
        effects = found.effects(interval="pev")[level.removesuffix(" del")]
        np.testing.assert_allclose(effects.estimate[:, 0], known.u[inside], atol=1e-8)
        np.testing.assert_allclose(effects.condvar[:, 0, 0], np.diag(known.condvar)[inside], atol=1e-8)
        np.testing.assert_allclose(effects.pev[:, 0, 0], np.diag(known.pev)[inside], atol=1e-8)
        start += size


def test_the_optimum_is_one_no_variance_can_be_moved_from(both):
    found, *_ = both
    free = [part.level.name for part in found.design.parts]
    assert found.gradient_norm < 1e-3
    assert set(free) == set(found.groups)


def test_wide_intervals_hold_the_narrow_ones(both):
    found, *_ = both
    for name, wide in found.effects().items():
        narrow = found.effects(interval="pev")[name]
        assert np.median((wide.high - wide.low) / (narrow.high - narrow.low)) >= 0.99
        assert np.isfinite(wide.low).all()


def test_the_deviation_without_caution_is_the_mean_of_what_the_others_leave(frame):
    found = fit("y ~ x + (1 | avlämnande) + (1 | enhet)", frame)
    effects = found.effects(interval="pev")
    unit = dict(zip(effects["enhet"].keys, effects["enhet"].estimate[:, 0], strict=True))
    feeder = dict(zip(effects["avlämnande"].keys, effects["avlämnande"].estimate[:, 0], strict=True))
    left = frame["y"].to_numpy() - found.beta[0] - found.beta[1] * frame["x"].to_numpy()
    for name, other, mine in (("enhet", "avlämnande", feeder), ("avlämnande", "enhet", unit)):
        rest = left - np.array([mine[key] for key in frame[other]])
        for key, plain, se, n in zip(
            effects[name].keys,
            effects[name].unshrunken[:, 0],
            effects[name].unshrunken_se[:, 0],
            effects[name].n,
            strict=True,
        ):
            inside = frame[name].to_numpy() == key
            assert n == inside.sum()
            assert plain == pytest.approx(rest[inside].mean(), abs=1e-9)
            assert found.sigma / np.sqrt(n) < se < 2 * found.sigma / np.sqrt(n)


def test_a_contrast_of_crossed_groups_has_the_joint_uncertainty(both):
    found, known, levels, sizes, _ = both
    level = levels[-1].removesuffix(" del")
    effects = found.effects(interval="pev")[level]
    picks = np.zeros(sum(sizes))
    picks[[sum(sizes[:-1]), sum(sizes[:-1]) + 1]] = 1, -1
    if level in [part.level.name for part in found.design.crossed]:
        said = contrast(found, level, effects.keys[0], effects.keys[1])
        assert said.estimate == pytest.approx(picks @ known.u, abs=1e-8)
        assert said.se == pytest.approx(np.sqrt(picks @ known.pev @ picks), rel=1e-6)


def test_the_order_of_writing_makes_no_difference(frame):
    one = fit("y ~ x + (1 | avlämnande) + (1 | enhet)", frame)
    other = fit("y ~ x + (1 | enhet) + (1 | avlämnande)", frame)
    assert one.loglik == pytest.approx(other.loglik, abs=1e-9)
    assert list(one.to_json()["effects"]) == list(other.to_json()["effects"])


def test_variances_of_zero_are_reached_and_said(frame):
    random = np.random.default_rng(5)
    alike = frame.with_columns(y=pl.col("x") * 2 + pl.Series(random.normal(0, 1, PUPILS)))
    found = fit("y ~ x + (1 | avlämnande) + (1 | enhet)", alike)
    assert found.boundary
    assert {w.code for w in found.warnings} >= {"variance_zero"}
    assert any((effects.estimate == 0).all() for effects in found.effects(interval="pev").values())


def test_a_profile_holds_the_estimate_for_crossed_levels_too(frame):
    found = fit("y ~ x + (1 | avlämnande) + (1 | enhet)", frame)
    for interval in variance_intervals(found):
        assert interval.low < interval.estimate < interval.high


def test_one_who_moved_to_the_same_school_belongs_to_it_wholly(frame):
    stayed = frame.with_columns(förra=pl.col("avlämnande"))
    members = fit("y ~ x + (1 | enhet) + (1 | mm(avlämnande, förra, weights = del1 + del2))", stayed)
    plain = fit("y ~ x + (1 | enhet) + (1 | avlämnande)", stayed)
    assert members.loglik == pytest.approx(plain.loglik, abs=1e-8)
    effects = members.effects(interval="pev")["mm(avlämnande, förra)"]
    assert effects.n.sum() == PUPILS


def test_a_missing_second_school_leaves_the_whole_pupil_to_the_first(frame):
    gone = frame.with_columns(förra=pl.when(pl.col("x") > 5).then(pl.col("förra")))
    found = fit("y ~ x + (1 | enhet) + (1 | mm(avlämnande, förra))", gone)
    assert found.n == PUPILS
    assert found.warnings == [] or all(w.code != "rows_left_out_by_column" for w in found.warnings)


def test_a_weight_that_is_a_number_says_the_same_of_all(frame):
    one, none = (fit("y ~ x + (1 | enhet) + (1 | avlämnande)", frame, weights=w) for w in ("1", ""))
    assert one.loglik == pytest.approx(none.loglik, abs=1e-9)
    members = fit("y ~ x + (1 | enhet) + (1 | mm(avlämnande, förra, weights = 2 + 2))", frame)
    alike = fit("y ~ x + (1 | enhet) + (1 | mm(avlämnande, förra))", frame)
    assert members.loglik == pytest.approx(alike.loglik, abs=1e-9)


@pytest.mark.parametrize(
    ("formula", "options", "codes"),
    [
        ("y ~ x + (x | avlämnande) + (1 | enhet)", {}, ["crossed_without_slopes"]),
        ("y ~ x + (1 | avlämnande) + (1 | enhet)", {"fixed_point": True}, ["crossed_needs_floats"]),
        (
            "y ~ x + (x | avlämnande) + (x | enhet)",
            {"fixed_point": True},
            ["crossed_without_slopes", "crossed_without_slopes", "crossed_needs_floats"],
        ),
        ("y ~ x + (1 | mm(avlämnande, område))", {}, ["membership_of_different_kinds"]),
        ("y ~ x + (1 | mm(avlämnande))", {}, ["membership_unreadable"]),
        ("y ~ x + (1 | mm(avlämnande, förra, weights = del1))", {}, ["membership_unreadable"]),
        ("y ~ x + (1 | mm(avlämnande, förra, scale = del1 + del2))", {}, ["membership_unreadable"]),
        ("y ~ z + (1 | mm(avlämnande, bortrest)) + (1 | enhet)", {}, ["column_unknown", "column_unknown"]),
        ("y ~ x + (1 | enhet)", {"weights": "tyngd"}, ["column_unknown"]),
        ("cbind(y, x) ~ 1 + (1 | enhet)", {}, ["trials_need_binomial"]),
        ("y ~ x + (1 | enhet)", {"weights": "vikt - 0.5"}, ["weights_not_positive"]),
        ("y ~ x + (1 | mm(avlämnande, förra, weights = del1 - 5))", {}, ["membership_unreadable"]),
        ("y ~ x + (1 | enhet)", {"weights": "vikt", "fixed_point": True}, ["weights_need_floats"]),
    ],
)
def test_what_cannot_be_computed_is_refused_all_at_once(frame, formula, options, codes):
    with pytest.raises(ModelError) as caught:
        fit(formula, frame, **options)
    problem = caught.value
    said = [m.code for m in problem.fields["problems"]] if problem.code == "several_problems" else [problem.code]
    assert said == codes
    assert len(sentence(problem).splitlines()) == (1 if len(codes) == 1 else 1 + len(codes))


def test_a_negative_share_is_named_by_its_row(frame):
    wrong = frame.with_columns(del1=pl.when(pl.int_range(pl.len()) == 7).then(-0.5).otherwise("del1"))
    with refused(ModelError, "membership_weight_negative", row=8, column="del1"):
        fit("y ~ x + (1 | mm(avlämnande, förra, weights = del1 + del2))", wrong)


def test_every_wrong_weight_is_told_at_once(frame):
    third = pl.int_range(pl.len()) == 2
    wrong = frame.with_columns(
        vikt=pl.when(pl.int_range(pl.len()) < 9).then(0.0).otherwise("vikt"),
        del1=pl.when(third).then(-0.5).otherwise("del1"),
        del2=pl.lit("halv"),
    )
    with pytest.raises(ModelError) as caught:
        fit("y ~ x + (1 | mm(avlämnande, förra, weights = del1 + del2))", wrong, weights="vikt")
    problems = {m.code: m.fields for m in caught.value.fields["problems"]}
    assert set(problems) == {"weights_not_positive", "membership_weight_negative", "not_numbers"}
    assert problems["weights_not_positive"]["count"] == 9
    assert [m.fields["row"] for m in problems["weights_not_positive"]["rows"]] == [1, 2, 3, 4, 5]
    assert problems["membership_weight_negative"]["row"] == 3


def test_crossed_and_weighted_statistics_stay_where_the_pupils_are(frame):
    found = fit("y ~ x + (1 | avlämnande) + (1 | enhet)", frame, weights="vikt")
    with pytest.raises(ModelError) as caught:
        write_moments(found.moments)
    assert [m.code for m in caught.value.fields["problems"]] == ["crossed_statistics_stay", "weighted_statistics_stay"]


def test_a_sub_model_needs_no_data(frame):
    found = fit("y ~ x + (1 | avlämnande) + (1 | enhet)", frame)
    small, again = fit(found.moments.submodel([])), fit("y ~ 1 + (1 | avlämnande) + (1 | enhet)", frame)
    assert small.loglik == pytest.approx(again.loglik, abs=1e-8)
