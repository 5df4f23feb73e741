"""The folder: files that SCB would take, whose measures are the truth's; the same bytes of the same seed; nothing half."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from spiral.engine.measures.flow import flow
from spiral.engine.measures.progression import cohort_pairs, progression
from spiral.engine.measures.pupils import Pupils
from spiral.engine.measures.surveys import BESIDE, measured
from spiral.sources.pupils.check import Checked
from spiral.sources.pupils.rules import LETTERS, shipped_versions
from spiral.sources.pupils.synthetic.drawing import SURVEYS, SyntheticOrder, usual_years
from spiral.sources.pupils.synthetic.lines import SYSTEM
from spiral.sources.pupils.synthetic.writing import NOTICE, write_synthetic
from tests.sources.pupils.synthetic.reading import contents, truth

Tables = dict[tuple[str, int], Pupils]
VERSION = shipped_versions()[LETTERS]


def test_clean_files_pass_the_check_and_a_file_is_of_one_school_and_survey(clean_files: list[Checked]) -> None:
    files = clean_files
    assert {problem.code for file in files for problem in file.problems} == {"other_form"}
    assert {(file.survey, file.year) for file in files} == {(s, y) for s in SURVEYS for y in usual_years()}
    for file in files:
        assert file.ok
        assert len(file.units) == 1
        assert file.file.endswith(f"{file.survey}_{file.year}_{file.units[0]}.csv")


def test_every_row_says_that_it_is_made_up_in_the_encoding_of_its_municipality(clean: Path) -> None:
    encodings = {m["code"]: m["encoding"] for m in truth(clean)["municipalities"]}
    assert set(encodings.values()) == {"utf-8", "cp1252"}
    for name, content in contents(clean).items():
        lines = content.decode(encodings[name[:4]]).splitlines()
        assert all(line.startswith(f"{SYSTEM};") for line in lines)


def test_measures_of_the_files_are_the_truth(clean: Path, tables: Tables) -> None:
    expected = {
        (row["measure"], row["survey"], row["year"], row["unit"], row["sex"]): (row["n"], row["hits"], row["value"])
        for row in pl.read_parquet(clean / "facit_matt.parquet").to_dicts()
    }
    reached = {}
    for table in tables.values():
        beside = tables.get((BESIDE.get(table.survey, ""), table.year))
        for row in measured(table, VERSION, ("unit", "sex"), beside).rows():
            key = (row["measure"], row["survey"], row["year"], row["unit"], row["sex"])
            if key in expected:
                reached[key] = (row["n"], row["hits"], row["value"])
    assert len(expected) > 10_000
    assert {"merit17", "eligible_science", "np3_sv_sva", "np9_so_grade_lower"} < {key[0] for key in expected}
    assert reached.keys() == expected.keys()
    for key, (n, hits, value) in expected.items():
        assert reached[key][:2] == (n, hits), key
        assert reached[key][2] == pytest.approx(value), key


def test_progression_adds_up_to_the_truth(clean: Path, tables: Tables) -> None:
    counted = [row for row in truth(clean)["progression"] if (row["from"], row["to"]) == (6, 9)]
    pairs = cohort_pairs(tables.values())
    assert len(pairs) == len(counted) == 2
    for (before, after), expected in zip(pairs, counted, strict=True):
        result = progression(before, after, VERSION)
        assert {name: getattr(result, name) for name in ("matched", "only_from", "only_to")} == {
            name: expected[name] for name in ("matched", "only_from", "only_to")
        }
        assert result.not_linkable_from == expected["not_linkable_from"]
        assert result.not_linkable_to == expected["not_linkable_to"]
        whole = flow(before, after)
        assert whole.size_from == len(before)
        assert whole.size_to == len(after)
        assert min(whole.arrivals, whole.leavers, whole.stayers) > 0


def test_pupils_move_within_and_between_municipalities_and_keep_their_number(clean: Path) -> None:
    table = pl.read_parquet(clean / "facit_elever.parquet").filter(pl.col("leaves_year_9") == max(usual_years()))
    units = {unit["unit"]: unit["municipality"] for unit in truth(clean)["units"]}
    both = table.drop_nulls(["unit_3", "unit_6", "number_3", "number_6"])
    homes = both.select(pl.col("unit_3", "unit_6").replace_strict(units))
    moved = both.filter(pl.col("unit_3") != pl.col("unit_6"))
    away = both.filter(homes["unit_3"] != homes["unit_6"])
    assert 0 < away.height < moved.height < both.height / 5
    ordinary = both.filter(~pl.col("temporary_3") & ~pl.col("temporary_6"))
    assert (ordinary["number_3"] == ordinary["number_6"]).all()
    ever = pl.any_horizontal("temporary_3", "temporary_6", "temporary_9")
    assert table.filter(ever).height > 0
    assert table.filter("coordination_number").height > 0
    assert ordinary["number_3"].is_unique().all()


def test_who_is_protected_stands_in_the_truth_and_in_the_list_and_in_no_file(clean: Path) -> None:
    table = pl.read_parquet(clean / "facit_elever.parquet").filter("protected")
    numbers = {n for stage in (3, 6, 9) for n in table[f"number_{stage}"].to_list() if n}
    listed = (clean / "skyddade.txt").read_text("utf-8").split()
    assert listed
    assert set(listed) <= numbers
    lines = b"".join(contents(clean).values()).decode("cp1252")
    assert all(number in lines for number in listed)


def test_a_municipality_has_the_same_files_alone_as_with_all_and_a_seed_the_same_bytes(
    dirty: Path, published: pl.DataFrame, order: SyntheticOrder, tmp_path: Path
) -> None:
    write_synthetic(order, "9903", 0.2, published, tmp_path / "one")
    every = {name: content for name, content in contents(dirty).items() if name.startswith("9903/")}
    assert contents(tmp_path / "one") == every
    assert [p.name for p in (tmp_path / "one").iterdir() if p.is_dir()] == ["9903"]
    assert {unit["municipality"] for unit in truth(tmp_path / "one")["units"]} == {"9903"}
    write_synthetic(order, "9903", 0.2, published, tmp_path / "again")
    for file in (tmp_path / "one").rglob("*.*"):
        assert file.read_bytes() == (tmp_path / "again" / file.relative_to(tmp_path / "one")).read_bytes()
    other = SyntheticOrder(order.seed + 1, order.pupils, order.years)
    write_synthetic(other, "9903", 0.2, published, tmp_path / "other")
    assert contents(tmp_path / "other").keys() != every.keys() or contents(tmp_path / "other") != every


def test_made_up_codes_and_names_are_of_no_real_place_and_pupils_are_as_many_as_asked_for(
    clean: Path, order: SyntheticOrder
) -> None:
    from spiral.sources.snapshot.files import open_snapshot

    document, places = truth(clean), open_snapshot().places
    units, names = {unit["unit"] for unit in document["units"]}, {m["name"] for m in document["municipalities"]}
    assert len(names) == 15
    assert not units & set(places["code"])
    assert not names & set(places["name"])
    assert not {unit["name"] for unit in document["units"]} & set(places["name"])
    assert pl.read_parquet(clean / "facit_elever.parquet").height == order.pupils


@pytest.mark.parametrize("pupils", [1, 2, 15, 40])
def test_a_region_may_be_of_a_few_pupils(pupils: int, published: pl.DataFrame, tmp_path: Path) -> None:
    order = SyntheticOrder(pupils, pupils, usual_years())
    written = write_synthetic(order, "all", 0.3, published, tmp_path / "region")
    assert written.rows >= pupils
    assert pl.read_parquet(tmp_path / "region" / "facit_elever.parquet").height == pupils


def test_what_it_is_is_said_in_the_folder_and_in_every_table(clean: Path) -> None:
    assert (clean / "README.txt").read_text("utf-8").startswith(NOTICE)
    assert truth(clean)["notice"] == NOTICE
    for name in ("facit_elever.parquet", "facit_matt.parquet"):
        assert pl.read_parquet_metadata(clean / name)["notice"] == NOTICE


def test_nothing_is_left_when_the_disk_is_full(
    published: pl.DataFrame, order: SyntheticOrder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, text: str, encoding: str) -> int:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        write_synthetic(order, "9915", 0.0, published, tmp_path / "region")
    assert list(tmp_path.iterdir()) == []
