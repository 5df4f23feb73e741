"""The mixed model against its peers, each in a fresh process: seconds and peak MiB from the file to all effects.

    python benchmarks/mixed.py [--pupils 100000 1000000 5000000] [--leaves 15000] [--levels 2 3] [--nation 20000000]
                               [--crossed 100000:500:100 1000000:2000:400] [--peers lme4 mixedlm lme-python
                               statsmodels] [--repeat 3] [--data FOLDER] [-o FILE]

Clocks start after imports, for everyone; ours starts with opening the Parquet file, the peers' when the table is
already in memory. Ours is a median of ``--repeat`` processes, the peers run once and are stopped at 300 s of processor
time. lme4 runs when Rscript is there, the others when they are installed (the bench extra). "Grouped scan" is the
floor: DuckDB's sum of the nine raw columns by leaf.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from mixed_peers import CHILDREN, KEYS, R_CHILD
from synthetic import COLUMNS, CROSSED, FORMULA, LEVELS, write_crossed, write_pupils

LIMIT = 300
#: Processor seconds beside the limit for starting, importing and reading, which no clock counts.
READING = 60
#: A peer whose criterion is this far above the least has not found the optimum.
SHORT = 0.01
PEERS = ("lme4", "mixedlm", "lme-python", "statsmodels")


def run(name: str, path: Path, formula: str, scratch: Path) -> dict | None:
    """One fresh process; None when it failed, ``stopped`` when it used more than the limit."""
    if name == "lme4":
        folder = _binary_columns(path, scratch)
        script = scratch / "lme4.R"
        script.write_text(R_CHILD)
        names = ",".join(sorted(file.name for file in folder.iterdir()))
        command = ["Rscript", "--vanilla", str(script), str(folder), formula, names]
    else:
        command = [sys.executable, __file__, "--child", name, str(path), formula]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    started = time.monotonic()
    while True:
        if process.poll() is not None:
            break
        # R looks at its own limit only between calls of C, so the clock of the process is read from outside.
        if _processor_seconds(process.pid) > LIMIT + READING or time.monotonic() - started > 4 * LIMIT:
            process.kill()
            process.wait()
            return {"stopped": True}
        time.sleep(0.02)
    output = process.stdout.read().strip().splitlines()
    if not output or not output[-1].startswith("{"):
        print(f"  {name}: {process.stderr.read().strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    found = json.loads(output[-1])
    return {"stopped": True} if min(found.get("seconds", 0), found.get("cpu", 0)) > LIMIT else found


def _processor_seconds(pid: int) -> float:
    """What a running process has used of all processors; 0 when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _binary_columns(path: Path, scratch: Path) -> Path:
    """Columns as raw doubles, which R reads fastest."""
    import polars as pl

    folder = scratch / f"{path.stem}-columns"
    if not folder.exists():
        folder.mkdir()
        for name in set(pl.read_parquet_schema(path)) & {*KEYS, *COLUMNS}:
            pl.read_parquet(path, columns=[name])[name].cast(pl.Float64).to_numpy().tofile(folder / name)
    return folder


def available(peers: list[str]) -> list[str]:
    modules = {"mixedlm": "mixedlm", "lme-python": "lme_python", "statsmodels": "statsmodels"}
    found = []
    for peer in peers:
        there = bool(shutil.which("Rscript")) if peer == "lme4" else importlib.util.find_spec(modules[peer]) is not None
        if there:
            found.append(peer)
        else:
            print(f"{peer} saknas här och hoppas över", file=sys.stderr)
    return found


def ours(path: Path, formula: str, repeat: int, scratch: Path) -> dict:
    runs = [found for found in (run("ours", path, formula, scratch) for _ in range(repeat)) if found]
    return {
        "seconds": statistics.median(found["seconds"] for found in runs),
        "peak": max(found["peak"] for found in runs),
        "cpu": statistics.median(found["cpu"] for found in runs),
        "mixture": statistics.median(found["mixture"] for found in runs),
        "criterion": runs[0]["criterion"],
    }


def cell(found: dict | None, least: float, base: float) -> str:
    if found is None:
        return "failed"
    if "stopped" in found:
        return f"stopped at {LIMIT} s (over {LIMIT / base:.0f} ×)"
    wrong = ", wrong optimum" if found["criterion"] > least + SHORT else ""
    return f"{amount(found)} ({found['seconds'] / base:.0f} ×{wrong})"


def amount(found: dict) -> str:
    return f"{found['seconds']:.2f} s, {found['cpu']:.1f} cpu, {found['peak']:,.0f} MiB"


def compare(args: argparse.Namespace) -> list[str]:
    peers = available(args.peers)
    lines = [
        "| pupils, leaves, levels | spiral | with mixture intervals | " + " | ".join(peers) + " |",
        "| --- " * (3 + len(peers)) + "|",
    ]
    dead: set[tuple[str, int]] = set()
    for pupils in args.pupils:
        path = data_file(args.data, pupils, args.leaves)
        for levels in args.levels:
            formula = f"{FORMULA} + {LEVELS[levels]}"
            mine = ours(path, formula, args.repeat, args.data)
            cells = []
            for peer in peers:
                found = {"stopped": True} if (peer, levels) in dead else run(peer, path, formula, args.data)
                if found is None or "stopped" in found:
                    dead.add((peer, levels))  # what is too slow here is not tried on more
                cells.append(cell(found, mine["criterion"], mine["seconds"]))
                print(f"{pupils} {levels} {peer}: {cells[-1]}", file=sys.stderr)
            groups = args.leaves if levels == 3 else args.leaves // 3
            mixture, own = f"{mine['mixture']:.2f} s", amount(mine)
            lines.append(f"| {pupils:,}, {groups:,}, {levels} | {own} | {mixture} | " + " | ".join(cells) + " |")
            print(lines[-1], file=sys.stderr)
        shutil.rmtree(args.data / f"{path.stem}-columns", ignore_errors=True)
    return lines


