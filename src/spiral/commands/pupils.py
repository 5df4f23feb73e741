"""`spiral pupils …`: SCB's files checked before they are sent, and what they say. Nothing is stored by these."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spiral.commands.arguments import path
from spiral.commands.output import Commands
from spiral.commands.pupils_archive import add_archive
from spiral.commands.pupils_synthetic import add_synthetic
from spiral.sources.reading.system_errors import reason

if TYPE_CHECKING:
    from spiral.engine.measures.cube import Cube
    from spiral.engine.measures.progression import Progression
    from spiral.engine.measures.pupils import Pupils
    from spiral.sources.pupils.check import Checked

#: What figures may be divided by, with the names that the command takes.
DIMENSIONS = ("unit", "sex", "group", "curriculum", "born")
_NAMES_OF_DIMENSIONS = ", ".join(DIMENSIONS)
_OK, _WITH_ERRORS, _UNRECOGNISED = 0, 1, 2


def add_pupils(commands: Commands) -> None:
    pupils = commands.add_parser("pupils", help="elevernas filer till SCB: kontrollera dem och räkna på dem")
    kinds = pupils.add_subparsers(required=True, metavar="ÅTGÄRD")
    check = kinds.add_parser("check", help="kontrollera filerna innan de skickas till SCB")
    check.add_argument("files", type=path, nargs="+", metavar="FIL")
    check.add_argument("--json", action="store_true", help="skriv alla problem som JSON")
    check.set_defaults(run=_check)
    measures = kinds.add_parser("measures", help="räkna måtten, för eget bruk: ingenting är dolt")
    measures.add_argument("files", type=path, nargs="+", metavar="FIL")
    measures.add_argument(
        "--by", type=_dimensions, default=(), metavar="UNIT,SEX", help=f"delat på {_NAMES_OF_DIMENSIONS}"
    )
    measures.add_argument("--distribution", action="store_true", help="räkna också andelen av varje betyg i varje ämne")
    measures.add_argument("--json", action="store_true", help="skriv måtten som JSON")
    measures.set_defaults(run=_measures)
    progression = kinds.add_parser("progression", help="samma elever från årskurs 6 till 9")
    progression.add_argument("files", type=path, nargs="+", metavar="FIL")
    progression.add_argument("--json", action="store_true", help="skriv jämförelsen som JSON")
    progression.set_defaults(run=_progression)
    add_archive(kinds)
    add_synthetic(kinds)


def _dimensions(text: str) -> tuple[str, ...]:
    """A kind of value: some of the dimensions, with commas between."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text[:200].split(",") if name.strip()))
    if strange := [name for name in names if name not in DIMENSIONS]:
        raise argparse.ArgumentTypeError(f"”{strange[0][:40]}” går inte, välj bland {_NAMES_OF_DIMENSIONS}")
    return names


def _checked(files: list[Path]) -> list[Checked]:
    """Every file checked, in the order given."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no linear algebra here: threads would cost more than the check
    from spiral.sources.pupils.between_files import check_together
    from spiral.sources.pupils.check import check, unreadable
    from spiral.sources.pupils.other_kinds import MEGABYTE, MOST_MB

    checked = []
    for file in files:
        try:
            with file.open("rb") as opened:  # no more than is read: a pipe or a device can be endless
                checked.append(check(str(file), opened.read(MOST_MB * MEGABYTE + 1)))
        except OSError as error:
            checked.append(unreadable(str(file), reason(error)))
    return check_together(checked)


def _check(args: argparse.Namespace) -> int:
    """Print what SCB would say of the files; 0 for nothing, 1 for errors, 2 for a file of no survey."""
    files = _checked(args.files)
    if args.json:
        _print_json({"ok": all(file.ok for file in files), "files": [_as_json(file) for file in files]})
    else:
        from spiral.sources.pupils.report import as_text

        print("\n".join(as_text(file) for file in files))
    return max(_UNRECOGNISED if file.survey is None else _OK if file.ok else _WITH_ERRORS for file in files)


def _read(files: list[Path]) -> list[Pupils] | None:
    """The pupils of all files; None when a file is of no survey. What is wrong in them is told on stderr."""
    from spiral.sources.pupils.report import state
    from spiral.sources.pupils.tables import pupils_of

    checked = _checked(files)
    for file in checked:
        if file.survey is None:
            print(f"{file.file}: {file.problems[0].message} {file.problems[0].remedy}", file=sys.stderr)
        elif not file.ok:
            print(f"{file.file}: {state(file)}. Se spiral pupils check.", file=sys.stderr)
    if any(file.survey is None for file in checked):
        return None
    print("Eget bruk: siffrorna är inte skyddade och ska inte visas för andra.", file=sys.stderr)
    return pupils_of(file.table for file in checked if file.table is not None)


def _measures(args: argparse.Namespace) -> int:
    """Print every measure by the dimensions asked for, with all margins. For the owner's own use: nothing is masked."""
    pupils = _read(args.files)
    if pupils is None:
        return _UNRECOGNISED
    from spiral.engine.measures.surveys import BESIDE, measured
    from spiral.sources.pupils.rules import LETTERS, shipped_versions

    by_survey = {(table.survey, table.year): table for table in pupils}
    version = shipped_versions()[LETTERS]
    cubes = [
        measured(
            table,
            version,
            args.by,
            by_survey.get((BESIDE.get(table.survey, ""), table.year)),
            distribution=args.distribution,
        )
        for table in pupils
    ]
    if args.json:
        rows = ",\n ".join(row for cube in cubes for row in _cells_as_json(cube))
        print(f'{{"use": "internal", "measures": [\n {rows}\n]}}')
    else:
        from spiral.sources.pupils.report import as_table

        print(as_table([row for cube in cubes for row in cube.rows()], args.by))
    return _OK


