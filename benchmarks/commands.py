"""What each command costs as its user runs it: the whole process, from the command to the file.

    python benchmarks/commands.py [--pupils 100000 5000000] [--leaves 15000] [--repeat 3] [--data FOLDER] [-o FILE]

Seconds, processor seconds and peak MiB of fresh processes (the least of ``--repeat``), and how many times a bare scan
they are: a process that reads the same file with DuckDB, groups it and sums its nine raw columns.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from synthetic import COLUMNS, FORMULA, LEVELS

SPIRAL = str(Path(sys.executable).with_name("spiral"))
KEYS = "huvudman, skolenhet, arskull"
TABLE = "enhet,kon,n,hits\n" + "".join(
    f"E{i:03},{kon},{20 + i % 9 + 7 * (kon == 'F')},{15 + i % 5}\n" for i in range(100) for kon in "FP"
)
ROOT = Path(__file__).parents[1]
ORIGINALS = ROOT / "tests" / "sources" / "data" / "originals"
MINUTES = "Minnesanteckningar\nDatum: 3 december 2026\nNärvarande: Rektor A, Rektor B\n1. Resultat\nBeslut: vi läser.\n"


def run(command: list[str], repeat: int) -> dict[str, float]:
    """The quickest of some processes: seconds, cpu and peak MiB. Raises RuntimeError when the command fails."""
    runs = []
    for _ in range(repeat):
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        if status:
            raise RuntimeError(f"{command}: {process.stderr.read().decode()[-500:]}")
        runs.append({"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024})
    return min(runs, key=lambda found: found["seconds"])


def scan(path: Path) -> list[str]:
    sums = ", ".join(f"sum({name})" for name in COLUMNS)
    query = f"SELECT {KEYS}, count(*), {sums} FROM '{path}' GROUP BY ALL"
    return [sys.executable, "-c", f"import duckdb; duckdb.connect().sql({query!r}).to_arrow_table()"]


def lines_of(name: str, command: list[str], repeat: int, bare: float | None = None) -> str:
    found = run(command, repeat)
    ratio = f"{found['seconds'] / bare:.1f} ×" if bare else "–"
    line = f"| {name} | {found['seconds']:.2f} s | {found['cpu']:.2f} s | {found['peak']:.0f} MiB | {ratio} |"
    print(line, file=sys.stderr)
    return line


def fits(pupils: int, args: argparse.Namespace) -> list[str]:
    path = args.data / f"pupils-{pupils}-{args.leaves}.parquet"
    text = path.with_suffix(".csv")
    if not text.exists():  # in a process of its own: what this one has held is counted as its children's
        made = f"synthetic.write_pupils(Path({str(path)!r}), {pupils}, {args.leaves})"
        copied = f"duckdb.sql(\"COPY (FROM '{path}') TO '{text}' (HEADER)\")"
        program = f"import duckdb, synthetic; from pathlib import Path; {made}; {copied}"
        subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parent, check=True)
    formula = f"{FORMULA} + {LEVELS[3]}"
    bare = run(scan(path), args.repeat)
    size = f"{pupils:,} pupils"
    lines = [f"| bare scan, {size} | {bare['seconds']:.2f} s | {bare['cpu']:.2f} s | {bare['peak']:.0f} MiB | 1 |"]
    answer = str(args.data / "answer")
    for name, command in (
        ("fit --json", ["fit", formula, str(path), "--json"]),
        ("fit", ["fit", formula, str(path)]),
        ("fit --json, text file", ["fit", formula, str(text), "--json"]),
        ("fit --effects --output", ["fit", formula, str(path), "--effects", "-o", f"{answer}.parquet"]),
        ("fit --predictions", ["fit", formula, str(path), "--predictions", f"{answer}.parquet"]),
        ("fit --bootstrap 200", ["fit", formula, str(path), "--bootstrap", "200"]),
        ("moments", ["moments", formula, str(path), "-o", f"{answer}.json"]),
    ):
        lines.append(lines_of(f"{name}, {size}", [SPIRAL, *command], args.repeat, bare["seconds"]))
    return lines


def others(args: argparse.Namespace) -> list[str]:
    table, spec, minutes = args.data / "table.csv", args.data / "table.toml", args.data / "minutes.txt"
    table.write_text(TABLE)
    spec.write_text('dimensions = ["enhet", "kon"]\n')
    minutes.write_text(MINUTES)
    snapshot = str(args.data / "snapshot")
    commands = (
        ("--help", ["--help"]),
        ("protect, 200 cells", ["protect", str(table), "--spec", str(spec)]),
        ("minutes", ["minutes", str(minutes), "--json"]),
        ("snapshot build, the tests' sample", ["snapshot", "build", "--from", str(ORIGINALS), "--to", snapshot]),
        ("audit verify, the demo's log", ["audit", "verify"]),
    )
    os.environ |= {"SPIRAL_MODE": "demo", "SPIRAL_VAR": str(args.data / "demo")}
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return [lines_of(name, [SPIRAL, *command], args.repeat) for name, command in commands]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pupils", nargs="+", type=int, default=[100_000, 5_000_000])
    parser.add_argument("--leaves", type=int, default=15_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1] / "var" / "bench")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_suffix(".md"))
    args = parser.parse_args()
    args.data.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Commands, measured as they are run",
        "",
        f"Written by `python benchmarks/commands.py` on {os.cpu_count()} processors, {platform.machine()}, Python "
        f"{platform.python_version()}: whole",
        "processes, the quickest of some. The last column is how many times a process that only scans the same pupils.",
        "",
        "| command | seconds | processor | peak | of a scan |",
        "| --- | --- | --- | --- | --- |",
        *(line for pupils in args.pupils for line in fits(pupils, args)),
        *others(args),
        "",
        "`fetch` is not here: it waits between its questions as the services ask, and is as quick as they are.",
    ]
    args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