def crossed(args: argparse.Namespace) -> list[str]:
    peers = [peer for peer in available(args.peers) if peer != "statsmodels"]
    lines = [
        "| pupils, crossed groups | spiral | with mixture intervals | " + " | ".join(peers) + " |",
        "| --- " * (3 + len(peers)) + "|",
    ]
    for size in args.crossed:
        pupils, feeders, receiving = (int(part) for part in size.split(":"))
        path = args.data / f"crossed-{pupils}-{feeders}-{receiving}.parquet"
        if not path.exists():
            write_crossed(path, pupils, feeders, receiving)
        formula = f"{FORMULA} + {CROSSED}"
        mine = ours(path, formula, args.repeat, args.data)
        cells = [cell(run(peer, path, formula, args.data), mine["criterion"], mine["seconds"]) for peer in peers]
        mixture, own = f"{mine['mixture']:.2f} s", amount(mine)
        lines.append(f"| {pupils:,}, {feeders:,} × {receiving:,} | {own} | {mixture} | " + " | ".join(cells) + " |")
        print(lines[-1], file=sys.stderr)
        shutil.rmtree(args.data / f"{path.stem}-columns", ignore_errors=True)
    return lines


def nation(args: argparse.Namespace) -> list[str]:
    lines = [
        "| pupils | grouped scan | statistics | ratio | file to effects, 3 levels | its processor time | peak |",
        "| --- " * 7 + "|",
    ]
    for pupils in [*args.pupils, args.nation]:
        path = data_file(args.data, pupils, args.leaves)
        formula = f"{FORMULA} + {LEVELS[3]}"
        scan = run("scan", path, formula, args.data)
        mine = ours(path, formula, args.repeat, args.data)
        lines.append(
            f"| {pupils:,} | {scan['floor']:.2f} s | {scan['statistics']:.2f} s | "
            f"{scan['statistics'] / scan['floor']:.2f} | {mine['seconds']:.2f} s | {mine['cpu']:.1f} s | "
            f"{mine['peak']:,.0f} MiB |"
        )
        print(lines[-1], file=sys.stderr)
    return lines


def refits(args: argparse.Namespace) -> list[str]:
    from spiral.engine.mixed import bootstrap, fit
    from spiral.sources.tables.opening import open_table

    lines = ["| pupils, leaves, levels | refits a second of processor time |", "| --- | --- |"]
    for pupils in args.pupils[:2]:
        for leaves in (2_001, args.leaves):
            found = fit(f"{FORMULA} + {LEVELS[3]}", open_table(str(data_file(args.data, pupils, leaves))))
            started = time.process_time()
            bootstrap(found, draws=100)
            seconds = time.process_time() - started
            lines.append(f"| {pupils:,}, {leaves:,}, 3 | {100 / seconds:.0f} |")
            print(lines[-1], file=sys.stderr)
    return lines


def data_file(folder: Path, pupils: int, leaves: int) -> Path:
    path = folder / f"pupils-{pupils}-{leaves}.parquet"
    if not path.exists():
        write_pupils(path, pupils, leaves)
    return path


def import_seconds() -> float:
    code = "import time; t = time.perf_counter(); import spiral.engine.mixed; print(time.perf_counter() - t)"
    runs = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5)]
    return statistics.median(runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--child", nargs=3, metavar=("NAME", "PATH", "FORMULA"), help=argparse.SUPPRESS)
    parser.add_argument("--pupils", nargs="+", type=int, default=[100_000, 1_000_000, 5_000_000])
    parser.add_argument("--nation", type=int, default=20_000_000)
    parser.add_argument("--leaves", type=int, default=15_000)
    parser.add_argument("--crossed", nargs="*", default=["100000:500:100", "1000000:2000:400"])
    parser.add_argument("--levels", nargs="+", type=int, choices=[2, 3], default=[2, 3])
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1] / "var" / "bench")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_suffix(".md"))
    args = parser.parse_args()
    if args.child:
        name, path, formula = args.child
        print(json.dumps(CHILDREN[name](path, formula)))
        return
    args.data.mkdir(parents=True, exist_ok=True)
    machine = f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
    lines = [
        "# The mixed model, measured",
        "",
        f"Written by `python benchmarks/mixed.py` on {machine}. In brackets how many times our seconds.",
        f"Clocks start after imports; importing the package takes {import_seconds():.2f} s.",
        "",
        *compare(args),
        "",
        "Crossed: pupils of so many earlier schools, each in any of so many units.",
        "",
        *crossed(args),
        "",
        "What a nation's records cost: a bare grouped sum of the nine raw columns beside all statistics of the model",
        "(both without compiling the expressions, medians of five in one process), and the way from file to effects.",
        "",
        *nation(args),
        "",
        "The parametric bootstrap: 100 refits, with the profiles' intervals.",
        "",
        *refits(args),
    ]
    args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