def _cells_as_json(cube: Cube) -> list[str]:
    """Each cell as JSON, with every field that programs ask for, also of what it is not divided by. What stands before
    the numbers is put together once for each measure and each place: a nation has half a million cells."""
    import numpy as np

    every = {"survey": cube.survey, "year": cube.year, "unit": None, "sex": "all"}
    margins = [(*labels, over_all) for labels, over_all in zip(cube.labels, cube.every, strict=True)]
    number = np.zeros(len(cube), np.int64)  # of each cell's place
    for margin, at in zip(margins, cube.at.T if margins else (), strict=True):
        number = number * len(margin) + at
    _, first, place = np.unique(number, return_index=True, return_inverse=True)
    where = [
        every | {name: margin[at] for name, margin, at in zip(cube.dimensions, margins, cell, strict=True)}
        for cell in (cube.at[first].tolist() if margins else [()] * len(first))
    ]
    places = np.array([json.dumps(fields, ensure_ascii=False)[1:-1] for fields in where], object)[place].tolist()
    measures = [json.dumps(name) for name in cube.measures]
    hits = np.where(cube.hits < 0, "null", cube.hits.astype(object)).tolist()
    numbers = zip(cube.measure.tolist(), places, cube.n.tolist(), hits, cube.value.tolist(), strict=True)
    return [
        f'{{"measure": {measures[measure]}, {at}, "n": {n}, "hits": {hit}, "value": {value!r}}}'
        for measure, at, n, hit, value in numbers
    ]


def _progression(args: argparse.Namespace) -> int:
    """Print what became of the same pupils' grades."""
    pupils = _read(args.files)
    if pupils is None:
        return _UNRECOGNISED
    from spiral.engine.measures.progression import cohort_pairs, progression
    from spiral.sources.pupils.rules import LETTERS, shipped_versions

    version = shipped_versions()[LETTERS]
    cohorts = [progression(before, after, version) for before, after in cohort_pairs(pupils)]
    if args.json:
        _print_json({"use": "internal", "cohorts": [_cohort(cohort) for cohort in cohorts]})
    else:
        from spiral.sources.pupils.report import as_cohort

        print(
            "\n\n".join(map(as_cohort, cohorts))
            or "Inga filer är av samma elever: betyg årskurs 6 och 9 med tre år emellan."
        )
    return _OK


def _cohort(cohort: Progression) -> dict[str, Any]:
    return {
        "from": cohort.before,
        "to": cohort.after,
        "matched": cohort.matched,
        "only_from": cohort.only_from,
        "only_to": cohort.only_to,
        "not_linkable_from": cohort.not_linkable_from,
        "not_linkable_to": cohort.not_linkable_to,
        "subjects": {
            subject: {"raised": change.raised, "same": change.same, "lowered": change.lowered}
            for subject, change in cohort.subjects.items()
        },
    }


def _as_json(file: Checked) -> dict[str, Any]:
    return {
        "file": file.file,
        "survey": file.survey,
        "year": file.year,
        "rows": file.rows,
        "units": list(file.units),
        "problems": [
            {
                "row": problem.row,
                "column": problem.column or None,
                "code": problem.code,
                "severity": problem.severity.value,
                "message": problem.message,
                "remedy": problem.remedy,
            }
            for problem in file.problems
        ],
    }


def _print_json(document: dict[str, Any]) -> None:
    """Print it with Swedish letters as they are; a file's name that is not Unicode is written with escapes."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    is_unicode = not any("\ud800" <= sign <= "\udfff" for file in document.get("files", ()) for sign in file["file"])
    print(text if is_unicode else json.dumps(document, indent=1))
