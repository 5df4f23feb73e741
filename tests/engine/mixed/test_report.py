"""The report in plain words: Swedish figures in Swedish, English in English, the uncertainty in both."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.message import Message
from spiral.engine.mixed import fit, shown_distribution
from spiral.exchange.wording import sentence
from spiral.exchange.wording.effects_table import effects_tables
from spiral.exchange.wording.report import report

FORMULA = "`merit 9` ~ merit.6 + kön + (1 | huvudman/skolenhet)"


@pytest.fixture(scope="module")
def found(pupils):
    return fit(FORMULA, pupils)


def test_the_swedish_report_uses_comma_and_says_till(found):
    lines = report(found).splitlines()
    assert lines[0] == "merit 9: 2\xa0400 elever, 8 huvudman, 32 skolenhet:huvudman"
    row = next(line for line in lines if line.startswith("  merit.6:"))
    assert row.count("0,") == 3
    assert " till " in row
    assert "." not in row.removeprefix("  merit.6:")


def test_every_group_is_either_apart_or_possibly_chance(found):
    units = found.effects()["skolenhet:huvudman"]
    apart = int(((units.low[:, 0] > 0) | (units.high[:, 0] < 0)).sum())
    assert 0 < apart < 32
    rest = f"för {32 - apart} kan skillnaden bero på slumpen."
    chance = "Ungefär 1 av 20 skiljer sig av en slump."
    assert f"skolenhet:huvudman: {apart} av 32 skiljer sig från förväntat; {rest} {chance}" in report(found)


def test_the_report_never_says_significant_nor_effect_of(found):
    text = report(found).lower()
    assert not any(word in text for word in ("signifikan", "effekt av", "predik", "påverkar"))


def test_the_report_carries_the_warnings(found):
    assert "Bara 8 grupper i huvudman" in report(found)


def test_the_english_report_uses_point_and_to(found):
    text = report(found, "en")
    assert text.splitlines()[0] == "merit 9: 2,400 pupils, 8 huvudman, 32 skolenhet:huvudman"
    assert "chance is enough" in text


def test_shares_of_variation_add_up_to_the_whole(found):
    rows = {row["group"]: row["variance"] for row in found.to_json()["variance"]}
    share = 100 * rows["skolenhet:huvudman"] / sum(rows.values())
    assert f"mellan skolenhet:huvudman: {share:.3g} %".replace(".", ",") in report(found)


def test_a_slope_without_variation_is_said_to_have_none_in_some_direction():
    random = np.random.default_rng(6)
    unit = np.repeat(np.arange(30), 20)
    x = random.normal(size=600)
    y = x + random.normal(0, 1, 30)[unit] + random.normal(0, 1, 600)
    frame = pl.DataFrame({"y": y, "x": x, "g": unit})
    found, plain = fit("y ~ x + (x | g)", frame), fit("y ~ x + (1 | g)", frame)
    assert found.criterion <= plain.criterion + 1e-7
    assert found.boundary == ["g"]
    assert Message.of("variance_zero_in_some_direction", level="g") in found.warnings


def test_a_slope_has_its_spread_and_its_correlation_and_a_share_over_the_pupils_there_are():
    random = np.random.default_rng(8)
    unit = np.repeat(np.arange(60), 40)
    x = random.normal(200, 20, 2400)
    y = x + random.normal(0, 3, 60)[unit] + (x - 200) * random.normal(0, 0.3, 60)[unit] + random.normal(0, 8, 2400)
    found = fit("y ~ x + (x | g)", pl.DataFrame({"y": y, "x": x, "g": unit}))
    D = found.variances["g"]
    z = np.column_stack([np.ones(2400), x])
    average = float(np.einsum("ni,ij,nj->n", z, D, z).mean())
    assert found.average_variances["g"] == pytest.approx(average, rel=1e-6)
    text = report(found)
    assert f"mellan g: {100 * average / (average + found.sigma**2):.3g} % i genomsnitt".replace(".", ",") in text
    assert f"x: spridning {D[1, 1] ** 0.5:.3g} mellan g".replace(".", ",") in text
    assert "(Intercept) och x följs åt: korrelation −0,99" in text
    assert average < D[0, 0] / 10  # what the report would say of pupils with x = 0, of whom there are none


def test_the_table_of_groups_stands_in_the_order_of_their_names(found):
    effects = found.effects()
    lines = effects_tables({"skolenhet:huvudman": effects["skolenhet:huvudman"]}).splitlines()
    row = {r["key"]: r for r in effects["skolenhet:huvudman"].rows()}["E05:H1"]
    assert len(lines) == 33
    assert lines[0].split()[:4] == ["skolenhet:huvudman", "elever", "från", "till"]
    assert [line.split()[0] for line in lines[1:]] == effects["skolenhet:huvudman"].keys
    wanted = [f"{row[name]:.1f}" for name in ("low", "high", "estimate", "unshrunken")]
    shown = next(line for line in lines if line.startswith("E05:H1")).replace("−", "-").replace(",", ".").split()
    assert shown[1:] == ["75", *wanted, f"{row['reliability']:.2f}"]


def test_where_the_groups_lie_together_is_said_where_there_are_enough_of_them(found):
    units = found.effects()["skolenhet:huvudman"]
    a, b, c, d = (f"{place:.3g}" for place in np.quantile(shown_distribution(units), (0.25, 0.75, 0.05, 0.95)))
    said = f"skolenhet:huvudman: half lie between {a} and {b} from what was expected, nine in ten between {c} and {d}."
    assert said.replace("-", "−") in report(found, "en")
    assert "huvudman: half" not in report(found, "en").replace("skolenhet:huvudman: half", "")
    assert float(d) - float(c) > np.ptp(np.quantile(units.estimate, (0.05, 0.95)))


def test_which_groups_differ_is_said_of_pupils_there_are_where_slopes_differ():
    """The intercept of a slope on years would be of the year 0, where no school can be told from any other."""
    random = np.random.default_rng(12)
    unit = np.repeat(np.arange(40), 30)
    year = 2022 + random.integers(0, 3, 1200)
    y = random.normal(0, 6, 40)[unit] + (year - 2023) * random.normal(0, 2, 40)[unit] + random.normal(0, 12, 1200)
    frame = pl.DataFrame({"y": y, "year": year, "mid": year - year.mean(), "g": unit})
    found, centred = (fit(f"y ~ {x} + ({x} | g)", frame).effects()["g"] for x in ("year", "mid"))
    assert not ((found.low[:, 0] > 0) | (found.high[:, 0] < 0)).any()
    np.testing.assert_allclose(found.average[:, 0], centred.low[:, 0], atol=0.05)
    np.testing.assert_allclose(found.average[:, 1], centred.high[:, 0], atol=0.05)
    assert 10 < found.is_apart.sum() < 30
    text = report(fit("y ~ year + (year | g)", frame))
    assert f"g: {found.is_apart.sum()} av 40 skiljer sig från förväntat" in text
    assert "Så är det för en elev med genomsnittliga värden." in text


def test_large_numbers_have_spaces_and_trials_their_own_word():
    random = np.random.default_rng(4)
    unit = np.repeat(np.arange(30), 10)
    cost = random.normal(0, 2000, 30)[unit] + random.normal(60_000, 3000, 300)
    passed = random.binomial(9, 0.6, 300)
    frame = pl.DataFrame({"cost": cost, "passed": passed, "not.passed": 9 - passed, "g": unit})
    row = next(line for line in report(fit("cost ~ 1 + (1 | g)", frame)).splitlines() if "(Intercept)" in line)
    assert row.count("\xa0") == 3
    trials = report(fit("cbind(passed, not.passed) ~ 1 + (1 | g)", frame, family="binomial"))
    assert trials.startswith("cbind(passed, not.passed): 2\xa0700 försök, 30 g")


def test_a_table_of_small_numbers_has_the_decimals_that_tell_them_apart():
    random = np.random.default_rng(5)
    unit = np.repeat(np.arange(30), 10)
    frame = pl.DataFrame({"y": random.normal(0, 0.1, 30)[unit] + random.normal(0, 0.2, 300), "g": unit})
    effects = fit("y ~ 1 + (1 | g)", frame).effects()
    rows = effects_tables(effects, is_trials=True).splitlines()
    assert "försök" in rows[0]
    assert rows[1].split()[4] == f"{effects['g'].estimate[0, 0]:.3f}".replace("-", "−").replace(".", ",")


def test_calculated_numbers_in_messages_have_the_decimal_mark_of_the_language():
    said = Message.of("corrected_for_error", column="x", reliability=0.864, error=0.375)
    assert "0,864, mätfelets standardavvikelse 0,375" in sentence(said)
    assert "0.864, standard deviation of error 0.375" in sentence(said, "en")


def test_shares_under_weights_say_which_weight_they_are_of():
    random = np.random.default_rng(2)
    unit = np.repeat(np.arange(30), 10)
    weight = random.integers(1, 5, 300)
    y = random.normal(0, 3, 30)[unit] + random.normal(0, 9, 300) / np.sqrt(weight)
    frame = pl.DataFrame({"y": y, "w": weight, "g": unit})
    assert "Det gäller rader med vikten 1" in report(fit("y ~ 1 + (1 | g)", frame, weights="w"))
    assert "vikten 1" not in report(fit("y ~ 1 + (1 | g)", frame))
