"""The same expressions in other engines give the same statistics: PostgreSQL and local Spark, where they are there."""

from __future__ import annotations

import importlib.util
import os
import shutil

import ibis
import numpy as np
import pytest

from spiral.engine.mixed import ModelSpec, collect, fit
from spiral.sources.tables.opening import TableOpenError, open_table

FORMULA = "`merit 9` ~ merit.6 * kön + utbildning + (1 | huvudman/skolenhet/årskull)"


def check_equal(theirs, ours) -> None:
    assert theirs.keys == ours.keys
    assert np.array_equal(theirs.n, ours.n)
    np.testing.assert_allclose(theirs.sums, ours.sums, rtol=1e-10, atol=1e-6)
    np.testing.assert_allclose(theirs.products, ours.products, rtol=1e-10, atol=1e-4)
    np.testing.assert_allclose(fit(theirs).beta, fit(ours).beta, rtol=1e-9)


def test_an_ibis_table_in_duckdb_gives_what_a_frame_gives(pupils):
    spec = collect(ModelSpec.from_formula(FORMULA), pupils).spec
    check_equal(collect(spec, ibis.memtable(pupils)), collect(spec, pupils))


@pytest.fixture(scope="module")
def spark_table(pupils, tmp_path_factory):
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("spark: pyspark saknas (tillägget spiral[spark])")
    if shutil.which("java") is None:
        pytest.skip("spark: Java saknas")
    path = tmp_path_factory.mktemp("spark") / "elever.parquet"
    pupils.write_parquet(path)
    return open_table(str(path), engine="spark")


@pytest.mark.spark
def test_local_spark_gives_the_same_statistics(pupils, spark_table):
    spec = collect(ModelSpec.from_formula(FORMULA), pupils).spec
    check_equal(collect(spec, spark_table), collect(spec, pupils))


@pytest.mark.spark
def test_local_spark_gives_the_same_bits_in_fixed_point(pupils, spark_table):
    ours = collect(ModelSpec.from_formula(FORMULA, fixed_point=True), pupils)
    theirs = collect(ours.spec, spark_table)
    assert np.array_equal(theirs.sums, ours.sums)
    assert np.array_equal(theirs.products, ours.products)


@pytest.fixture(scope="module")
def postgres_table(pupils):
    url = os.environ.get("SPIRAL_TEST_POSTGRES")
    if url is None or importlib.util.find_spec("psycopg") is None:
        pytest.skip("postgres: sätt SPIRAL_TEST_POSTGRES till en tom databas (tillägget spiral[postgres])")
    connection = ibis.connect(url)
    connection.create_table("elever_prov", pupils.to_arrow(), overwrite=True)
    yield open_table(url, engine="postgres", table="elever_prov")
    connection.drop_table("elever_prov")


def test_postgresql_gives_the_same_statistics(pupils, postgres_table):
    spec = collect(ModelSpec.from_formula(FORMULA), pupils).spec
    check_equal(collect(spec, postgres_table), collect(spec, pupils))


def test_postgresql_gives_the_same_bits_in_fixed_point(pupils, postgres_table):
    ours = collect(ModelSpec.from_formula(FORMULA, fixed_point=True), pupils)
    theirs = collect(ours.spec, postgres_table)
    assert np.array_equal(theirs.sums, ours.sums)
    assert np.array_equal(theirs.products, ours.products)


def test_an_engine_that_does_not_exist_is_refused():
    with pytest.raises(TableOpenError, match="välj duckdb, postgres, spark"):
        open_table("elever.parquet", engine="oracle")


def test_postgresql_without_a_table_says_what_to_add():
    with pytest.raises(TableOpenError, match="--table"):
        open_table("postgresql://localhost/skola", engine="postgres")
