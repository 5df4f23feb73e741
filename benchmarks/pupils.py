"""What it costs to check the pupils' files for SCB and to work out what they say, beside other ways to read them.

    python benchmarks/pupils.py [--pupils 100000] [--larger 300000 1200000] [--repeat 9] [--data FOLDER] [-o FILE]

Processor seconds and peak MiB of whole processes, medians of runs side by side: every command in turn, round after
round. Held against a process that only reads the same file with polars.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SPIRAL = str(Path(sys.executable).with_name("spiral"))
#: What a check may cost, times a bare read; what measures and progression may cost beside the check; MiB of a check.
MOST_TIMES, MOST_MORE, MOST_MEMORY = 1.3, 0.5, 250
#: What a pupil of a larger file may cost, times one of the smaller.
MOST_PER_PUPIL = 1.15
GRADES9, GRADES6 = ("betyg_ak9", 2026), ("betyg_ak6", 2023)
BARE = "import sys, polars; polars.read_csv(sys.argv[1], separator=';', has_header=False, infer_schema=False)"
PANDAS = """
import json, sys, pandas
codes = json.loads(sys.argv[2])
table = pandas.read_csv(sys.argv[1], sep=";", header=None, dtype=str, keep_default_na=False)
wrong = {place: table.index[~table[int(place)].isin(some)] + 1 for place, some in codes.items()}
number = table[3]
wrong["3"] = table.index[~number.str.fullmatch(r"[0-9]{12}|[0-9]{8}TF[0-9]{2}") | number.duplicated()] + 1
"""
PANDERA = """
import json, sys, pandas, pandera.pandas as pandera
codes = json.loads(sys.argv[2])
table = pandas.read_csv(sys.argv[1], sep=";", header=None, dtype=str, keep_default_na=False)
columns = {int(place): pandera.Column(str, pandera.Check.isin(some)) for place, some in codes.items()}
number = pandera.Check.str_matches(r"^(?:[0-9]{12}|[0-9]{8}TF[0-9]{2})$")
pandera.DataFrameSchema(columns | {3: pandera.Column(str, number, unique=True)}).validate(table, lazy=True)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians of some runs: processor seconds and peak MiB."""

    cpu: float
    peak: float


def write(path: Path, survey: str, year: int, pupils: int, wrong: float = 0.0) -> None:
    """A file of made-up pupils: as many, all different, in units of sixty; a share of the codes are wrong."""
    import numpy as np
    import polars as pl

    from spiral.sources.pupils.form import ColumnKind, nearest

    rng = np.random.default_rng(7)
    day = np.arange(pupils) // 900
    days = np.datetime_as_string(np.datetime64(f"{2026 - 16}-01-01") - day.astype("timedelta64[D]")).astype("U10")
    nine = np.char.add(np.char.replace(days, "-", ""), (100 + np.arange(pupils) % 900).astype("U3"))
    digits = nine.view("U1").reshape(pupils, -1)[:, 2:11].astype(int) * np.array([2, 1, 2, 1, 2, 1, 2, 1, 2])
    last = (-(digits // 10 + digits % 10).sum(axis=1) % 10).astype("U1")
    grades = np.array(list("ABCDEF9"))
    columns: dict[str, object] = {}
    for column in nearest(survey, year)[0].columns:
        values: object = np.full(
            pupils, "2" if column.subject in ("M1", "ML", "No", "So", "Tn", "Ovr", "Sva") else "Prov"
        )
        if column.kind is ColumnKind.DAY:
            values = np.full(pupils, f"{year}-06-10")
        elif column.kind is ColumnKind.PERSON:
            values = np.char.add(nine, last)
        elif column.kind is ColumnKind.UNIT:
            values = (10_000_000 + np.arange(pupils) // 60).astype("U8")
        elif column.kind is ColumnKind.GROUP:
            values = np.array(["9A", "9B", "9C"])[np.arange(pupils) // 20 % 3]
        elif column.kind is ColumnKind.LANGUAGE:
            values = np.full(pupils, "SPA" if column.subject == "M2" else "")
        elif column.kind is ColumnKind.GRADE and column.subject not in ("M1", "ML", "No", "So", "Tn", "Ovr", "Sva"):
            values = grades[rng.integers(0, len(grades), pupils)]
            values = np.where(rng.random(pupils) < wrong, "G", values)
        columns[column.name] = values
    pl.DataFrame(columns).write_csv(
        path, separator=";", include_header=False, line_terminator="\r\n", quote_style="never"
    )


def made(folder: Path, survey: str, year: int, pupils: int, wrong: float = 0.0) -> Path:
    """The file, written by a process of its own: what this one has held is counted as its children's."""
    path = folder / f"{survey}-{pupils}-{wrong}.txt"
    if not path.exists():
        call = f"pupils.write(Path({str(path)!r}), {survey!r}, {year}, {pupils}, {wrong})"
        program = f"import pupils; from pathlib import Path; {call}"
        subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parent, check=True)
    return path


