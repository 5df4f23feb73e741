import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from spiral.cli import main
from spiral.sources.kolada.groups import similar_groups
from spiral.sources.kolada.page_indicators import PAGE_KPIS, SKARABORG_GROUP
from spiral.sources.live.disk import sha256
from spiral.sources.masking.masks import mask_everywhere
from spiral.sources.reading.observations import KEY, NUMERIC_STATES, PARTS, SCHEMA
from spiral.sources.register.places import SCHEMA as PLACES
from spiral.sources.register.places import STATUSES
from spiral.sources.snapshot.build import build, read_originals
from spiral.sources.snapshot.files import MANIFEST, BrokenSnapshot, Snapshot, open_snapshot

ORIGINALS = Path(__file__).parent.parent / "data" / "originals"


@pytest.fixture(scope="module")
def packaged() -> Snapshot:
    return open_snapshot()


def test_the_packaged_snapshot_is_whole_and_a_few_megabytes(packaged: Snapshot) -> None:
    files = packaged.manifest["files"]
    for name, expected in files.items():
        blob = (packaged.folder / name).read_bytes()
        assert (len(blob), sha256(blob)) == (expected["bytes"], expected["sha256"])
    assert sum(expected["bytes"] for expected in files.values()) < 4_000_000


def test_observations_have_one_shape_and_no_figure_twice(packaged: Snapshot) -> None:
    table = packaged.observations
    assert table.schema == SCHEMA
    assert not table.select(KEY).is_duplicated().any()
    assert sorted(table.get_column("part").unique()) == sorted(PARTS)
    assert table.filter(pl.col("state").is_in(NUMERIC_STATES) != pl.col("value").is_not_null()).is_empty()


def test_each_part_has_the_rows_of_its_original(packaged: Snapshot) -> None:
    assert {name: part["rows"] for name, part in packaged.parts.items()} == {
        "kolada": 273_445,
        "slutbetyg": 4 * 1_714,
        "planned_educations": 49_979,
        "planned_educations_masks": 23_017,
        "gymnasium": 1_625,
        "underlag": 49 * (1 + 875 + 5_103),
        "places": 6_391,
        "groups": 15 + 2 * 15 * 7,
        "indicators": 1_258,
    }


def test_each_part_names_source_origin_date_licence_and_what_it_lacks(packaged: Snapshot) -> None:
    for part in packaged.parts.values():
        assert part["sha256"] == packaged.manifest["files"][part["file"]]["sha256"]
        assert all(part[key] for key in ("source", "origin", "date", "licence"))
        assert len(part["remarks"]["sv"]) == len(part["remarks"]["en"]) > 0
        assert all(len(each["sha256"]) == 64 for each in part["inputs"])


def test_places_are_the_country_with_skaraborg_marked(packaged: Snapshot) -> None:
    places = packaged.places
    assert places.schema == PLACES
    municipalities = places.filter(pl.col("kind") == "municipality")
    assert (municipalities.height, municipalities.filter("skaraborg").height) == (290, 15)
    units = places.filter(pl.col("kind") == "unit")
    assert set(units.get_column("status")) == set(STATUSES)
    skaraborg = units.filter("skaraborg")
    assert skaraborg.get_column("municipality_code").null_count() == 0
    assert skaraborg.get_column("owner_kind").null_count() == 0
    assert not places.select("kind", "code").is_duplicated().any()


def test_every_place_with_a_figure_is_a_known_place(packaged: Snapshot) -> None:
    seen = packaged.observations.select(pl.col("place_kind").alias("kind"), pl.col("place").alias("code")).unique()
    assert seen.join(packaged.places, on=["kind", "code"], how="anti").is_empty()


def test_every_page_indicator_is_in_the_catalogue(packaged: Snapshot) -> None:
    assert PAGE_KPIS - {row["id"] for row in packaged.indicators} == set()
    assert all(row["title"] and isinstance(row["has_ou_data"], bool) for row in packaged.indicators)


def test_similar_municipalities_are_seven_for_each_school_form(packaged: Snapshot) -> None:
    sizes = packaged.groups.group_by("title").len()
    gotene = sizes.filter(pl.col("title").str.contains("Götene")).sort("title").rows()
    assert gotene == [
        ("Liknande kommuner grundskola, Götene, 2024", 7),
        ("Liknande kommuner gymnasieskola, Götene, 2024", 7),
    ]


