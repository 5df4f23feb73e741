"""Statistics add up: merged equals pooled, bit for bit in fixed point; they shrink and come back from JSON."""

from __future__ import annotations

import json

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiral.engine.message import Message
from spiral.engine.mixed import (
    ModelError,
    ModelSpec,
    Moments,
    collect,
    fit,
    merge,
    put_small_together,
    read_moments,
    write_moments,
)
from spiral.engine.mixed.spec_document import read_spec
from spiral.exchange.wording import sentence
from tests.engine.refusals import refused

FORMULA = "`merit 9` ~ merit.6 * kön + utbildning + (1 | huvudman/skolenhet/årskull)"


@pytest.fixture(scope="module")
def pooled(pupils) -> Moments:
    return collect(ModelSpec.from_formula(FORMULA), pupils)


@pytest.fixture(scope="module")
def pooled_exact(pupils) -> Moments:
    return collect(ModelSpec.from_formula(FORMULA, fixed_point=True), pupils)


def by_owner(pupils: pl.DataFrame, spec: ModelSpec) -> list[Moments]:
    return [collect(spec, part) for part in pupils.partition_by("huvudman")]


def same_bits(one: Moments, other: Moments) -> bool:
    return (
        one.keys == other.keys
        and np.array_equal(one.n, other.n)
        and np.array_equal(one.sums, other.sums)
        and np.array_equal(one.products, other.products)
    )


def test_merged_owners_give_the_pooled_fit(pupils, pooled):
    merged = merge(by_owner(pupils, pooled.spec))
    ours, theirs = fit(merged), fit(pooled)
    assert ours.loglik == pytest.approx(theirs.loglik, abs=1e-8)
    np.testing.assert_allclose(ours.beta, theirs.beta, rtol=1e-9)


@pytest.mark.slow
def test_merged_equals_pooled_bit_for_bit_in_fixed_point(pupils, pooled_exact):
    merged = merge(by_owner(pupils, pooled_exact.spec))
    assert same_bits(merged, pooled_exact)
    ours, theirs = fit(merged), fit(pooled_exact)
    assert ours.loglik == theirs.loglik
    assert np.array_equal(ours.beta, theirs.beta)


@pytest.mark.slow
def test_random_slopes_merge_bit_for_bit_too(pupils):
    formula = "`merit 9` ~ merit.6 + kön + (merit.6 | huvudman) + (1 | huvudman:skolenhet)"
    whole = collect(ModelSpec.from_formula(formula, fixed_point=True), pupils)
    assert same_bits(merge(by_owner(pupils, whole.spec)), whole)


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 2))
def test_order_and_threads_and_partition_change_no_bit_in_fixed_point(pupils, pooled_exact, seed, threads):
    random = np.random.default_rng(seed)
    shuffled = pupils[random.permutation(len(pupils))]
    connection = duckdb.connect(config={"threads": str(threads)})
    assert same_bits(collect(pooled_exact.spec, connection.from_arrow(shuffled.to_arrow())), pooled_exact)
    cut = int(random.integers(1, len(pupils) - 1))
    halves = [collect(pooled_exact.spec, half) for half in (shuffled[:cut], shuffled[cut:])]
    assert same_bits(merge(halves), pooled_exact)


def test_fixed_point_keeps_six_digits_of_the_estimates(pooled, pooled_exact):
    np.testing.assert_allclose(fit(pooled_exact).beta, fit(pooled).beta, rtol=2e-5)


def test_the_statistics_are_the_sums_of_the_pupils(pupils, pooled):
    spec = pooled.spec
    names = [column.name for column in spec.columns]
    y = pupils["merit 9"].to_numpy() - spec.centres["`merit 9`"]
    x = pupils["merit.6"].to_numpy() - spec.centres["`merit.6`"]
    boy = (pupils["kön"] == "pojke").to_numpy()
    columns = {"merit.6": x, "könpojke": boy, "merit.6:könpojke": x * boy, "`merit 9`": y}
    total = pooled.products[0]
    for left, a in columns.items():
        for right, b in columns.items():
            assert total[names.index(left), names.index(right)] == pytest.approx((a * b).sum(), rel=1e-9, abs=1e-6)
    leaf = pooled.leaves.index(("H3", "E13", 2025))
    inside = ((pupils["skolenhet"] == "E13") & (pupils["årskull"] == 2025)).to_numpy()
    assert pooled.n[leaf] == inside.sum()
    assert pooled.sums[0, leaf, names.index("`merit 9`")] == pytest.approx(y[inside].sum())


