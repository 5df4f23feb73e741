import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.sources.kolada.reading import (
    impossible_as_missing,
    numeric_masks,
    read_catalogue,
    read_data_answers,
    read_groups,
    read_municipalities,
    read_values,
)
from spiral.sources.reading.problems import Reading
from spiral.sources.snapshot.files import open_snapshot


@pytest.fixture
def path(originals: Path) -> Path:
    return originals / "kolada/kolada_education_skaraborg.csv"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def item(**changes: Any) -> dict[str, Any]:
    value = {"gender": "T", "count": 1, "status": "", "value": 204.4, "isdeleted": False}
    return {"kpi": "N15505", "municipality": "1471", "period": 2025, "values": [value]} | changes


def read(*items: Any, **more: Any) -> Reading:
    return read_data_answers([("svar", json.dumps({"values": list(items), "next_url": None} | more).encode())])


def test_the_dump_gives_a_figure_a_row_of_riket_and_municipalities(path: Path) -> None:
    lines = path.read_text().splitlines()[1:]
    reading = read_values(path)
    assert reading.problems == ()
    assert reading.table.height == sum(",0014," not in line for line in lines)
    assert dict(reading.table.group_by("place_kind").agg(pl.col("place").n_unique()).iter_rows()) == {
        "riket": 1,
        "municipality": 5,
    }


def test_a_value_is_the_one_in_the_file(path: Path) -> None:
    line = next(line for line in path.read_text().splitlines() if line.startswith("N15505,1471,Götene,2022,T,"))
    row = read_values(path).table.filter(
        (pl.col("measure") == "N15505") & (pl.col("place") == "1471") & (pl.col("period") == "2022")
    )
    assert row.filter(pl.col("sex") == "T").get_column("value").to_list() == [float(line.rsplit(",", 1)[1])]


def test_ninety_five_is_a_mask_where_kolada_says_so_and_a_number_elsewhere() -> None:
    value = {"gender": "T", "value": 95.0, "isdeleted": False}
    items = [item(kpi=kpi, values=[value]) for kpi in ("N15564", "N15540", "N15436")]
    states = read(*items).table.select("measure", "state", "value").sort("measure").rows()
    assert states == [("N15436", "value", 95.0), ("N15540", "near_all", None), ("N15564", "near_all", None)]
    assert sorted(numeric_masks()[0].kpis) == ["N15539", "N15540", "N15541", "N15564", "N15565"]


@pytest.mark.parametrize(
    ("kpi", "year", "number", "state"),
    [
        ("N15436", 2016, 95.0, "near_all"),
        ("N15436", 2017, 95.0, "value"),
        ("N15436", 2010, 100.0, "near_all"),
        ("N15436", 2011, 100.0, "value"),
        ("N15488", 2013, 95.0, "near_all"),
        ("N15428", 2013, 95.0, "value"),
        ("N15419", 2010, 100.0, "value"),
    ],
)
def test_a_number_is_a_mask_in_the_years_it_was_used_as_one(kpi: str, year: int, number: float, state: str) -> None:
    reading = read(item(kpi=kpi, period=year, values=[{"gender": "T", "value": number}]))
    assert reading.table.get_column("state").to_list() == [state]


def test_no_total_in_the_snapshot_contradicts_its_girls_and_boys() -> None:
    shares = [kpi for mask in numeric_masks() if mask.value == 95.0 for kpi in mask.kpis]
    values = open_snapshot().kolada.filter(pl.col("measure").is_in(shares) & pl.col("value").is_not_null())
    by_sex = values.pivot(on="sex", index=["measure", "place", "period"], values="value").drop_nulls()
    assert by_sex.height > 5000
    both = by_sex.filter(
        (pl.col("K") == pl.col("M")) & pl.col("K").is_in([95.0, 100.0]) & ((pl.col("T") - pl.col("K")).abs() > 0.3)
    )
    assert both.rows() == []


def test_the_sample_holds_a_ninety_five_that_is_masked(path: Path) -> None:
    masked = read_values(path).table.filter(pl.col("state") == "near_all")
    assert masked.get_column("measure").unique().to_list() == ["N15564"]
    assert masked.height == sum(
        line.startswith("N15564") and line.endswith(",95.0") for line in path.read_text().split("\n")
    )


