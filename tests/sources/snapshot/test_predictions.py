"""What is said of a year before it comes: a dated file with a checksum, never written over, and never from that year."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from spiral.cli import main
from spiral.engine.periods import school_year_after
from spiral.sources.reading.problems import Severity
from spiral.sources.snapshot import build as building
from spiral.sources.snapshot.build import build
from spiral.sources.snapshot.files import BrokenSnapshot, Snapshot, open_snapshot, write_snapshot
from spiral.sources.snapshot.next_year import (
    MERIT,
    Range,
    YearAhead,
    graded_years,
    in_hindsight,
    look_ahead,
    own_units,
    reached,
)
from spiral.sources.snapshot.predictions import lying_in, read, with_new, written

DAY, LATER = date(2026, 11, 1), date(2027, 3, 1)
ROWS = (
    Range("unit", "00000001", 31, 1, 200.0, 205.5, 180.1, 230.9),
    Range("unit", "00000002", 90, 1, 240.0, 238.2, 220.0, 256.4),
    Range("municipality", "0001", 121, 2, 229.8, 229.8, 214.2, 245.4),
)
SAID = YearAhead("2025/26", "2024/25", ROWS)
OTHER = YearAhead("2025/26", "2024/25", (ROWS[0]._replace(high=240.9), *ROWS[1:]))


@pytest.fixture(scope="module")
def shipped() -> Snapshot:
    return open_snapshot()


def test_what_ships_is_what_the_shipped_figures_say(shipped: Snapshot) -> None:
    [file] = shipped.predictions
    assert file.ahead.until == graded_years(shipped.skolverket)[-1]
    assert file.ahead.period == school_year_after(file.ahead.until)
    again = look_ahead(shipped.skolverket, shipped.places)
    assert with_new([file], again, LATER) == ([file], [])
    assert all(row.n >= 15 for row in again.ranges)


def test_only_open_figures_of_the_last_year_lead_to_a_range(shipped: Snapshot) -> None:
    table, [file] = shipped.skolverket, shipped.predictions
    merit = table.filter(
        pl.col("part") == "planned_educations", pl.col("measure") == MERIT, pl.col("period") == file.ahead.until
    )
    values = dict(merit.filter(pl.col("value").is_not_null()).select("place", "value").iter_rows())
    units = {row.place: row.before for row in file.ahead.ranges if row.kind == "unit"}
    assert units == {place: values[place] for place in units}
    assert len(units) > 1_400
    assert {row.kind for row in file.ahead.ranges} == {"unit", "municipality"}


def test_a_year_in_hindsight_is_from_the_years_before_it_alone(shipped: Snapshot) -> None:
    """Other merit values in that year and later change nothing."""
    last = graded_years(shipped.skolverket)[-1]
    is_later = (pl.col("measure") == MERIT) & (pl.col("period") >= last)
    other = shipped.skolverket.with_columns(pl.when(is_later).then(100.0).otherwise("value").alias("value"))
    assert look_ahead(other, shipped.places, last) == look_ahead(shipped.skolverket, shipped.places, last)


def test_in_hindsight_the_promise_held_each_year(shipped: Snapshot, capsys: pytest.CaptureFixture[str]) -> None:
    """The real country, printed: 95 of 100 but for chance and what a year has in common."""
    listed = in_hindsight(shipped.skolverket, shipped.places)
    assert [ahead.period for ahead in listed] == graded_years(shipped.skolverket)[2:]
    for ahead in listed:
        came = reached(shipped.skolverket, shipped.places, ahead.period)
        for kind in ("unit", "municipality"):
            inside = [row.holds(came[row.place]) for row in ahead.ranges if row.kind == kind and row.place in came]
            share = sum(inside) / len(inside)
            with capsys.disabled():
                print(f"\n{ahead.period}, i efterhand, {kind}: {share:.3f} av {len(inside)}", end="")
            assert share == pytest.approx(0.95, abs=0.03), (ahead.period, kind)
            assert len(inside) > 250


def test_a_municipality_is_its_own_schools_over_their_pupils(shipped: Snapshot) -> None:
    own = own_units(shipped.places)["1496"]
    year = graded_years(shipped.skolverket)[-1]
    came = reached(shipped.skolverket, shipped.places, year)
    pupils = shipped.skolverket.filter(pl.col("part") == "slutbetyg", pl.col("measure") == "Antal elever")
    n = dict(pupils.filter(pl.col("value").is_not_null()).select("place", "value").iter_rows())
    both = [unit for unit in own if unit in came and unit in n]
    assert came["1496"] == pytest.approx(sum(came[u] * n[u] for u in both) / sum(n[u] for u in both))
    owners = dict(shipped.places.filter(pl.col("kind") == "unit").select("code", "owner_kind").iter_rows())
    assert {owners[unit] for unit in own} == {"kommunal"}


def test_too_little_to_go_by_says_nothing(shipped: Snapshot) -> None:
    table = shipped.skolverket
    nothing = table.filter(pl.col("measure") != MERIT)
    assert look_ahead(nothing, shipped.places) is None
    assert in_hindsight(nothing, shipped.places) == []
    one_year = table.filter((pl.col("measure") != MERIT) | (pl.col("period") == "2024/25"))
    assert look_ahead(one_year, shipped.places) is None
    few = table.filter(pl.col("place").is_in(own_units(shipped.places)["1496"]))
    assert look_ahead(few, shipped.places) is None


def test_a_file_is_read_as_it_was_written() -> None:
    file = written(SAID, DAY)
    assert file.name == "predictions_2026-11-01.json"
    assert read(file.name, file.content) == file
    assert written(SAID, DAY).content == file.content
    assert written(OTHER, DAY).sha256 != file.sha256


def _changed(change: Callable[[dict], object]) -> bytes:
    document = json.loads(written(SAID, DAY).content)
    change(document)
    return json.dumps(document).encode()


def _again(change: Callable[[dict], object]) -> bytes:
    """Changed, and its checksum made to agree."""
    from spiral.sources.snapshot.predictions import _digest

    document = json.loads(written(SAID, DAY).content)
    change(document)
    del document["sha256"]
    return json.dumps(document | {"sha256": _digest(document)}).encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "går inte att läsa"),
        (b"[]", "går inte att läsa"),
        (b"{}", "går inte att läsa"),
        (b"\xff\xfe", "går inte att läsa"),
        (b"[" * 100_000, "går inte att läsa"),
        (_changed(lambda d: d.pop("rows")), "går inte att läsa"),
        (_changed(lambda d: d["rows"][0].pop()), "går inte att läsa"),
        (_changed(lambda d: d.update(day="i fjol")), "går inte att läsa"),
        (_changed(lambda d: d.update(format=99)), "annan version"),
        (_changed(lambda d: d["rows"][0].__setitem__(6, 1.0)), "ändrad sedan den skrevs"),
        (_changed(lambda d: d.update(period="2030/31")), "ändrad sedan den skrevs"),
        (_changed(lambda d: d.update(sha256="")), "ändrad sedan den skrevs"),
        (_again(lambda d: d.update(day="2026-11-02")), "säger inte det den ska"),
        (_again(lambda d: d.update(period="2023/24")), "säger inte det den ska"),
        (_again(lambda d: d.update(period="nästa")), "säger inte det den ska"),
        (_again(lambda d: d["rows"].append(d["rows"][0])), "säger inte det den ska"),
        (_again(lambda d: d["rows"][0].__setitem__(6, 999.0)), "säger inte det den ska"),
        (_again(lambda d: d["rows"][0].__setitem__(6, "180")), "säger inte det den ska"),
        (_again(lambda d: d["rows"][0].__setitem__(0, "owner")), "säger inte det den ska"),
    ],
)
def test_a_bad_or_changed_file_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        read("predictions_2026-11-01.json", content)
    assert "predictions_2026-11-01.json" in str(refused.value)
    assert str(refused.value).endswith(".")


def test_what_is_said_is_added_and_never_written_over() -> None:
    first, problems = with_new([], SAID, DAY)
    assert (len(first), problems) == (1, [])
    assert with_new(first, SAID, LATER) == (first, []), "the same is not said twice"
    rounded = YearAhead(SAID.period, SAID.until, (ROWS[0]._replace(high=231.0), *ROWS[1:]))
    assert with_new(first, rounded, LATER) == (first, []), "nor what only rounding makes different"
    both, problems = with_new(first, OTHER, LATER)
    assert [file.day for file in both] == [DAY, LATER]
    assert both[0] == first[0]
    assert not problems
    kept, [problem] = with_new(first, OTHER, DAY)
    assert kept == first
    assert problem.severity is Severity.WARNING
    assert "redan sagt" in str(problem)
    assert with_new(first, None, LATER) == (first, [])


@pytest.fixture
def saying(monkeypatch: pytest.MonkeyPatch) -> Callable[[YearAhead | None], None]:
    """The sample originals are too few to say anything: this is what they say instead."""
    return lambda ahead: monkeypatch.setattr(building, "look_ahead", lambda _table, _places: ahead)


@pytest.mark.slow
def test_each_build_leaves_what_earlier_ones_said(
    originals: Path, tmp_path: Path, saying: Callable[[YearAhead | None], None]
) -> None:
    saying(SAID)
    assert build(originals, tmp_path, DAY).rows["predictions_2026-11-01.json"] == 3
    before = (tmp_path / "predictions_2026-11-01.json").read_bytes()
    assert [file.ahead for file in open_snapshot(tmp_path).predictions] == [SAID]
    saying(OTHER)
    same_day = build(originals, tmp_path, DAY)
    assert same_day.written
    assert "redan sagt" in str(same_day.problems[-1])
    assert build(originals, tmp_path, LATER).written
    assert [file.ahead for file in open_snapshot(tmp_path).predictions] == [SAID, OTHER]
    saying(None)
    assert build(originals, tmp_path, LATER).written
    assert [file.day for file in open_snapshot(tmp_path).predictions] == [DAY, LATER]
    assert (tmp_path / "predictions_2026-11-01.json").read_bytes() == before


@pytest.mark.slow
def test_a_build_stops_at_a_file_that_somebody_changed(
    originals: Path, tmp_path: Path, saying: Callable[[YearAhead | None], None], capsys: pytest.CaptureFixture[str]
) -> None:
    saying(SAID)
    target = tmp_path / "snapshot"
    build(originals, target, DAY)
    path = target / "predictions_2026-11-01.json"
    path.write_bytes(path.read_bytes().replace(b"180.1", b"170.1"))
    before = {p.name: p.read_bytes() for p in target.iterdir()}
    assert main(["snapshot", "build", "--from", str(originals), "--to", str(target)]) == 1
    said = capsys.readouterr().err
    assert "är ändrad sedan den skrevs" in said
    assert "Inget skrevs" in said
    assert {p.name: p.read_bytes() for p in target.iterdir()} == before
    assert len(lying_in(target)[1]) == 1


def test_a_changed_file_is_not_opened_even_when_the_manifest_agrees(shipped: Snapshot, tmp_path: Path) -> None:
    frames = {
        "observations_kolada": shipped.kolada.head(0),
        "observations_skolverket": shipped.skolverket.head(0),
        "places": shipped.places,
        "groups": shipped.groups,
    }
    from spiral.sources.snapshot.predictions import PredictionFile

    true = written(SAID, DAY)
    false = PredictionFile(DAY, SAID, true.sha256, true.content.replace(b"180.1", b"170.1"))
    write_snapshot(tmp_path, frames, [], {}, [false])
    with pytest.raises(BrokenSnapshot, match="är ändrad sedan den skrevs"):
        open_snapshot(tmp_path)
    write_snapshot(tmp_path, frames, [], {}, [true])
    assert open_snapshot(tmp_path).predictions == (true,)
    (tmp_path / true.name).unlink()
    with pytest.raises(BrokenSnapshot, match=r"predictions_2026-11-01\.json saknas"):
        open_snapshot(tmp_path)
