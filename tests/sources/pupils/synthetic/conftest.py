"""Made-up regions, drawn once for all tests of them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from spiral.engine.measures.pupils import Pupils
from spiral.sources.pupils.check import Checked
from spiral.sources.pupils.synthetic.drawing import SyntheticOrder, usual_years
from spiral.sources.pupils.synthetic.writing import write_synthetic
from spiral.sources.pupils.tables import pupils_of
from spiral.sources.snapshot.files import open_snapshot
from tests.sources.pupils.synthetic.reading import checked

SEED, PUPILS, DIRTY = 7, 6_000, 0.2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them read what is published."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.figures)


@pytest.fixture(scope="session")
def published() -> pl.DataFrame:
    return open_snapshot().skolverket


@pytest.fixture(scope="session")
def order() -> SyntheticOrder:
    return SyntheticOrder(SEED, PUPILS, usual_years())


@pytest.fixture(scope="session")
def clean(published: pl.DataFrame, order: SyntheticOrder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Without a dirty row."""
    folder = tmp_path_factory.mktemp("clean") / "region"
    write_synthetic(order, "all", 0.0, published, folder)
    return folder


@pytest.fixture(scope="session")
def clean_files(clean: Path) -> list[Checked]:
    """Its files, checked."""
    return checked(clean)


@pytest.fixture(scope="session")
def tables(clean_files: list[Checked]) -> dict[tuple[str, int], Pupils]:
    """Its pupils, by survey and year."""
    pooled = pupils_of(file.table for file in clean_files if file.table is not None)
    return {(table.survey, table.year): table for table in pooled}


@pytest.fixture(scope="session")
def dirty(published: pl.DataFrame, order: SyntheticOrder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fifth of the rows dirty."""
    folder = tmp_path_factory.mktemp("dirty") / "region"
    write_synthetic(order, "all", DIRTY, published, folder)
    return folder