def test_no_owner_sends_second_moments_of_its_units(pupils, pooled):
    by_block = collect(pooled.spec, pupils, blocks="owner")
    assert by_block.products.shape[0] == 8
    document = write_moments(by_block)
    k = len(pooled.spec.columns)
    assert [len(row) for row in document["products"]] == list(range(k, 0, -1))
    assert np.shape(document["sums"]) == (1, len(pooled.n), k)


@pytest.mark.parametrize("exact", [False, True])
def test_json_gives_the_same_statistics_back(pooled, pooled_exact, exact):
    moments = pooled_exact if exact else pooled
    back = read_moments(json.loads(json.dumps(write_moments(moments))))
    assert same_bits(back, moments)
    assert back.spec == moments.spec


def test_different_specifications_are_not_merged_and_the_difference_is_named(pupils, pooled):
    other = ModelSpec.from_formula(FORMULA, centres={**pooled.spec.centres, "`merit.6`": 100.0})
    difference = Message.of("centres_differ", name="`merit.6`", mine=210.0, theirs=100.0)
    with pytest.raises(ModelError) as caught:
        merge([pooled, collect(other, pupils)])
    assert caught.value.code == "statistics_differ"
    assert difference in caught.value.fields["differences"]
    assert "mittpunkten för `merit.6`: 210.0 och 100.0" in sentence(caught.value)


def test_merging_finds_a_unit_that_two_owners_report():
    frame = pl.DataFrame({"y": np.sin(np.arange(40.0)), "x": np.cos(np.arange(40.0)), "u": np.arange(40) // 5, "o": 0})
    spec = collect(ModelSpec.from_formula("y ~ x + (1 | o/u)"), frame).spec
    with refused(ModelError, "group_under_two_parents", level="u", group=0, first="o 0", second="o 1"):
        merge([collect(spec, frame), collect(spec, frame[:5].with_columns(o=1))])


def test_a_tampered_specification_is_refused(pooled):
    document = write_moments(pooled)
    document["spec"]["centres"]["`merit.6`"] = 0.0
    with refused(ModelError, "checksum_wrong"):
        read_moments(document)


@pytest.mark.parametrize(
    ("change", "code"), [({"n": [1]}, "checksum_wrong"), ({"sums": None}, "statistics_part_missing")]
)
def test_a_document_that_does_not_fit_itself_is_refused(pooled, change, code):
    document = {**write_moments(pooled), **change}
    if document["sums"] is None:
        del document["sums"]
    with refused(ModelError, code):
        read_moments(document)


def test_a_sub_model_from_the_statistics_equals_the_one_from_the_data(pupils, pooled):
    small = fit(pooled.submodel(["`merit.6`", "kön"]))
    again = fit("`merit 9` ~ merit.6 + kön + (1 | huvudman/skolenhet/årskull)", pupils)
    assert small.names == again.names
    np.testing.assert_allclose(small.beta, again.beta, rtol=1e-8)
    assert small.loglik == pytest.approx(again.loglik, abs=1e-7)


def test_dropping_an_unknown_term_says_which_there_are(pooled):
    with refused(ModelError, "term_unknown", term="prov"):
        pooled.submodel(["prov"])


def test_small_leaves_become_one_leaf_of_their_owner_and_no_pupil_is_lost(pupils, pooled):
    first = pl.int_range(pl.len()).over("skolenhet", "årskull") < 5
    small = pl.concat_str("skolenhet", "årskull", separator=" ").is_in(["E01 2024", "E02 2025"])
    thin = pupils.filter(first | ~small)
    moments = collect(pooled.spec, thin)
    merged = put_small_together(moments)
    assert merged.n.min() >= 10
    assert merged.n[merged.leaves.index(("H0", "övriga", "övriga"))] == 10
    assert (merged.put_together.leaves, merged.put_together.pupils) == (2, 10)
    assert merged.size == moments.size
    np.testing.assert_allclose(merged.sums.sum(axis=1), moments.sums.sum(axis=1), rtol=1e-9, atol=1e-6)
    assert fit(merged).n == fit(moments).n


def test_the_hash_is_of_the_meaning_and_survives_json(pooled):
    again = read_spec(json.loads(json.dumps(pooled.spec.to_json())))
    assert again.hash == pooled.spec.hash
    assert again.hash != pooled.spec.submodel(["kön"]).hash