def test_the_dump_may_be_packed(path: Path) -> None:
    expected = read_values(path).table
    packed = path.with_name("packed.csv.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_values(packed).table.equals(expected)


def test_columns_in_another_order_read_the_same(path: Path) -> None:
    expected = read_values(path).table
    frame = pl.read_csv(path, infer_schema=False)
    frame.select(reversed(frame.columns)).write_csv(path)
    assert read_values(path).table.equals(expected)


SPOILED = {
    "a decimal comma": (
        ("N15505,1471,Götene,2022,T,", 'N15505,1471,Götene,2022,T,"204,4"#'),
        ["kolumn N15505", "är inget värde"],
    ),
    "a year of two digits": ((",2022,T,", ",22,T,"), ["”22” är inget år", "kolumn year"]),
    "another sex": ((",2022,T,", ",2022,F,"), ["”F” är inget kön", "T, K eller M"]),
    "another kpi": (("N15505,1471", "N15505x,1471"), ["”N15505x” är inget nyckeltal"]),
    "an infinite value": (("N15505,1471,Götene,2022,T,", "N15505,1471,Götene,2022,T,inf#"), ["inf"]),
    "a missing column": (("kpi,municipality_id", "kpi,kommun"), ["”municipality_id” saknas"]),
    "a doubled column": (("municipality,year", "year,year"), ["”year” finns 2 gånger"]),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_dump_is_refused_whole_with_a_remedy(
    case: str, path: Path, refused: Callable[[Reading], str]
) -> None:
    (old, new), expected = SPOILED[case]
    if new.endswith("#"):
        lines = path.read_text().splitlines()
        spot = next(i for i, line in enumerate(lines) if line.startswith(old))
        lines[spot] = new[:-1]
        path.write_text("\n".join(lines) + "\n")
        expected = [*expected, f"ad {spot + 1}"]
    else:
        spoil(path, old, new)
    text = refused(read_values(path))
    for part in expected:
        assert part in text


def test_a_dump_cut_off_in_a_row_is_refused(path: Path, refused: Callable[[Reading], str]) -> None:
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:50], "N15505,1471,Göt"]))
    assert "Filen slutar mitt i en rad" in refused(read_values(path))


def test_a_row_with_too_many_columns_is_refused(path: Path, refused: Callable[[Reading], str]) -> None:
    spoil(path, ",Götene,", ",Göte,ne,")
    assert "olika många kolumner" in refused(read_values(path))


def test_an_unknown_municipality_is_left_out_and_told(path: Path) -> None:
    rows = path.read_text().count(",1471,")
    path.write_text(path.read_text().replace(",1471,", ",1199,"))
    reading = read_values(path)
    assert reading.ok
    assert [str(p) for p in reading.problems] == [
        f"{path.name}: Kolumn municipality: ”1199” är ingen känd kommun; raderna läses inte. Kontrollera kommunkoden."
    ]
    assert rows > 100
    assert reading.table.filter(pl.col("place") == "1199").is_empty()


def test_an_impossible_share_or_merit_is_missing_and_told() -> None:
    table = read(
        item(kpi="N15431", values=[{"gender": "T", "value": 905.0}]),
        item(kpi="N15505", values=[{"gender": "T", "value": 340.0}, {"gender": "K", "value": 340.1}]),
        item(kpi="U15457", values=[{"gender": "T", "value": -4.0}]),
        item(kpi="N15045", values=[{"gender": "T", "value": -12.0}]),
        item(kpi="N20805", values=[{"gender": "T", "value": -0.2}]),
    ).table
    school = "Grundskola åk 0-9 inkl förskoleklass"
    catalogue = pl.DataFrame(
        [
            ("N15431", "Behöriga till estetiska programmet, fristående skolor, andel (%)", school),
            ("N15505", "Elever i åk. 9, meritvärde kommunala skolor, genomsnitt (17 ämnen)", school),
            ("U15457", "Alla ämnen, avvikelse från modellberäknat värde, andel (%)", school),
            ("N15045", "Nettokostnadsavvikelse grundskola F-9, miljoner kronor", school),
            ("N20805", "Kommunens köp av äldreomsorg totalt, andel (%)", "Äldre och funktionshinder"),
        ],
        schema=["id", "title", "operating_area"],
        orient="row",
    )
    reading = impossible_as_missing(table, catalogue)
    assert reading.ok
    missing = reading.table.filter(pl.col("state") == "missing").select("measure", "sex", "value").rows()
    assert missing == [("N15431", "T", None), ("N15505", "K", None)]
    assert reading.table.get_column("value").drop_nulls().to_list() == [340.0, -4.0, -12.0, -0.2]
    assert [str(problem) for problem in reading.problems] == [
        "Kolada: Kolumn N15431: 905 för 1471, 2025, T kan inte stämma: måttet går 0–100. Visas som saknad. "
        "Meddela Kolada; värdet kommer med när de rättat det.",
        "Kolada: Kolumn N15505: 340,1 för 1471, 2025, K kan inte stämma: måttet går 0–340. Visas som saknad. "
        "Meddela Kolada; värdet kommer med när de rättat det.",
    ]


