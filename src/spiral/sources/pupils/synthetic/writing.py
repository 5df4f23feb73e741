"""The folder: a municipality's files in a folder of its own, the truth, whose identity is protected, and what this is.

Everything is written beside and put in place at the end, so that nothing half-written is left.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spiral.sources.pupils.form import Form
from spiral.sources.pupils.synthetic.cohort import SyntheticCohort
from spiral.sources.pupils.synthetic.dirt import DirtyRow, make_dirty
from spiral.sources.pupils.synthetic.drawing import SURVEYS, SyntheticOrder, draw_synthetic
from spiral.sources.pupils.synthetic.lines import SurveyLines, lay_lines, stage_of
from spiral.sources.pupils.synthetic.movements import STAGES
from spiral.sources.pupils.synthetic.region import SyntheticRegion
from spiral.sources.pupils.synthetic.truth import flow_counts, measures_table, numbers_of, pupils_table, units_table

NOTICE = "Påhittade elever"
ALL = "all"
TRUTH, PUPILS, MEASURES, PROTECTED = "facit.json", "facit_elever.parquet", "facit_matt.parquet", "skyddade.txt"
_README = """{notice}
================

Allt i den här mappen är påhittat: elever, namn, nummer, skolor och kommuner. Inget av det är om någon som finns.
System är ”Påhittad” på varje rad. Resultaten är dragna så att skolorna liknar Sveriges, och en skola som inte har
öppna siffror är dragen ur en modell av liknande skolor.

Personnumren är i första hand ur serien 980–999, som är avsatt för test. En stor region har fler elever än serien
räcker till. Då används även andra nummer, som någon kan ha: lägg dem aldrig bland riktiga elever.

{files} filer till SCB, en per skola och insamling, i en mapp per kommun. Frö {seed}, {pupils} elever i hela regionen.

