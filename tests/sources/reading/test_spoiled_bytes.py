"""Whatever happens to a file on the way, a reader answers with a reading: never a traceback, never half a table."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spiral.sources.kolada import reading as kolada
from spiral.sources.reading.problems import Reading
from spiral.sources.register import units as register
from spiral.sources.skolverket import derived_rows, planned_educations, slutbetyg, underlag

READERS: dict[str, Callable[[Path], Reading]] = {
    "skolverket/slutbetyg_ak9_samtliga_elever_2024-25_skolenhet.csv": slutbetyg.read_slutbetyg,
    "skolverket/grundskola_ak9_per_skola_2020-2025_long.csv": derived_rows.read_year_nine,
    "skolverket/gymnasieskola_per_skola_program_skaraborg.csv": derived_rows.read_upper_secondary,
    "skolverket/planned_educations_v4_statistics_gr_recorded.jsonl": planned_educations.read_recorded,
    "skolverket/underlag_for_analys_grundskola_2024-25.xlsx": underlag.read_underlag,
    "kolada/kolada_education_skaraborg.csv": kolada.read_values,
    "kolada/kolada_kpi_catalogue_2026.csv": kolada.read_catalogue,
    "kolada/kolada_municipality_groups_2026.csv": kolada.read_groups,
    "register/school_units_skaraborg.csv": register.read_units,
    "register/kommuner_290.csv": register.read_municipalities,
}
ORIGINALS = Path(__file__).parents[1] / "data/originals"
_FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answered(reader: Callable[[Path], Reading], path: Path) -> None:
    reading = reader(path)
    assert reading.ok or reading.table.is_empty()


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@_FEW
def test_a_file_cut_anywhere(name: str, data: st.DataObject, tmp_path: Path) -> None:
    raw = (ORIGINALS / name).read_bytes()
    path = tmp_path / Path(name).name
    path.write_bytes(raw[: data.draw(st.integers(0, len(raw) - 1))])
    answered(READERS[name], path)


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@_FEW
def test_a_file_with_bytes_changed_anywhere(name: str, data: st.DataObject, tmp_path: Path) -> None:
    raw = bytearray((ORIGINALS / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / Path(name).name
    path.write_bytes(raw)
    answered(READERS[name], path)


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
@given(raw=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@_FEW
def test_anything_at_all_under_the_name_of_a_file(name: str, raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / Path(name).name
    path.write_bytes(raw)
    answered(READERS[name], path)


@pytest.mark.parametrize("name", READERS)
def test_a_folder_under_the_name_of_a_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / Path(name).name
    path.mkdir()
    reading = READERS[name](path)
    assert not reading.ok
    assert reading.table.is_empty()