def test_catalogue_groups_and_municipalities_are_read_as_text(originals: Path) -> None:
    catalogue = read_catalogue(originals / "kolada/kolada_kpi_catalogue_2026.csv")
    assert catalogue.problems == ()
    assert catalogue.table.filter(pl.col("id") == "N15505").get_column("publication_date").to_list() == ["2026-09-25"]
    groups = read_groups(originals / "kolada/kolada_municipality_groups_2026.csv")
    assert groups.table.filter(pl.col("group_id") == "G116238").height == 15


def test_an_indicator_twice_in_the_catalogue_is_refused(originals: Path, refused: Callable[[Reading], str]) -> None:
    path = originals / "kolada/kolada_kpi_catalogue_2026.csv"
    path.write_text(path.read_text() + path.read_text().splitlines()[-1] + "\n")
    assert "finns flera gånger" in refused(read_catalogue(path))


def test_a_municipality_id_that_lost_its_zeros_is_refused(tmp_path: Path, refused: Callable[[Reading], str]) -> None:
    path = tmp_path / "kommuner.csv"
    path.write_text('"id","title","type"\n"180","Stockholm","K"\n')
    assert "Rad 2, kolumn id: ”180” är ingen kommunkod." in refused(read_municipalities(path))


def test_an_answer_of_v3_gives_a_figure_a_sex() -> None:
    values = [{"gender": sex, "value": number, "isdeleted": False} for sex, number in (("T", 204.4), ("K", 215.0))]
    assert read(item(values=values)).table.select("sex", "period", "value").rows() == [
        ("T", "2025", 204.4),
        ("K", "2025", 215.0),
    ]


def test_deleted_rows_are_left_out_and_an_empty_value_is_missing() -> None:
    values = [
        {"gender": "T", "value": 1.0, "isdeleted": True},
        {"gender": "K", "value": None, "status": "Missing", "isdeleted": False},
    ]
    assert read(item(values=values)).table.select("sex", "state", "value").rows() == [("K", "missing", None)]


def test_regions_and_groups_are_left_out_without_a_word() -> None:
    reading = read(item(municipality="0014"), item(municipality="G116238"), item())
    assert reading.problems == ()
    assert reading.table.get_column("place").to_list() == ["1471"]


ANSWERS: dict[str, tuple[Any, list[str]]] = {
    "no values": ({"count": 0}, ["”values” saknas"]),
    "values that are a text": ({"values": "inga"}, ["”values” har fel form"]),
    "an item that is a number": ({"values": [7]}, ["fel form"]),
    "no kpi": ({"values": [{"municipality": "1471", "period": 2025, "values": []}]}, ["”kpi” saknas"]),
    "no municipality": ({"values": [{"kpi": "N15505", "period": 2025, "values": []}]}, ["”municipality”"]),
    "a period that is no year": ({"values": [item(period="läsår")]}, ["”period” är inget årtal"]),
    "a value that is a text": (
        {"values": [item(values=[{"gender": "T", "value": "204,4"}])]},
        ["”204,4” är inget tal"],
    ),
    "a value that is true": ({"values": [item(values=[{"gender": "T", "value": True}])]}, ["”True” är inget tal"]),
    "no sex": ({"values": [item(values=[{"value": 1.0}])]}, ["”gender”"]),
    "two values for one figure": ({"values": [item(), item(values=[{"gender": "T", "value": 1}])]}, ["olika värden"]),
    "a list": ([], ["fel form"]),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_a_spoiled_answer_is_refused_with_a_remedy(case: str, refused: Callable[[Reading], str]) -> None:
    answer, expected = ANSWERS[case]
    text = refused(read_data_answers([("svar 3", json.dumps(answer).encode())]))
    for part in expected:
        assert part in text


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5))
def test_any_json_in_the_place_of_values_is_a_reading(junk: Any) -> None:
    for answer in (junk, {"values": junk}, {"values": [junk]}, {"values": [item(values=junk)]}):
        reading = read_data_answers([("svar", json.dumps(answer).encode())])
        assert reading.ok or reading.table.is_empty()
