"""Files with statistics, altered at random: refused with a reason, or harmless. The seed is stated, so that a failure
can be had again; ``-m attack`` tries 10,000 of each kind, an ordinary run a sample."""

from __future__ import annotations

import contextlib
import json
import random
import time
from typing import Any

import numpy as np
import polars as pl
import pytest

from spiral.cli import main
from spiral.engine.mixed import ModelError, ModelSpec, Moments, collect, fit, read_moments, write_moments
from spiral.engine.mixed.moments_document import checksum, parse
from spiral.engine.mixed.spec_document import read_spec
from spiral.exchange.wording import sentence
from tests.engine.refusals import refused

FORMULAS = (
    "y ~ x + k + (1 | h/u)",
    "y ~ x * k + (x | h) + (1 | h:u)",
)


def pupils(count: int = 240) -> pl.DataFrame:
    chance = np.random.default_rng(5)
    x = np.round(chance.normal(200, 40, count))
    unit = np.arange(count) % 12
    y = np.round(0.5 * x + 3 * unit + chance.normal(0, 20, count))
    return pl.DataFrame(
        {
            "x": x,
            "y": y,
            "k": chance.choice(["flicka", "pojke"], count),
            "u": [f"E{u}" for u in unit],
            "h": [f"H{u % 4}" for u in unit],
        }
    )


@pytest.fixture(scope="module", params=[(f, b) for f in FORMULAS for b in (False, True)], ids=str)
def content(request) -> bytes:
    formula, fixed_point = request.param
    moments = collect(ModelSpec.from_formula(formula, fixed_point=fixed_point), pupils())
    return json.dumps(write_moments(moments), ensure_ascii=False).encode()


def read(content: bytes) -> Moments:
    return read_moments(parse(content))


def altered_bytes(content: bytes, chance: random.Random) -> bytes:
    """A bit flipped, a byte swapped, a piece cut out, doubled, moved or replaced, or the end cut off."""
    told, at = bytearray(content), chance.randrange(len(content))
    size = chance.choice((1, 2, 5, 30, 400))
    match chance.randrange(7):
        case 0:
            told[at] ^= 1 << chance.randrange(8)
        case 1:
            told[at] = chance.randrange(256)
        case 2:
            del told[at : at + size]
        case 3:
            told[at:at] = told[at : at + size]
        case 4:
            piece = told[at : at + size]
            del told[at : at + size]
            to = chance.randrange(len(told))
            told[to:to] = piece
        case 5:
            digits = [i for i, sign in enumerate(told) if 48 <= sign <= 57]
            told[chance.choice(digits)] = 48 + chance.randrange(10)
        case _:
            del told[at:]
    return bytes(told)


ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    0.5,
    -0.0,
    1e-300,
    1e300,
    1e308,
    -1e308,
    2**63,
    -(2**63),
    2**127,
    10**30,
    "",
    "x",
    "NaN",
    "y ~ x",
    [],
    {},
    [[]],
    [None],
    {"": 0},
    "[" * 50,
    "æ\u0000",
    "C(x)",
    "log(",
    "()" * 200,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) in a document."""
    holders = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, inner in holders:
        found += [(value, key), *places(inner)]
    return found


def altered_values(content: bytes, chance: random.Random) -> bytes:
    """One to three values changed, swapped, taken away or doubled, and the document sealed again."""
    document = json.loads(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        found = places(document)
        top = chance.choice(list(document)) if document else None
        inside = [p for p in places(document.get(top)) if p] if top else []
        if not (inside or found):
            break
        holder, key = chance.choice(inside or found)
        value = holder[key]
        number = type(value) in (int, float)
        match chance.randrange(8):
            case 0 | 1 if number:
                holder[key] = chance.choice((-value, value + 1, value - 1, value * 10, value / 2, 2 * value, 0))
            case 2 if number:
                holder[key] = value * (1 + chance.choice((1e-3, 1e-6, -1e-2))) if value else 1e-9
            case 3:
                other, at = chance.choice(found)
                if not isinstance(value, dict | list) and not isinstance(other[at], dict | list):
                    holder[key], other[at] = other[at], value
            case 4:
                del holder[key]
            case 5 if isinstance(holder, list):
                holder.insert(key, value)
            case 6:
                holder[key] = type(value)() if value is not None else 0
            case _:
                holder[key] = chance.choice(ODD)
    with contextlib.suppress(ModelError, KeyError):
        document["hash"] = read_spec(document["spec"]).hash
    return json.dumps(document | {"checksum": checksum(document)}).encode()


def same(one: Moments, other: Moments) -> bool:
    arrays = ((one.n, other.n), (one.sums, other.sums), (one.products, other.products))
    kept = (one.spec, one.keys, one.dropped) == (other.spec, other.keys, other.dropped)
    return kept and all(np.array_equal(a, b) for a, b in arrays)


def check_bytes(content: bytes, seeds: range) -> int:
    """How many were refused; every other one is the original's statistics."""
    original, refused = read(content), 0
    for seed in seeds:
        try:
            assert same(read(altered_bytes(content, random.Random(seed))), original), seed
        except ModelError as reason:
            assert sentence(reason).endswith((".", "…")), seed
            refused += 1
    return refused


