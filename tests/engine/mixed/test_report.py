"""The report in plain words: Swedish figures in Swedish, English in English, the uncertainty in both."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.message import Message
from spiral.engine.mixed import fit
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
    assert f"skolenhet:huvudman: {apart} av 32 skiljer sig från förväntat; {rest}" in report(found)


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