def test_each_part_names_the_periods_it_has(built: Path) -> None:
    snapshot = open_snapshot(built)
    for (part,), table in snapshot.observations.group_by("part"):
        assert snapshot.parts[part]["periods"] == sorted(set(table.get_column("period")) - {"latest"})
    assert snapshot.parts["places"]["periods"] == ["2020-06", "2026-03"]
    assert snapshot.parts["groups"]["periods"] == []


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The snapshot of the sample originals with two files more: the slutbetyg that Skolverket prints next year, and a
    newer edition of Kolada's catalogue."""
    folder = tmp_path_factory.mktemp("next-year")
    originals = Path(shutil.copytree(ORIGINALS, folder / "originals"))
    last = originals / "skolverket/slutbetyg_ak9_samtliga_elever_2024-25_skolenhet.csv"
    grades = last.read_text("utf-8-sig").replace("Valt läsår: 2024/25", "Valt läsår: 2025/26")
    last.with_name("slutbetyg_ak9_samtliga_elever_2025-26_skolenhet.csv").write_text(grades, "utf-8-sig")
    catalogue = originals / "kolada/kolada_kpi_catalogue_2026.csv"
    newer = catalogue.read_text().replace("meritvärde", "nytt meritvärde")
    catalogue.with_name("kolada_kpi_catalogue_2027.csv").write_text(newer)
    assert build(originals, folder / "snapshot").written
    return open_snapshot(folder / "snapshot")


def test_a_new_school_year_is_a_file_beside_the_last(next_year: Snapshot) -> None:
    """Both years are read, and the texts name the new one."""
    part = next_year.parts["slutbetyg"]
    assert part["periods"] == ["2024/25", "2025/26"]
    assert "läsåret 2025/26" in part["origin"]
    assert len(part["inputs"]) == 2


def test_of_a_list_that_comes_in_editions_the_newest_is_read(next_year: Snapshot) -> None:
    assert any("nytt meritvärde" in row["title"] for row in next_year.indicators)


def test_similar_municipalities_are_those_of_the_newest_year_each_has() -> None:
    def group(key: str, title: str, member: str) -> dict[str, str]:
        return {"group_id": key, "title": title, "member_code": member}

    rows = [
        group(SKARABORG_GROUP, "Skaraborgs kommunalförbund", "1470"),
        group("G1", "Liknande kommuner grundskola, Vara, 2024", "1471"),
        group("G2", "Liknande kommuner grundskola, Vara, 2025", "1472"),
        group("G3", "Liknande kommuner gymnasieskola, Vara, 2024", "1473"),
        group("G4", "Liknande kommuner grundskola, Kiruna, 2025", "2584"),
        group("G5", "Liknande kommuner äldreomsorg, Vara, 2025", "1474"),
    ]
    kept = similar_groups(pl.DataFrame(rows), ["Vara"])
    assert kept.get_column("group_id").to_list() == [SKARABORG_GROUP, "G2", "G3"]