def check_values(content: bytes, seeds: range) -> int:
    """How many were refused, before the fit or by it; every other one gives whole figures, and soon."""
    refused = 0
    for seed in seeds:
        started = time.process_time()
        try:
            found = fit(read(altered_values(content, random.Random(seed)))).to_json()
            json.dumps(found, allow_nan=False)
            assert found["n"] > 0, seed
        except ModelError as reason:
            assert len(sentence(reason)) < 2000, seed
            refused += 1
        assert time.process_time() - started < 5, seed
    return refused


@pytest.mark.slow
def test_a_sample_of_altered_files_is_refused_or_harmless(content: bytes) -> None:
    assert check_bytes(content, range(1000)) > 950


def test_a_sample_of_altered_and_sealed_files_is_refused_or_holds_together(content: bytes) -> None:
    assert check_values(content, range(75)) > 50


@pytest.mark.attack
@pytest.mark.long
@pytest.mark.skipif("'attack' not in config.getoption('-m')", reason="the sample runs; -m attack runs all")
def test_ten_thousand_altered_files_are_refused_or_harmless(content: bytes) -> None:
    assert check_bytes(content, range(1000, 3500)) > 2400


@pytest.mark.attack
@pytest.mark.long
@pytest.mark.skipif("'attack' not in config.getoption('-m')", reason="the sample runs; -m attack runs all")
def test_ten_thousand_altered_and_sealed_files_are_refused_or_hold_together(content: bytes) -> None:
    assert check_values(content, range(1000, 3500)) > 1000


# What was accepted once


def sealed(content: bytes, change) -> bytes:
    document = json.loads(content)
    change(document)
    return json.dumps(document | {"checksum": checksum(document)}).encode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["n"].__setitem__(0, -1), "not_a_count"),
        (lambda d: d["n"].__setitem__(0, d["n"][0] + 1), "pupil_counts_differ"),
        (lambda d: d["n"].__setitem__(0, 2.0), "not_a_count"),
        (lambda d: d["sums"][0][0].__setitem__(-1, d["sums"][0][0][-1] + 10**6), "sums_are_not_total"),
        (lambda d: d["products"][-1].__setitem__(0, 1), "products_exceed_sums"),
        (lambda d: d["products"][-1].__setitem__(0, -d["products"][-1][0]), "square_sum_negative"),
        (
            lambda d: d["keys"][1].__setitem__(1, d["keys"][1][0]) or d["keys"][0].__setitem__(1, d["keys"][0][0]),
            "leaf_repeated",
        ),
        (lambda d: d["keys"].pop(), "statistics_misshapen"),
        (lambda d: d.pop("dropped"), "statistics_part_missing"),
        (lambda d: d.update(namn=["Kim"]), "statistics_part_unknown"),
        (lambda d: d["dropped"].update(rader=-4), "not_a_dropped_count"),
        (lambda d: d["sums"][0][0].__setitem__(-1, 1e308), "not_a_sum"),
        (lambda d: d["sums"][0][0].__setitem__(-1, "9"), "not_a_sum"),
    ],
)
def test_each_fault_is_named(content: bytes, change, code: str) -> None:
    with pytest.raises(ModelError) as caught:
        read(sealed(content, change))
    error = caught.value
    assert code == (error.fields["fault"].code if error.code == "statistics_inconsistent" else error.code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"n": 1, "n": 2}',
        '{"n": NaN}',
        '{"n": 1e999}',
        '{"n": %s}' % ("9" * 5000),
        "\ud800",
        "{}",
    ],
)
def test_what_is_no_statistics_is_refused_by_the_command(text: str, tmp_path, capsys) -> None:
    (tmp_path / "fil.json").write_bytes(text.encode(errors="surrogatepass"))
    assert main(["fit", "--moments", str(tmp_path / "fil.json")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "fil.json" in err or "modellstatistik" in err


def test_a_file_of_version_0_1_0_is_asked_to_be_collected_again(content: bytes) -> None:
    document = json.loads(content)
    del document["checksum"]
    with refused(ModelError, "checksum_missing"):
        read_moments(document)