{truth}   vad som är sant: skolornas effekter, elever som följs mellan årskurser, smutsiga rader
{people}   varje elev: vägar, nummer, skyddad identitet
{measures}   vad varje mått ska bli när de smutsiga raderna är rättade
{protected}   nummer för elever med skyddad identitet, ett per rad, för --protected
"""
_OF_DIRT = 4


@dataclass(slots=True)
class _Folder:
    """What is collected while cohorts are written one by one."""

    place: Path
    region: SyntheticRegion
    chosen: NDArray[np.bool_]  # the municipalities that are written
    share: float  # of dirty rows
    files: int = 0
    rows: int = 0
    pupils: list[pl.DataFrame] = field(default_factory=list)
    measures: list[pl.DataFrame] = field(default_factory=list)
    dirty: list[dict[str, object]] = field(default_factory=list)
    protected: set[str] = field(default_factory=set)
    effects: dict[int, NDArray[np.float64]] = field(default_factory=dict)
    progression: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SyntheticWritten:
    """How much was written."""

    files: int
    rows: int
    dirty: int


def write_synthetic(
    order: SyntheticOrder, owner: str, dirty: float, observations: pl.DataFrame, target: Path
) -> SyntheticWritten:
    """Draw the region and write the files of a municipality, or of ``ALL``, into a new or empty folder. ``dirty``: the
    share of rows that are made wrong. Raises OSError, and then nothing is left."""
    region, cohorts = draw_synthetic(order, observations)
    chosen = np.array([owner in {ALL, municipality.code} for municipality in region.municipalities])
    with _whole_folder(target) as place:
        folder = _Folder(place, region, chosen, dirty)
        for cohort, forms in cohorts:
            _write_cohort(folder, cohort, forms, order)
        _write_truth(folder, order, owner)
    return SyntheticWritten(folder.files, folder.rows, len(folder.dirty))


@contextmanager
def _whole_folder(target: Path) -> Iterator[Path]:
    """A folder that becomes ``target`` when it has been written whole; else nothing is left of it."""
    place = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield place
        place.chmod(0o755)
        if target.exists():
            target.rmdir()
        place.replace(target)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _write_cohort(folder: _Folder, cohort: SyntheticCohort, forms: Mapping[str, Form], order: SyntheticOrder) -> None:
    region = folder.region
    is_there = np.zeros(len(cohort.sex), bool)
    in_stage: dict[int, NDArray[np.bool_]] = {}
    for survey, form in forms.items():
        stage = stage_of(survey)
        year = cohort.year - STAGES[-1] + stage
        unit = cohort.unit(region, stage)
        in_stage[stage] = (unit >= 0) & folder.chosen[region.municipality[unit]]
        is_there |= in_stage[stage]
        lines = lay_lines(cohort, region, form, year)
        random = np.random.default_rng([order.seed, _OF_DIRT, year, SURVEYS.index(survey)])
        contents, dirty = make_dirty(lines, region, folder.share, random)
        names = _write_files(folder, lines, contents)
        folder.dirty += [_dirty_row(row, names, cohort.year) for row in dirty if row.unit in names]
        folder.measures.append(measures_table(cohort, region, survey, year, in_stage[stage]))
        numbers = numbers_of(cohort, region, stage)
        hidden = np.flatnonzero(cohort.identities.protected & in_stage[stage])
        folder.protected |= {numbers[row] for row in hidden.tolist()}
    folder.pupils.append(pupils_table(cohort, region, is_there))
    folder.effects[cohort.year] = cohort.cohort_effect
    for first, last in combinations(in_stage, 2):
        springs = {f"year_{stage}": cohort.year - STAGES[-1] + stage for stage in (first, last)}
        counts = flow_counts(cohort, first, last, in_stage[first], in_stage[last])
        folder.progression.append({"from": first, "to": last, **springs, **counts})


def _write_files(folder: _Folder, lines: SurveyLines, contents: Mapping[int, bytes]) -> dict[int, str]:
    """The files of the chosen municipalities; their names by unit."""
    region, names = folder.region, {}
    for unit, begin, end in lines.files():
        home = int(region.municipality[unit])
        if not folder.chosen[home]:
            continue
        inside = folder.place / region.municipalities[home].code
        inside.mkdir(exist_ok=True)
        name = f"{lines.survey}_{lines.year}_{region.codes[unit]}.csv"
        content = contents.get(unit)
        if content is None:
            content = lines.content[lines.starts[begin] : lines.starts[end]]
        (inside / name).write_bytes(content)
        names[unit] = f"{inside.name}/{name}"
        folder.files += 1
        folder.rows += end - begin
    return names


def _dirty_row(row: DirtyRow, names: Mapping[int, str], cohort: int) -> dict[str, object]:
    return {
        "file": names[row.unit],
        "row": row.row,
        "column": row.column or None,
        "kind": row.kind,
        "pupil": f"{cohort}-{row.pupil}",
        "right": row.right,
    }


def _write_truth(folder: _Folder, order: SyntheticOrder, owner: str) -> None:
    region, place = folder.region, folder.place
    units = units_table(region, folder.effects)
    codes = [m.code for m, is_chosen in zip(region.municipalities, folder.chosen, strict=True) if is_chosen]
    document = {
        "notice": NOTICE,
        "seed": order.seed,
        "owner": owner,
        "pupils": order.pupils,
        "years": list(order.years),
        "dirty_share": folder.share,
        "files": folder.files,
        "rows": folder.rows,
        "municipalities": [
            {"code": m.code, "name": m.name, "encoding": m.encoding} for m in region.municipalities if m.code in codes
        ],
        "merit_by_mean_points_6": region.merit_by_points,
        "units": units.filter(pl.col("municipality").is_in(codes)).to_dicts(),
        "progression": folder.progression,
        "dirty": folder.dirty,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (place / TRUTH).write_text(text, encoding="utf-8")
    _write_table(pl.concat(folder.pupils), place / PUPILS)
    _write_table(pl.concat(folder.measures), place / MEASURES)
    (place / PROTECTED).write_text("".join(f"{number}\n" for number in sorted(folder.protected)), encoding="utf-8")
    readme = _README.format(
        notice=NOTICE,
        files=folder.files,
        seed=order.seed,
        pupils=order.pupils,
        truth=TRUTH.ljust(20),
        people=PUPILS.ljust(20),
        measures=MEASURES.ljust(20),
        protected=PROTECTED.ljust(20),
    )
    (place / "README.txt").write_text(readme, encoding="utf-8")


def _write_table(table: pl.DataFrame, place: Path) -> None:
    """A table with the notice in its metadata."""
    table.write_parquet(place, compression="zstd", statistics=False, metadata={"notice": NOTICE})