@pytest.mark.slow
def test_building_twice_gives_the_same_bytes(originals: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        assert build(originals, folder).written
    one, two = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert one == two
    assert sorted(one) == sorted([*json.loads(one[MANIFEST])["files"], MANIFEST])


@pytest.mark.slow
def test_building_again_over_an_old_snapshot_leaves_the_same(originals: Path, tmp_path: Path) -> None:
    build(originals, tmp_path / "snapshot")
    before = {path.name: path.read_bytes() for path in (tmp_path / "snapshot").iterdir()}
    build(originals, tmp_path / "snapshot")
    assert {path.name: path.read_bytes() for path in (tmp_path / "snapshot").iterdir()} == before


def spoil_a_merit(originals: Path) -> None:
    path = originals / "skolverket/slutbetyg_ak9_samtliga_elever_2024-25_skolenhet.csv"
    path.write_text(path.read_text("utf-8-sig").replace("204,4", "1204,4"), "utf-8-sig")


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [
        spoil_a_merit,
        lambda originals: (originals / "register/kommuner_290.csv").unlink(),
        lambda originals: (originals / "kolada/kolada_kpi_catalogue_2026.csv").write_bytes(b""),
    ],
)
def test_one_error_in_one_original_and_nothing_at_all_is_written(
    originals: Path, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    target = tmp_path / "snapshot"
    build(originals, target)
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    spoil(originals)
    built = build(originals, target)
    assert not built.written
    assert len(built.problems) == 1
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before


@pytest.mark.slow
def test_a_changed_file_is_not_opened(originals: Path, tmp_path: Path) -> None:
    build(originals, tmp_path)
    path = tmp_path / "groups.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(BrokenSnapshot, match=r"groups\.parquet stämmer inte med sin kontrollsumma"):
        open_snapshot(tmp_path)


@pytest.mark.slow
def test_an_absent_file_is_named(originals: Path, tmp_path: Path) -> None:
    build(originals, tmp_path)
    (tmp_path / "places.parquet").unlink()
    with pytest.raises(BrokenSnapshot, match=r"places\.parquet saknas"):
        open_snapshot(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"files": {}}', '{"format": 1, "files": {}, "parts": {}}'])
def test_a_folder_without_a_good_manifest_is_no_snapshot(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(BrokenSnapshot, match="Hämta ögonblicksbilden igen"):
        open_snapshot(tmp_path)


@pytest.mark.slow
def test_the_command_tells_what_it_wrote(originals: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snapshot", "build", "--from", str(originals), "--to", str(tmp_path / "s")]) == 0
    assert "observations_kolada: 650 rader" in capsys.readouterr().out


def test_the_command_lists_the_problems_and_fails(
    originals: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil_a_merit(originals)
    assert main(["snapshot", "build", "--from", str(originals), "--to", str(tmp_path / "s")]) == 1
    assert "Rad 9, kolumn Genomsnittligt meritvärde (17 ämnen): 1204,4 kan inte stämma" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()


@pytest.mark.slow
def test_a_file_where_the_folder_should_be_is_told_in_words(
    originals: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s").write_text("en fil")
    assert main(["snapshot", "build", "--from", str(originals), "--to", str(tmp_path / "s")]) == 1
    assert "Kan inte skriva till" in capsys.readouterr().err


def test_an_empty_folder_of_originals_names_every_file_that_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["snapshot", "build", "--from", str(tmp_path), "--to", str(tmp_path / "s")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert sum("Filen finns inte. Kontrollera mapp och filnamn." in line for line in said) == 12
    assert said[-1] == "Inget skrevs: det som fanns ligger kvar."


def test_opening_the_snapshot_needs_no_http_library() -> None:
    code = "import sys, spiral.sources.snapshot.files as s; s.open_snapshot().places; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_no_file_holds_a_figure_that_some_source_hides(originals: Path, tmp_path: Path) -> None:
    """The sample's made-up figures that another source masks: hunted as numbers in every table that is written."""
    raw, places = read_originals(originals)
    masked = mask_everywhere(raw, places)
    key = [*KEY]
    secret = raw.filter(pl.col("value").is_not_null()).join(
        masked.filter(pl.col("value").is_null()), on=key, how="semi"
    )
    assert secret.height > 30
    build(originals, tmp_path / "snapshot")
    for path in (tmp_path / "snapshot").glob("*.parquet"):
        table = pl.read_parquet(path)
        if "value" in table.columns:
            assert table.join(secret, on=[*key, "value"], how="semi").is_empty(), path.name
        else:
            assert path.name in ("places.parquet", "groups.parquet")


@pytest.mark.slow
def test_files_that_only_an_earlier_snapshot_had_are_removed(originals: Path, tmp_path: Path) -> None:
    target = tmp_path / "snapshot"
    build(originals, target)
    manifest = json.loads((target / MANIFEST).read_text("utf-8"))
    manifest["files"]["published.parquet"] = {"sha256": "", "bytes": 0, "rows": 0}
    (target / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    for name in ("published.parquet", "mine.txt"):
        (target / name).write_bytes(b"x")
    build(originals, target)
    assert not (target / "published.parquet").exists()
    assert (target / "mine.txt").exists()