def run(command: list[str]) -> Cost:
    """One process. Raises RuntimeError when it fails (1 is a file with errors)."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = process.stderr.read().decode() if process.stderr else ""
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1) or "Traceback" in message:
        raise RuntimeError(f"{command}: {message[-500:]}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def side_by_side(commands: dict[str, list[str]], repeat: int) -> dict[str, Cost]:
    """Every command in turn, as many rounds: the medians."""
    runs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(repeat):
        for name, command in commands.items():
            runs[name].append(run(command))
    return {
        name: Cost(*(statistics.median(getattr(cost, part) for cost in costs) for part in ("cpu", "peak")))
        for name, costs in runs.items()
    }


def code_lists() -> str:
    """The codes of each column by its number, as peers are given them."""
    import json

    from spiral.sources.pupils.form import nearest

    return json.dumps(
        {number: sorted(column.codes) for number, column in enumerate(nearest(*GRADES9)[0].columns) if column.codes}
    )


def commands_of(args: argparse.Namespace) -> dict[str, list[str]]:
    nine, six = (str(made(args.data, *form, args.pupils)) for form in (GRADES9, GRADES6))
    spoilt = str(made(args.data, *GRADES9, args.pupils, 0.01))
    return {
        "polars, a bare read": [sys.executable, "-c", BARE, nine],
        "check": [SPIRAL, "pupils", "check", nine, "--json"],
        "check, a code in a hundred wrong": [SPIRAL, "pupils", "check", spoilt, "--json"],
        "check, two files": [SPIRAL, "pupils", "check", nine, six, "--json"],
        "measures by unit and sex": [SPIRAL, "pupils", "measures", nine, "--by", "unit,sex", "--json"],
        "progression, two files": [SPIRAL, "pupils", "progression", nine, six, "--json"],
        "pandas: codes and numbers only": [sys.executable, "-c", PANDAS, nine, code_lists()],
        "pandera: codes and numbers only": [sys.executable, "-c", PANDERA, nine, code_lists()],
    }


def larger(args: argparse.Namespace) -> tuple[list[str], list[float]]:
    """Lines of larger files, and what a pupil costs in each, times one of the small file, as whole processes."""
    files = {pupils: str(made(args.data, *GRADES9, pupils)) for pupils in (args.pupils, *args.larger)}
    commands = {f"{pupils}": [SPIRAL, "pupils", "check", path, "--json"] for pupils, path in files.items()}
    costs = side_by_side(commands, min(args.repeat, 5))
    small = costs[f"{args.pupils}"].cpu / args.pupils
    lines, times = [], []
    for pupils in args.larger:
        cost = costs[f"{pupils}"]
        times.append(cost.cpu / pupils / small)
        lines.append(
            f"| check, {pupils:,} pupils | {cost.cpu:.2f} s | {cost.peak:.0f} MiB | {times[-1]:.2f} × a pupil |"
        )
        print(lines[-1], file=sys.stderr)
    return lines, times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pupils", type=int, default=100_000)
    parser.add_argument("--larger", nargs="*", type=int, default=[300_000, 1_200_000])
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1] / "var" / "bench")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_suffix(".md"))
    args = parser.parse_args()
    args.data.mkdir(parents=True, exist_ok=True)
    costs = side_by_side(commands_of(args), args.repeat)
    bare, check, both = costs["polars, a bare read"], costs["check"], costs["check, two files"]
    rows = [
        f"| {name} | {cost.cpu:.2f} s | {cost.peak:.0f} MiB | {cost.cpu / bare.cpu:.2f} × |"
        for name, cost in costs.items()
    ]
    print("\n".join(rows), file=sys.stderr)
    more, times = larger(args)
    measured = {
        f"check ≤ {MOST_TIMES} × a bare read": (check.cpu / bare.cpu, MOST_TIMES, "×"),
        f"memory of check ≤ {MOST_MEMORY} MiB": (check.peak, MOST_MEMORY, "MiB"),
        f"measures ≤ {MOST_MORE} s more than check": (
            costs["measures by unit and sex"].cpu - check.cpu,
            MOST_MORE,
            "s",
        ),
        f"progression ≤ {MOST_MORE} s more than check": (
            costs["progression, two files"].cpu - both.cpu,
            MOST_MORE,
            "s",
        ),
    }
    if times:
        measured[f"a pupil of a larger file ≤ {MOST_PER_PUPIL} × one of the smaller"] = (
            max(times),
            MOST_PER_PUPIL,
            "×",
        )
    lines = [
        "# Pupils' files for SCB, checked and worked out",
        "",
        f"Written by `python benchmarks/pupils.py` on {os.cpu_count()} processors, {platform.machine()}, Python "
        f"{platform.python_version()}: processor time and peak",
        f"memory of whole processes, medians of {args.repeat} side by side, {args.pupils:,} pupils of "
        f"{len(code_columns())} columns. Peers check codes and",
        "personal numbers only, and name no row and no column in words.",
        "",
        "| what | processor | peak | of a bare read |",
        "| --- | ---: | ---: | ---: |",
        *rows,
        *more,
        "",
        *(
            f"- {name}: {value:.2f} {unit}, {'met' if value <= most else 'not met'}"
            for name, (value, most, unit) in measured.items()
        ),
    ]
    args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[-len(measured) :]), file=sys.stderr)


def code_columns() -> tuple:
    """The columns of the file."""
    from spiral.sources.pupils.form import nearest

    return nearest(*GRADES9)[0].columns


if __name__ == "__main__":
    main()
